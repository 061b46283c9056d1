"""Axes: two lines with their words, and the map from data to the frame."""

from typing import Self, TypeVar

import numpy as np
from manim import RIGHT, Line, Mobject, VGroup

from squiggle.stage.frame import STROKE, Box, length, offset
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point, Points, Vector

TICK = 8  # pixels
BELOW = 11  # pixels from a tick to its label's line box
LABEL_HEIGHT = 43  # of a tick label's line box: 1.6 times its cap height
Anchored = TypeVar("Anchored", bound=Mobject)


class Axes(VGroup):
    """Two axes over `x_range` by `y_range` (data units) that fill `box` (pixels of the frame)."""

    def __init__(
        self,
        name: str,
        box: Box,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        theme: Theme,
    ) -> None:
        super().__init__()
        self.name, self.box, self.theme = name, box, theme
        self.x_range, self.y_range = x_range, y_range
        self.anchored: list[tuple[Mobject, float, float]] = []
        self.frame = VGroup(*(self._line(*ends) for ends in self._frame_ends()))
        self.floor = self._line(*self._frame_ends()[0]).set_stroke(theme.faint)
        self.words = VGroup()
        self._lay_floor()
        self._furnish()

    def _furnish(self) -> None:
        """Put what there is on the stage, from the lowest to the highest."""
        self.add(self.floor, self.frame, self.words)

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
        corner, (sx, sy) = self.box.corner, self.scale_xy
        return corner[0] - sx * self.x_range[0], corner[1] - sy * self.y_range[0]

    def point(self, x: float, y: float) -> Point:
        """The scene point of the data point (x, y)."""
        return self.points_at(np.array([x]), np.array([y]))[0]

    def points_at(self, x: Vector, y: Vector) -> Points:
        """The scene points, shape (S, 3), of data points given as two vectors of shape (S,)."""
        (sx, sy), (left, bottom, _) = self.scale_xy, self.box.corner
        right, up = sx * (x - self.x_range[0]), sy * (y - self.y_range[0])
        return np.column_stack([left + right, bottom + up, np.zeros_like(x)])

    def label(self, x_label: str, y_label: str = "") -> Self:
        """Name the axes: right of the one, above the other."""
        below = -TICK - BELOW - LABEL_HEIGHT / 2
        places = (x_label, 1, offset(48, below)), (y_label, 0, offset(-14, 46))
        for text, corner, away in places:
            if text:
                word = Label(text, self.theme.small, self.theme.muted)
                word.next_to(self.box.at(corner, corner) + away, RIGHT, buff=0)
                self._keep_inside(word)
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

    def _keep_inside(self, word: Label) -> None:
        """Move a word so far to the left that it does not leave the frame."""
        edge = self.theme.frame.safe.at(1, 0)[0]
        word.shift([min(0.0, edge - word.get_right()[0]), 0, 0])

    def _frame_ends(self) -> list[tuple[Point, Point]]:
        corner = self.box.at(0, 1)
        return [(corner, self.box.at(1, 1)), (corner, self.box.at(0, 0))]

    def _line(self, start: Point, end: Point) -> Line:
        return Line(start, end, color=self.theme.axis, stroke_width=self.theme.hairline * STROKE)

    def _lay_floor(self) -> None:
        """The line at height 0, if the plane reaches to both sides of it."""
        low, high = self.y_range
        left, right = self.points_at(np.array(self.x_range), np.zeros(2))
        self.floor.points = np.zeros((0, 3))
        if low < 0 < high:
            self.floor.set_points_as_corners([left, right])
