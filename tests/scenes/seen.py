"""What a viewer can see of a stage at one moment: texts and shapes, in pixels at 1080p."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Circle, Mobject

from squiggle.stage.frame import PIXELS_PER_UNIT, Frame, Size
from squiggle.stage.shapes import WIDE
from squiggle.stage.text import LiveNumber

STEP = 4.0  # pixels between two points of a sampled stroke

Pixels = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class Seen:
    """Something that can be seen: `box` is left, top, right, bottom of its ink, strokes included.

    `place` names what it belongs to, outermost first, as in ("plane doses", "ticks"); `order` is
    its place among all that is drawn, later ones on top.
    """

    mob: Mobject
    name: str
    place: tuple[str, ...]
    order: int
    box: Pixels

    def within(self, start: str) -> bool:
        """Whether it belongs to something whose name begins so."""
        return any(part.startswith(start) for part in self.place)

    @property
    def middle(self) -> Pixels:
        """The middle of the box."""
        return (self.box[:2] + self.box[2:]) / 2

    @property
    def key(self) -> tuple[str, ...]:
        """What it is, whatever number it shows."""
        number = isinstance(self, Text) and isinstance(self.mob, LiveNumber)
        return str(id(self.mob)) if number else self.name, *self.place

    def __str__(self) -> str:
        inside = [part for part in self.place if part != self.name][:1]
        where = " in ".join([self.name, *inside])
        return f"{where} at ({self.middle[0]:.0f}, {self.middle[1]:.0f})"


@dataclass(frozen=True, eq=False)
class Text(Seen):
    """A line of text: what it says, its cap height, its colour (RGB from 0 to 1) and opacity."""

    text: str
    cap: float
    color: Pixels
    opacity: float


@dataclass(frozen=True, eq=False)
class Shape(Seen):
    """Anything that is not text: points along its outline, its stroke (width, colour), its fill.

    `data` holds what a thing on a plane draws: a curve's x and y, a dot's x and y, …
    """

    points: Pixels
    width: float
    stroke: Pixels
    fill: Pixels
    data: tuple[Any, ...]

    @property
    def opacity(self) -> float:
        """How much of it can be seen at most; of a plate that hides what is below, its edge."""
        if getattr(self.mob, "opaque", False):
            return float(self.stroke[3])
        return max(float(self.stroke[3]) if self.width > 0 else 0.0, float(self.fill[3]))

    @property
    def hides(self) -> bool:
        """Whether nothing shines through it."""
        return float(self.fill[3]) > 0.98


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The stage at one moment of a beat, and the share of its motion (None: it stands still).

    `time` is the second of the chapter; a rest has lasted `since` then. `maps` holds for each plane
    by name how data become pixels: x' = ax * x + bx and y' = ay * y + by as (ax, bx, ay, by).
    `gone` holds the identities of what stays dimmed all through a motion, `frame` the regions.
    """

    beat: str
    since: float
    time: float
    share: float | None
    texts: tuple[Text, ...]
    shapes: tuple[Shape, ...]
    maps: dict[str, tuple[float, float, float, float]]
    gone: frozenset[int] = frozenset()
    frame: Frame = WIDE

    def __str__(self) -> str:
        moment = "at rest" if self.share is None else f"in motion {self.share:.0%}"
        return f"{self.beat} {self.time:.1f} s {moment}"


def pixels(points: Pixels, size: Size = WIDE.size) -> Pixels:
    """Scene points as pixels of a picture, shape (S, 2)."""
    across, down = points[:, 0] * PIXELS_PER_UNIT, -points[:, 1] * PIXELS_PER_UNIT
    return np.column_stack([size.width / 2 + across, size.height / 2 + down])


def outline(points: Pixels, size: Size = WIDE.size) -> Pixels:
    """Pixels along the cubic pieces of an outline, at most `STEP` apart."""
    if len(points) < 4:
        return pixels(points, size)
    pieces = pixels(points[: len(points) // 4 * 4], size).reshape(-1, 4, 2)
    longest = np.linalg.norm(np.diff(pieces, axis=1), axis=2).sum(axis=1).max()
    t = np.linspace(0, 1, max(2, int(np.ceil(longest / STEP)) + 1))[:, None, None]
    a, b, c, d = (pieces[:, i] for i in range(4))
    curve = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return curve.reshape(-1, 2)


def box_of(at: Pixels, more: float = 0.0) -> Pixels:
    """The box around pixels, `more` wider on each side."""
    return np.concatenate([at.min(axis=0) - more, at.max(axis=0) + more])


def is_round(shape: Shape) -> bool:
    """Whether the shape is a circle."""
    return isinstance(shape.mob, Circle)
