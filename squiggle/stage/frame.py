"""The frame and its regions, in pixels counted from the top left of a picture of 1080 lines.

Manim's own unit is 1/8 of the shorter side; `Size.point` and `length` translate. Every size in the
theme and every region below is stated in these pixels, and scales with the rendered picture. A
picture has one of four shapes (`shapes.py`); its frame says where things stand in it.
"""

from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from squiggle.stage.types import Point

LINES = 1080  # pixels of the shorter side, in which every size is stated
PIXELS_PER_UNIT = LINES / 8.0
STROKE = 100 / PIXELS_PER_UNIT
"""Manim's stroke width for a line of one pixel: it counts in hundredths of a unit."""
SAFE = 1 / 20  # EBU R95: graphics keep 5 % away from each side
TITLE = 66  # pixels: the height of the title's row
LINE_HEIGHT = 54  # pixels from baseline to baseline of a caption
PANELS = 4  # places in a row of small planes, however few there are
APART = 20, 18  # pixels from the title to the content, and from that to the caption's band


def length(pixels: float) -> float:
    """A distance of so many pixels, in Manim units."""
    return pixels / PIXELS_PER_UNIT


def offset(right: float, up: float) -> Point:
    """The step of so many pixels to the right and up, to be added to a scene point."""
    return np.array([length(right), length(up), 0.0])


@dataclass(frozen=True)
class Size:
    """The width and the height of a picture in pixels."""

    width: float
    height: float

    def point(self, x: float, y: float) -> Point:
        """The scene point of the pixel (x, y).

        >>> Size(1920, 1080).point(960, 540)
        array([0., 0., 0.])
        """
        return np.array([length(x - self.width / 2), length(self.height / 2 - y), 0.0])


@dataclass(frozen=True)
class Box:
    """A rectangle of a picture: left, top, right and bottom in pixels, and the picture's size."""

    left: float
    top: float
    right: float
    bottom: float
    size: Size = Size(1920, 1080)

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def corner(self) -> Point:
        """The scene point of the lower left corner."""
        return self.size.point(self.left, self.bottom)

    def at(self, x: float = 0.5, y: float = 0.5) -> Point:
        """The scene point at a share of the width (from the left) and height (from the top)."""
        return self.size.point(self.left + x * self.width, self.top + y * self.height)

    def inset(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> "Box":
        """The box that remains when so many pixels are cut off each side."""
        sides = self.left + left, self.top + top, self.right - right, self.bottom - bottom
        return Box(*sides, self.size)

    def toward(self, other: "Box", share: float) -> "Box":
        """The box a share of the way (0 here, 1 there) to another."""
        pairs = zip(self._sides, other._sides, strict=True)
        left, top, right, bottom = (start + share * (end - start) for start, end in pairs)
        return Box(left, top, right, bottom, self.size)

    @property
    def _sides(self) -> tuple[float, float, float, float]:
        return self.left, self.top, self.right, self.bottom

    def columns(self, count: int, gap: float) -> list["Box"]:
        """`count` boxes side by side with `gap` pixels between them."""
        width = (self.width - gap * (count - 1)) / count
        lefts = [self.left + i * (width + gap) for i in range(count)]
        return [replace(self, left=left, right=left + width) for left in lefts]

    def grid(self, count: int, columns: int, gaps: tuple[float, float]) -> list["Box"]:
        """`count` boxes in rows of so many, with gaps between columns and between rows."""
        lines = self.rows(ceil(count / columns), gaps[1])
        return [box for line in lines for box in line.columns(columns, gaps[0])][:count]

    def rows(self, count: int, gap: float) -> list["Box"]:
        """`count` boxes above each other with `gap` pixels between them."""
        height = (self.height - gap * (count - 1)) / count
        tops = [self.top + i * (height + gap) for i in range(count)]
        return [replace(self, top=top, bottom=top + height) for top in tops]


@dataclass(frozen=True)
class Frame:
    """A shape's picture and its regions.

    `network` is the diagram's, `planes` that of planes and tables. `axis` is the inside of the one
    large plane, with room for tick labels left and below, for curve names right; `lower` are the
    least and the greatest height of the lower of two planes. What is worked out is written on the
    lower edge of `foot`. A caption has `lines` at most, a row of small planes `panels`.
    """

    shape: str
    size: Size
    network: Box
    planes: Box
    axis: Box
    foot: Box
    lower: tuple[float, float]
    lines: int
    panels: int

    def columns(self, count: int) -> int:
        """How many of so many small planes stand side by side: four at least, if they can."""
        rows = ceil(count / self.panels)
        return ceil(count / rows) if rows > 1 else max(count, min(PANELS, self.panels))

    @property
    def safe(self) -> Box:
        """What keeps away from each side."""
        width, height = self.size.width, self.size.height
        across, down = SAFE * width, SAFE * height
        return Box(across, down, width - across, height - down, self.size)

    @property
    def title(self) -> Box:
        """The row of the chapter's name."""
        return replace(self.safe, bottom=self.safe.top + TITLE)

    @property
    def band(self) -> Box:
        """The caption's: everything else stays out of it."""
        return replace(self.safe, top=self.safe.bottom - self.lines * LINE_HEIGHT)

    @property
    def content(self) -> Box:
        """What lies between the title and the band."""
        below, above = APART
        return replace(self.safe, top=self.title.bottom + below, bottom=self.band.top - above)
