"""Words about what a file holds, short enough for one line however long the file made them."""

from decimal import Decimal
from reprlib import Repr

LONGEST = 40
SHORT = Repr()  # stops early, however long or deep a thing is


def brief(text: object, *, quoted: bool = True, most: int = LONGEST) -> str:
    """A text in quotes (or without) on one line, cut at `most` letters.

    >>> brief("kernel"), brief("w" * 100, quoted=False)
    ("'kernel'", 'wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww…')
    """
    if isinstance(text, str):
        said = text[: 2 * most]
        said = repr(said) if quoted or not said.isprintable() else said
    else:
        said = str(text) if isinstance(text, int | float | Decimal) else SHORT.repr(text)
    return said if len(said) <= most else said[: most - 1] + "…"


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "layer"), counted(3, "layer")
    ('1 layer', '3 layers')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
