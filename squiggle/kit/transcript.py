"""The piece `transcript`: what is said and seen, and the numbers, in Markdown.

It is for people who cannot see or hear the film, or would rather read (WCAG 2.2, 1.2.3).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from squiggle.kit.material import Material
from squiggle.kit.told import Numbers, Part, calculations, parameters, parts
from squiggle.lesson.words import Words

SPECIAL = "\\`*_{}[]<>#|~"
"""Letters that Markdown takes for marks, wherever they stand."""


def make(material: Material, work: Path) -> None:
    """Write transcript.md."""
    film, words = material.film, material.words
    lines = [f"# {_plain(material.lesson.title)}", ""]
    for number, part in enumerate(parts(film), start=1):
        lines += _part(number, part, words)
    lines += [f"## {words.kit('numbers')}", ""]
    for table in (parameters(material.lesson, words), *calculations(material.lesson, words)):
        lines += _table(table)
    (work / "transcript.md").write_text("\n".join(lines).rstrip() + "\n", "utf-8")


def _part(number: int, part: Part, words: Words) -> Iterator[str]:
    yield from (f"## {number}. {_plain(part.title)} ({clock(part.start)})", "")
    for scene in part.scenes:
        yield " ".join(_plain(sentence.text) for sentence in scene.sentences)
        yield from ("", f"*{words.kit('seen')}: {_plain(scene.seen)}*", "")


def clock(seconds: float) -> str:
    """A time of the film for people.

    >>> clock(65.4)
    '1:05'
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def _table(table: Numbers) -> Iterator[str]:
    yield from (f"### {_plain(table.caption)}", "", _row(table.columns))
    yield _row(["---:"] * len(table.columns))
    yield from map(_row, table.rows)
    yield ""


def _row(cells: Iterable[str]) -> str:
    marks = "---:"
    return f"| {' | '.join(cell if cell == marks else _plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    """A text in which nothing is a mark."""
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in text)
