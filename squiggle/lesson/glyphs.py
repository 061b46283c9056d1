"""Which letters the film's typeface has: its table of characters, read straight from the font file.

Text without a glyph would be set as an empty box, and one would only see it in the finished film.
The table is OpenType's `cmap`, format 12: runs of characters
(https://learn.microsoft.com/typography/opentype/spec/cmap).
"""

import struct
from functools import cache
from importlib import resources
from itertools import chain

FONTS = ("Inter-Medium.otf", "Inter-SemiBold.otf")  # labels, and titles


def missing_glyphs(text: str) -> str:
    """The characters of a text that the typeface lacks, in order, each once.

    >>> missing_glyphs("dawka ąęó → µg"), missing_glyphs("dose 🙂 薬")
    ('', '🙂薬')
    """
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in _known()))


@cache
def _known() -> frozenset[int]:
    """The characters that every font of the film has."""
    folder = resources.files("squiggle") / "stage" / "fonts"
    return frozenset.intersection(*(_characters((folder / font).read_bytes()) for font in FONTS))


def _characters(font: bytes) -> frozenset[int]:
    (count,) = struct.unpack_from(">H", font, 4)
    tables = [struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(count)]
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    parts = [struct.unpack_from(">HHI", font, start + 4 + 8 * place) for place in range(count)]
    for _, _, offset in parts:
        form, _, _, _, runs = struct.unpack_from(">HHIII", font, start + offset)
        if form == 12:
            ends = struct.iter_unpack(">III", font[start + offset + 16 :][: 12 * runs])
            return frozenset(chain.from_iterable(range(a, b + 1) for a, b, _ in ends))
    raise AssertionError("the film's fonts have a table of format 12")
