"""A plane: two axes, their ticks and words, and the map from data to the frame."""

from collections.abc import Sequence
from typing import Self, TypeVar

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, Line, Mobject, VGroup, VMobject

from squiggle.lesson.numbers import show
from squiggle.stage.frame import STROKE, Box, length, offset, point
from squiggle.stage.light import lit
from squiggle.stage.motion import together
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point, Points, Vector

TICK = 8  # pixels
BELOW = 8  # pixels from a tick to its label's line box
LABEL_HEIGHT = 43  # of a tick label's line box: 1.6 times its cap height
Anchored = TypeVar("Anchored", bound=Mobject)
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_step(low: float, high: float, most: int) -> float:
    """The smallest step of 1, 2, 2.5 or 5 times a power of ten that gives at most `most` steps.

    >>> nice_step(-3.2, 3.8, 7)
    1.0
    """
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    return float(next(nice * power for nice in NICE if nice * power >= rough * (1 - 1e-9)))


def nice_ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Round numbers between `low` and `high`, both included where they are round.

    >>> nice_ticks(0, 1, 2)
    [0.0, 0.5, 1.0]
    """
    step = nice_step(low, high, most)
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return [float(round(i * step, 12)) + 0.0 for i in np.arange(first, last + 1)]


def padded(values: Sequence[float] | Vector, share: float = 0.08) -> tuple[float, float]:
    """The least and the greatest of `values`, moved apart by a share of their distance."""
    low, high = float(np.min(values)), float(np.max(values))
    pad = share * (high - low) or 0.5
    return low - pad, high + pad


class Plane(VGroup):
    """Axes over `x_range` by `y_range` (data units) that fill `box` (pixels of the frame).

    The words and tick labels stand outside the box, below and to the left of it, where no curve
    goes. `zoom` moves to another `y_range` or box; whatever is attached or anchored follows.
    """

    def __init__(
        self,
        name: str,
        box: Box,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        theme: Theme,
    ) -> None:
        super().__init__()
        self.name = name
        self.box = box
        self.theme = theme
        self.x_range = x_range
        self.y_range = y_range
        self.shown: list[object] = []
        self.anchored: list[tuple[Mobject, float, float]] = []
        self.x_ticks: list[float] = []
        self.y_ticks: list[float] = []
        self.frame = VGroup(*(self._line(*ends) for ends in self._frame_ends()))
        self.floor = self._line(self.point(x_range[0], 0), self.point(x_range[1], 0))
        self.floor.set_stroke(theme.faint, opacity=float(y_range[0] < 0 < y_range[1]))
        self.x_marks, self.y_marks, self.words = VGroup(), VGroup(), VGroup()
        self.add(self.floor, self.frame, self.x_marks, self.y_marks, self.words)

    def label(self, x_label: str, y_label: str = "") -> Self:
        """Name the axes: right of the one, above the other."""
        below = -TICK - BELOW - LABEL_HEIGHT / 2
        places = (x_label, 1, offset(48, below)), (y_label, 0, offset(-14, 34))
        for text, corner, away in places:
            if text:
                word = Label(text, self.theme.small, self.theme.muted)
                word.next_to(self.box.at(corner, corner) + away, RIGHT, buff=0)
                self.words.add(self.anchor(word, corner, corner))
        return self

    def name_above(self, text: str, size: float) -> Label:
        """A name of `size` pixels over the plane's middle; not yet on the stage."""
        word = Label(text, size, self.theme.text, bold=True)
        return self.anchor(word.move_to(self.box.at(0.5, 0) + offset(0, 44)), 0.5, 0)

    def anchor(self, part: Anchored, x: float, y: float) -> Anchored:
        """Keep `part` where it is from the place `box.at(x, y)`, wherever the box moves."""
        self.anchored.append((part, x, y))
        return part

    def tick(self, x_ticks: Sequence[float] = (), y_ticks: Sequence[float] = ()) -> Self:
        """Mark and number these places on the axes."""
        self.x_ticks, self.y_ticks = list(x_ticks), list(y_ticks)
        self.x_marks.add(*(self._x_mark(x) for x in self.x_ticks))
        self.y_marks.add(*(self._y_mark(y) for y in self.y_ticks))
        return self

    def _frame_ends(self) -> list[tuple[Point, Point]]:
        corner = self.box.at(0, 1)
        return [(corner, self.box.at(1, 1)), (corner, self.box.at(0, 0))]

    def _line(self, start: Point, end: Point) -> Line:
        return Line(start, end, color=self.theme.axis, stroke_width=self.theme.hairline * STROKE)

    def _x_mark(self, x: float) -> VGroup:
        at = self.point(x, self.y_range[0])
        tick = self._line(at, at - offset(0, TICK))
        label = Label(show(x, _decimals(self.x_ticks)), self.theme.small, self.theme.muted)
        return VGroup(tick, label.next_to(tick, DOWN, buff=length(BELOW)))

    def _y_mark(self, y: float) -> VGroup:
        at = self.point(self.x_range[0], y)
        tick = self._line(at, at - offset(TICK, 0))
        label = Label(show(y, _decimals(self.y_ticks)), self.theme.small, self.theme.muted)
        return VGroup(tick, label.next_to(tick, LEFT, buff=length(24)))

    @property
    def texts(self) -> list[VMobject]:
        """Every word and tick label."""
        return [*self.words, *(mark[1] for mark in (*self.x_marks, *self.y_marks))]

    @property
    def scale_xy(self) -> tuple[float, float]:
        """Manim units for one data unit, along x and along y."""
        return (
            length(self.box.width) / (self.x_range[1] - self.x_range[0]),
            length(self.box.height) / (self.y_range[1] - self.y_range[0]),
        )

    @property
    def offset_xy(self) -> tuple[float, float]:
        """Where the data's origin lies in the scene, in Manim units."""
        corner, (sx, sy) = point(self.box.left, self.box.bottom), self.scale_xy
        return corner[0] - sx * self.x_range[0], corner[1] - sy * self.y_range[0]

    def point(self, x: float, y: float) -> Point:
        """The scene point of the data point (x, y)."""
        return self.points_at(np.array([x]), np.array([y]))[0]

    def points_at(self, x: Vector, y: Vector) -> Points:
        """The scene points, shape (S, 3), of data points given as two vectors of shape (S,)."""
        (sx, sy), (ox, oy) = self.scale_xy, self.offset_xy
        return np.column_stack([ox + sx * x, oy + sy * y, np.zeros_like(x)])

    def attach(self, *items: object) -> None:
        """Name `items` (curves, dots) as drawn on this plane: they follow its zoom."""
        self.shown.extend(item for item in items if item not in self.shown)

    def detach(self, *items: object) -> None:
        """The opposite of `attach`."""
        self.shown = [item for item in self.shown if item not in items]

    def zoom(self, y_range: tuple[float, float], box: Box | None = None) -> None:
        """Show `y_range` from now on, in another `box` if given; ticks outside are not seen."""
        old, self.box, self.y_range = self.box, box or self.box, y_range
        for part, x, y in self.anchored:
            part.shift(self.box.at(x, y) - old.at(x, y))
        for line, ends in zip(self.frame, self._frame_ends(), strict=True):
            line.put_start_and_end_on(*ends)
        for x, mark in zip(self.x_ticks, self.x_marks, strict=True):
            mark.shift(self.point(x, y_range[0]) - mark[0].get_start())
        for y, mark in zip(self.y_ticks, self.y_marks, strict=True):
            mark.shift(self.point(self.x_range[0], y) - mark[0].get_start())
            inside = y_range[0] - 1e-9 <= y <= y_range[1] + 1e-9
            lit(mark, 1.0 if inside else 0.0)
        self.floor.put_start_and_end_on(
            self.point(self.x_range[0], 0), self.point(self.x_range[1], 0)
        )
        for item in self.shown:
            item.redraw()  # type: ignore[attr-defined]

    def zooming(self, goal: tuple[float, float], *drawn: Mobject) -> list[Animation]:
        """The motion to another range of heights; `drawn` names what moves with the plane."""
        start, end = np.array(self.y_range), np.array(goal)

        def step(share: float) -> None:
            low, high = start + share * (end - start)
            self.zoom((float(low), float(high)))

        return together(step, self, *drawn)


def _decimals(ticks: Sequence[float]) -> int:
    """The decimals that write every tick exactly, three at most."""
    return next(d for d in range(4) if d == 3 or all(abs(t - round(t, d)) < 1e-9 for t in ticks))
