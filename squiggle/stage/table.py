"""A table of numbers that fills row by row."""

from collections.abc import Sequence
from itertools import accumulate

from manim import Line, VGroup

from squiggle.stage.frame import STROKE, Box, length
from squiggle.stage.labels import APART, in_lines
from squiggle.stage.placing import CLEAR
from squiggle.stage.text import Label, cut, span
from squiggle.stage.theme import Theme

ROW = 46  # pixels from row to row
HEAD = 0.7  # of that: how much higher a table is than its rows
HEADS_APART, NOTE_BELOW = 43, 30  # pixels between lines of a head, and from a row to a note below
HEADS_BESIDE = 12  # pixels at least between two heads
LINE_BELOW = 25  # pixels at least from the middle of a head to the line below it
HALF = 14  # pixels of a text below its middle


def row_of(rows: int, height: float) -> float:
    """The pixels from row to row of a table that is so high."""
    return (height - HALF) / (rows + HEAD)


def columns_for(
    heads: Sequence[str], rows: Sequence[Sequence[str]], column: float, size: float
) -> list[float]:
    """The pixels of columns that take `column` each, or what their texts of `size` pixels need.

    The first head has room beyond its column, on the left.
    """
    texts = zip(heads, *rows, strict=True)
    needed = [max(span(text, size) for text in told) for told in texts]
    if all(one + HEADS_BESIDE <= column for one in needed[1:]):
        return [column] * len(heads)
    gap = (column * len(heads) - sum(needed)) / len(heads)
    return [one + gap for one in needed]


class Table(VGroup):
    """Words above columns of numbers, set right-aligned; `rows[i]` is what a row shows.

    A word above a column may have more lines; the last one stands at the column.

    `colors` gives each column its colour; `column` (one number, or one for each) and `row` are
    pixels from one to the next. The table stands at the top of `box`, in its middle.
    """

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        colors: Sequence[str],
        theme: Theme,
        box: Box,
        column: float | Sequence[float] = 190,
        row: float = ROW,
        size: float | None = None,
    ) -> None:
        super().__init__()
        self.theme = theme
        widths = [column] * len(heads) if isinstance(column, int | float) else column
        ends = accumulate(map(length, widths))
        self.rights = [box.at(0.5, 0)[0] + end - length(sum(widths)) / 2 for end in ends]
        top = float(box.at(0, 0)[1]) - length(row / 2)
        self.heads = VGroup()
        first, left = heads[0], theme.frame.planes.at(0, 0)[0]
        heads = [cut(first, (self.rights[0] - left) / length(1), theme.small), *heads[1:]]
        for right, text in zip(self.rights, heads, strict=True):
            for up, told in enumerate(reversed(text.split("\n"))):
                line = Label(told, theme.small, theme.muted)
                at = [right - line.width / 2, top + up * length(HEADS_APART), 0]
                self.heads.add(line.move_to(at))
        self.rows = []
        for index, texts in enumerate(rows):
            y = top - length(row) * (index + 1.2)
            cells = [
                Label(text, size or theme.small, color)
                for text, color in zip(texts, colors, strict=True)
            ]
            for cell, right in zip(cells, self.rights, strict=True):
                cell.move_to([right - cell.width / 2, y, 0])
            self.rows.append(VGroup(*cells))
        self.heads.add(self._line(top - length(max(row * 0.55, LINE_BELOW))))
        self.add(self.heads, *self.rows)

    def _line(self, height: float) -> Line:
        """The line below the heads, from the first text to the last."""
        firsts = [self.heads[0], *(row[0] for row in self.rows)]
        start = min(part.get_left()[0] for part in firsts) - length(CLEAR)
        width = self.theme.hairline * STROKE
        ends = [start, height, 0], [self.rights[-1], height, 0]
        return Line(*ends, color=self.theme.axis, stroke_width=width)

    def note(self, rows: Sequence[VGroup], text: str) -> None:
        """Say something about neighbouring rows, right of them, behind a line that joins them."""
        if not rows:
            return
        right = self.rights[-1] + length(24)
        top, bottom = rows[0].get_top()[1] - length(12), rows[-1].get_bottom()[1] + length(12)
        line = Line([right, top, 0], [right, bottom, 0], color=self.theme.axis)
        line.set_stroke(width=self.theme.hairline * STROKE)
        left = right + length(20)
        word = VGroup(Label(text, self.theme.small, self.theme.muted))
        edge = self.theme.frame.safe.at(1, 0)[0]
        if left + word.width > edge:
            word = in_lines(text, self.theme.small, self.theme.muted)
        if left + word.width > edge:  # below the table, then
            below = self.rows[-1].get_bottom()[1] - length(NOTE_BELOW)
            label = Label(text, self.theme.small, self.theme.muted)
            self.add(line, label.move_to([right - label.width / 2, below, 0]))
            return
        for place, part in enumerate(word):
            drop = length(APART) * (place - (len(word) - 1) / 2)
            part.move_to([left + part.width / 2, (top + bottom) / 2 - drop, 0])
        self.add(line, word)
