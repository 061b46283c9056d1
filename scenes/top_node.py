"""The top node, step by step: multiplied, biased, bent, scaled."""

from collections.abc import Sequence

import numpy as np
from manim import Line, VGroup

from squiggle.stage.curve import Dot, Stick
from squiggle.stage.frame import STROKE, Box, length
from squiggle.stage.labels import appear, vanish
from squiggle.stage.light import light, lit
from squiggle.stage.motion import together
from squiggle.stage.node_chapter import NodeChapter
from squiggle.stage.table import Table, columns_for, row_of
from squiggle.stage.text import width
from squiggle.stage.types import Points

COLUMN, BETWEEN = 210, 30  # pixels from column to column of the table, and at least between two
ROW, NOTE = 54, 200  # pixels from row to row, and right of the table for a note
BEYOND = 48  # pixels from the plane within which a mark is still seen
LEAST_TABLE, BRACKET = 450, 40  # pixels of a table, and beside it where its note stands below


class TopNode(NodeChapter):
    """A node slices a piece out of one bent curve, and a second weight scales that piece."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.weigh)
        self.beat(self.bend)
        self.beat(self.carry)
        self.beat(self.stretch_and_slide)
        self.beat(self.raise_heights)
        self.beat(self.sweep)
        self.beat(self.scale)

    def weigh(self) -> None:
        """One dose: times the weight, plus the bias."""
        self.send_dose()
        self.next_cue()
        self.add_bias()

    def bend(self) -> None:
        """The sum finds its height on the bent curve."""
        self.climb()
        self.read_height()

    def carry(self) -> None:
        """That height stands above its dose."""
        self.carry_height()

    def stretch_and_slide(self) -> None:
        """All doses at once: the dose axis itself is stretched, flipped and slid."""
        self.clear_dose_plane()
        self.lift_doses()
        self.next_cue()
        self.slide_doses()

    def sweep(self) -> None:
        """Every dose: a slice of the bend becomes a curve above the doses."""
        self.return_dose_plane()
        self.sweep_doses()
        self.next_cue()

    def scale(self) -> None:
        """The second weight turns the curve over or stretches it."""
        self.set_scaled()
        self.fly_factor()
        self.raise_heads()
        self.next_cue()
        self.scale_heights()
        self.name_curves()

    def clear_dose_plane(self) -> None:
        """The dose plane makes room; only its axis stays, with a mark for each dose (0.8 s)."""
        color, theme, plane = self.bent.color, self.theme, self.dose_plane
        self.marks = [Dot(plane, x, 0, color, theme.dot) for x in self.lesson.marks]
        ends = [plane.point(x, 0) for x in self.lesson.interval]
        self.axis = Line(*ends, color=color, stroke_width=theme.line * STROKE)
        for part in (self.axis, *self.marks):
            part.set_z_index(4)
        going = [plane, self.stick, self.top, self.rod, self.mark]
        dim = self.dim_words(theme.dimmed, self.bend_plane)
        self.move(appear(self.axis, *self.marks), vanish(*going), light=dim, seconds=theme.quick)

    def _place_marks(self, places: Points) -> None:
        """Put the marks at points of shape (S, 3), and the axis from first to last.

        What is far beyond the plane is not seen, and the axis ends at the plane's edge.
        """
        box = self.bend_plane.box
        low, high = box.at(0, 0)[0] - length(BEYOND), box.at(1, 0)[0] + length(BEYOND)
        for mark, place in zip(self.marks, places, strict=True):
            lit(mark.move_to(place), float(low <= place[0] <= high))
        ends = places[[0, -1]]
        ends[:, 0] = ends[:, 0].clip(low, high)
        self.axis.set_points_as_corners(ends)

    def lift_doses(self) -> None:
        """The axis rises onto the bend's, in its scale; then the weight spreads it (3 s)."""
        starts = np.array([mark.get_center() for mark in self.marks])
        doses, spread = self.lesson.marks, self.trace.multiplied
        on_axis = self.bend_plane.points_at(doses, 0 * doses)

        def rise(share: float) -> None:
            self._place_marks(starts + share * (on_axis - starts))

        def stretch(share: float) -> None:
            places = doses + share * (spread - doses)
            self._place_marks(self.bend_plane.points_at(places, 0 * places))

        moving, light = (self.axis, *self.marks), self.diagram.focus([self.weight])
        self.move(together(rise, *moving), light=light, seconds=self.theme.brisk)
        self.move(together(stretch, *moving), light=self.dim_words(1.0), seconds=self.theme.steady)

    def slide_doses(self) -> None:
        """The bias slides all marks alike (1.2 s)."""
        spread, bias = self.trace.multiplied, self.trace.bias

        def slide(share: float) -> None:
            places = spread + share * bias
            self._place_marks(self.bend_plane.points_at(places, 0 * places))

        moving, light = (self.axis, *self.marks), self.diagram.focus([self.bias])
        self.move(together(slide, *moving), light=light, seconds=self.theme.brisk)

    def raise_heights(self) -> None:
        """The heights rise to the bend, and the table tells them (2.8 s)."""
        biased, bent = self.trace.biased, self.trace.bent
        self.heights = [
            Stick(self.bend_plane, x, 0, 0, self.bent.color).set_z_index(3) for x in biased
        ]
        short, show_as = self.numbers.short, self.numbers.show_as
        rows = [
            (short(dose), show_as("biased", x), show_as("bent", y))
            for dose, x, y in zip(self.lesson.marks, biased, bent, strict=True)
        ]
        label = self.words.label
        heads = label("input"), label("node_input"), label("height")
        colors = self.theme.text, self.bent.color, self.bent.color
        widest = max(width(text, self.theme.body) for row in rows for text in row)
        box, column = self._table_room(len(heads))
        size = self.theme.body if widest <= column - BETWEEN else self.theme.small
        height = self.frame.planes.bottom - box.top
        row = min(ROW, row_of(len(rows) + self._notes_below, height))
        columns = columns_for(heads, rows, column, self.theme.small)
        self.table = Table(heads, rows, colors, self.theme, box, columns, row, size)

        def rise(share: float) -> None:
            for stick, mark, x, y in zip(self.heights, self.marks, biased, bent, strict=True):
                stick.show(x, 0, share * y)
                mark.move_to(self.bend_plane.point(x, share * y))

        self.move(together(rise, *self.heights, *self.marks), light=self.diagram.focus([self.name]))
        tiny = [y != 0 and not self.numbers.read(row[2]) for row, y in zip(rows, bent, strict=True)]
        self.table.note(_longest_run(self.table.rows, tiny), label("tiny"))
        self.move(appear(self.table))

    def _table_room(self, columns: int) -> tuple[Box, float]:
        """The box of the table, in whose middle it stands, and the pixels of a column.

        It stands where the dose plane was, or so far left of it that a note beside it has room,
        and where there is less width, so far right that it keeps away from the diagram.
        """
        room = self.frame.planes.inset(right=BRACKET if self._notes_below else NOTE)
        box = self.dose_plane.box
        column = min(COLUMN, room.width / columns)
        half, middle = columns * column / 2, box.left + box.width / 2
        aside = min(max(0.0, room.left + half - middle), room.right - half - middle)
        return box.inset(left=aside, right=-aside), column

    @property
    def _notes_below(self) -> bool:
        """Whether there is no width for a note beside the table."""
        return self.frame.planes.width - NOTE < LEAST_TABLE

    def return_dose_plane(self) -> None:
        """The table gives its place back to the dose plane (1.4 s)."""
        self.set_sweep()
        self.add(self.piece, self.curve)
        coming = [self.dose_plane, self.rod, self.stick, self.mark, self.top]
        for mark in self.marks:
            self.dose_plane.detach(mark)
        self.move(
            vanish(self.table, self.axis, *self.marks, *self.heights), seconds=self.theme.brief
        )
        numbers = [light(part, 1.0) for part in (self.token, self.value_in, self.value_out)]
        self.move(appear(*coming), light=numbers, seconds=self.theme.quick)


def _longest_run(rows: Sequence[VGroup], chosen: Sequence[bool]) -> list[VGroup]:
    """The neighbouring rows of the longest run that is chosen."""
    runs: list[list[VGroup]] = [[]]
    for row, wanted in zip(rows, chosen, strict=True):
        runs = [*runs[:-1], [*runs[-1], row]] if wanted else [*runs, []]
    return max(runs, key=len)
