"""The list of a network's numbers: what its rows say, and how wide its columns are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from squiggle.lesson import Lesson
from squiggle.lesson.lines import wrap
from squiggle.lesson.storyboard import FULL, ROWS
from squiggle.lesson.words import Words
from squiggle.stage.text import span

LONGEST = 8  # characters: a longer name of the output would leave its column
PAIR, ROW_OF_FOUR = (220.0, 70.0), (200.0, 64.0)  # pixels: the width of a column, and of a row
BETWEEN = 40  # pixels between two columns of large numbers


@dataclass(frozen=True)
class NumberList:
    """Heads, and rows below them; `names` are the parameters of each row.

    `column` and `row` are the pixels that a column and a row have where there is room for that.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    names: Sequence[Sequence[str]]
    column: float
    row: float

    @classmethod
    def of(cls, lesson: Lesson, words: Words) -> Self | None:
        """A row for each number, or for each node of more than two; None for a crowd."""
        count, names, label = len(lesson.node_names), list(lesson.parameters), words.label
        if count > ROWS:
            return None
        if count < FULL:
            pairs = [(name, lesson.given(name)) for name in names]
            return cls((label("parameter"), label("value")), pairs, [[n] for n in names], *PAIR)
        listed = [[f"w{i}", f"b{i}", f"w{i + count}"] for i in range(1, count + 1)]
        rows = [
            (_called(lesson, words, place), *map(lesson.given, row))
            for place, row in enumerate(listed)
        ]
        last = names[-1]
        name = label("output") if len(label("output")) <= LONGEST else last
        heads = tuple(label(key) for key in ("node", "weight", "bias", "scale"))
        return cls(
            heads, [*rows, (name, "", lesson.given(last), "")], [*listed, [last]], *ROW_OF_FOUR
        )

    def columns(self, room: float, size: float) -> tuple[Sequence[str], list[float]]:
        """The heads, and the pixels of each column, in so much room; texts have `size` pixels.

        Columns have the usual width, and more for a wide last head; where that is too much, heads
        have two lines and columns what they need.
        """
        last, usual = max(self.column, span(self.heads[-1], size) + BETWEEN), len(self.heads) - 1
        if self.column * usual + last <= room:
            return self.heads, [*[self.column] * usual, last]
        broken = [wrap(head, most=0) if " " in head else [head] for head in self.heads]
        cells = zip(broken, *([[text] for text in row] for row in self.rows), strict=True)
        needed = [max(span(text, size) for cell in told for text in cell) for told in cells]
        gap = min(BETWEEN, (room - sum(needed)) / len(needed))
        return ["\n".join(lines) for lines in broken], [one + gap for one in needed]

    def is_apart(self, room: float, size: float, least: float) -> bool:
        """Whether columns in so much room have `least` pixels between them."""
        widths = self.columns(room, size)[1]
        texts = zip(*self.rows, strict=True)
        return all(
            width - max(span(text, size) for text in column) >= least
            for width, column in zip(widths, texts, strict=True)
        )


def _called(lesson: Lesson, words: Words, place: int) -> str:
    """What the row of a hidden node is called: as its circle is, or its number in a crowd."""
    names = lesson.node_names
    return words.label(names[place]) if len(names) <= FULL else str(place + 1)
