"""The frame and its regions, in pixels of a 1920x1080 picture counted from the top left.

Manim's own unit is 1/8 of the frame's height; `point` and `length` translate. Every size in the
theme and every region below is stated in these pixels, and scales with the rendered picture.
"""

from dataclasses import astuple, dataclass

import numpy as np

from squiggle.stage.types import Point

WIDTH, HEIGHT = 1920, 1080
PIXELS_PER_UNIT = HEIGHT / 8.0
STROKE = 100 / PIXELS_PER_UNIT
"""Manim's stroke width for a line of one pixel: it counts in hundredths of a unit."""


def length(pixels: float) -> float:
    """A distance of so many pixels, in Manim units."""
    return pixels / PIXELS_PER_UNIT


def point(x: float, y: float) -> Point:
    """The scene point of the pixel (x, y).

    >>> point(WIDTH / 2, HEIGHT / 2)
    array([0., 0., 0.])
    """
    return np.array([length(x - WIDTH / 2), length(HEIGHT / 2 - y), 0.0])


def offset(right: float, up: float) -> Point:
    """The step of so many pixels to the right and up, to be added to a scene point."""
    return np.array([length(right), length(up), 0.0])


@dataclass(frozen=True)
class Box:
    """A rectangle of the frame: left, top, right and bottom in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top

    def at(self, x: float = 0.5, y: float = 0.5) -> Point:
        """The scene point at a share of the width (from the left) and height (from the top)."""
        return point(self.left + x * self.width, self.top + y * self.height)

    def inset(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> "Box":
        """The box that remains when so many pixels are cut off each side."""
        return Box(self.left + left, self.top + top, self.right - right, self.bottom - bottom)

    def toward(self, other: "Box", share: float) -> "Box":
        """The box a share of the way (0 here, 1 there) to another."""
        ends = zip(astuple(self), astuple(other), strict=True)
        return Box(*(start + share * (end - start) for start, end in ends))

    def columns(self, count: int, gap: float) -> list["Box"]:
        """`count` boxes side by side with `gap` pixels between them."""
        width = (self.width - gap * (count - 1)) / count
        lefts = [self.left + i * (width + gap) for i in range(count)]
        return [Box(left, self.top, left + width, self.bottom) for left in lefts]


SAFE = Box(96, 54, 1824, 1026)  # EBU R95: graphics keep 5 % away from each side
TITLE = Box(SAFE.left, SAFE.top, SAFE.right, 120)
CONTENT = Box(SAFE.left, 140, SAFE.right, 900)
NETWORK = Box(CONTENT.left, CONTENT.top, 760, CONTENT.bottom)
PLANES = Box(790, CONTENT.top, CONTENT.right, CONTENT.bottom)
BAND = Box(SAFE.left, 918, SAFE.right, SAFE.bottom)
