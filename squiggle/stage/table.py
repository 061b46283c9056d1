"""A table of numbers that fills row by row."""

from collections.abc import Sequence

from manim import Line, VGroup

from squiggle.stage.frame import STROKE, Box, length
from squiggle.stage.text import Label, LiveNumber
from squiggle.stage.theme import Theme

ROW = 46  # pixels from row to row


class Table(VGroup):
    """Words above columns of numbers, set right-aligned; `rows[i]` is what a row shows.

    `colors` gives each column its colour. The table stands at the top of `box`, in its middle.
    """

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        colors: Sequence[str],
        theme: Theme,
        box: Box,
        column: float = 190,
    ) -> None:
        super().__init__()
        self.rights = [
            box.at(0.5, 0)[0] + length(column) * (i + 1 - len(heads) / 2)
            for i in range(len(heads))
        ]
        top = float(box.at(0, 0)[1]) - length(ROW / 2)
        self.heads = VGroup()
        for right, text in zip(self.rights, heads, strict=True):
            head = Label(text, theme.small, theme.muted)
            self.heads.add(head.move_to([right - head.width / 2, top, 0]))
        line = Line(
            [self.rights[0] - length(column), top - length(ROW * 0.55), 0],
            [self.rights[-1], top - length(ROW * 0.55), 0],
            color=theme.axis,
            stroke_width=theme.hairline * STROKE,
        )
        self.heads.add(line)
        self.rows = []
        for index, texts in enumerate(rows):
            y = top - length(ROW) * (index + 1.2)
            numbers = [
                LiveNumber(text, theme.small, color).place([right, y, 0], align=1)
                for text, color, right in zip(texts, colors, self.rights, strict=True)
            ]
            self.rows.append(VGroup(*numbers))
        self.add(self.heads, *self.rows)
