"""Curves, dots and sticks: what is drawn on a plane. All of them draw finished numbers."""

from typing import Self

import numpy as np
from manim import (
    Animation,
    CapStyleType,
    Circle,
    LineJointType,
    ManimColor,
    VMobject,
    interpolate_color,
)

from squiggle.stage.clipping import arrowheads, clip
from squiggle.stage.frame import STROKE, length
from squiggle.stage.motion import change
from squiggle.stage.plane import Plane
from squiggle.stage.theme import Stroke
from squiggle.stage.types import Points, Vector


def polyline(starts: Points, ends: Points) -> Points:
    """Straight pieces as Manim's cubic Bezier points, shape (4 S, 3); pieces need not join."""
    thirds = [starts + (ends - starts) * share for share in (0.0, 1 / 3, 2 / 3, 1.0)]
    return np.stack(thirds, axis=1).reshape(-1, 3)


def dash_cuts(at: Points, dash: tuple[float, ...]) -> Vector:
    """Where dashes of `dash` = (on, off, on, off …) pixels begin and end along the polyline `at`.

    Returns positions in samples (2.5 is half way from sample 2 to 3): a begin, an end, a begin …
    """
    walked = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(at, axis=0), axis=1))])
    within = length(1) * np.concatenate([[0.0], np.cumsum(dash[:-1])])
    starts = np.arange(0.0, walked[-1], length(sum(dash)))
    cuts = (starts[:, None] + within).ravel()
    cuts = cuts[: 2 * np.count_nonzero(cuts[::2] < walked[-1])]
    return np.interp(np.minimum(cuts, walked[-1]), walked, np.arange(len(walked)))


class Drawn(VMobject):
    """Something drawn on a plane, which it shares with its copies."""

    plane: Plane

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        memo[id(self.plane)] = self.plane
        return super().__deepcopy__(memo)


class Curve(Drawn):
    """The curve through the samples (x, y), each of shape (S,) in data units, on a plane.

    Dashes are cut by arc length once, for the curve as it is built, and then belong to the samples:
    they do not crawl when the curve changes shape. `x` holds the samples, `y` the heights.

    Where the curve leaves its plane it is cut, and an arrowhead points on; `clipped` says whether
    anything of it is cut off. The arrowheads are the first strokes of the outline.
    """

    clipped = False

    def __init__(self, name: str, plane: Plane, x: Vector, y: Vector, stroke: Stroke) -> None:
        dotted = stroke.dash is not None and stroke.dash[0] < stroke.width
        super().__init__(
            stroke_color=stroke.color,
            stroke_width=stroke.width * STROKE,
            joint_type=LineJointType.ROUND,
            cap_style=CapStyleType.ROUND if dotted or not stroke.dash else CapStyleType.BUTT,
        )
        self.name = name
        self.plane = plane
        self.x, self.y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        self.begin, self.end = float(self.x[0]), float(self.x[-1])
        self._pieces = np.ones(len(self.x) - 1, dtype=bool)
        if stroke.dash:
            low, high = plane.y_range
            far = FAR * (high - low)
            near = np.clip(self.y, low - far, high + far)
            self._cut(dash_cuts(plane.points_at(self.x, near), stroke.dash))
        plane.attach(self)
        self.redraw()

    def _cut(self, cuts: Vector) -> None:
        samples = np.arange(len(self.x), dtype=float)
        places = np.union1d(samples, cuts)
        self.x = np.interp(places, samples, self.x)
        self.y = np.interp(places, samples, self.y)
        middles = (places[:-1] + places[1:]) / 2
        self._pieces = np.searchsorted(cuts, middles) % 2 == 1

    def show(self, y: Vector) -> Self:
        """Take new heights, shape (S,) at the samples `x`."""
        self.y = y
        return self.redraw()

    def reveal(self, end: float, begin: float | None = None) -> Self:
        """Draw only what lies between `begin` and `end` (data units)."""
        self.end = end
        self.begin = self.begin if begin is None else begin
        return self.redraw()

    def redraw(self) -> Self:
        """Build the outline from the samples and the plane's present map; what leaves it is cut."""
        plane = self.plane
        (left, right), (low, high) = plane.x_range, plane.y_range
        begin, end = max(self.begin, left), min(self.end, right)
        x = np.clip(self.x, begin, end)
        first, last = np.interp([begin, end], self.x, self.y)
        y = np.where(x == end, last, np.where(x == begin, first, self.y))
        cut = clip(x, y, low, high)
        drawn = self._pieces & cut.seen
        starts, ends = (plane.points_at(*at) for at in zip(cut.x, cut.y, strict=True))
        corners = plane.points_at(np.array([left, right]), np.array([low, high]))
        width = self.get_stroke_width() / STROKE
        outward = np.column_stack([cut.outward * plane.scale_xy, 0 * cut.outward[:, 0]])
        heads = arrowheads(plane.points_at(*cut.crossings.T), outward, corners, width)
        self.clipped = not bool(np.all(cut.whole | (np.diff(x) <= 0)))
        self.points = np.concatenate([polyline(*heads), polyline(starts[drawn], ends[drawn])])
        return self

    def between(self, old: Stroke, new: Stroke, share: float) -> Self:
        """Take a colour and a width a share of the way from one stroke to another."""
        color = interpolate_color(ManimColor(old.color), ManimColor(new.color), share)
        width = old.width + share * (new.width - old.width)
        return self.set_stroke(color, width * STROKE)

    def to(self, y: Vector) -> Animation:
        """The motion from the present heights to `y`."""
        start = self.y.copy()
        return change(self, lambda share: self.show((1 - share) * start + share * y))

    def grow(self) -> Animation:
        """The motion that draws the curve from left to right."""
        first, last = float(self.x[0]), float(self.x[-1])
        return change(self, lambda share: self.reveal(first + share * (last - first)))


class Dot(Drawn, Circle):
    """A dot at a data point: filled, or a ring (`filled=False`), of `radius` pixels."""

    def __init__(
        self, plane: Plane, x: float, y: float, color: str, radius: float, *, filled: bool = True
    ) -> None:
        super().__init__(radius=length(radius), color=color, stroke_width=RING * STROKE)
        self.set_fill(color if filled else plane.theme.background, 1)
        self.plane, self.data = plane, (float(x), float(y))
        plane.attach(self)
        self.redraw()

    def show(self, x: float, y: float) -> Self:
        """Stand at another data point."""
        self.data = (float(x), float(y))
        return self.redraw()

    def redraw(self) -> Self:
        """Stand where the plane's present map puts the data point."""
        return self.move_to(self.plane.point(*self.data))


class Stick(Drawn):
    """An upright line at `x` from the height `low` to `high` (data units) on a plane.

    It is drawn as far as the plane reaches, and `aside` pixels to the right, so that two sticks at
    one place can both be seen.
    """

    def __init__(
        self,
        plane: Plane,
        x: float,
        low: float,
        high: float,
        color: str,
        width: float = 5,
        aside: float = 0,
    ) -> None:
        super().__init__(stroke_color=color, stroke_width=width * STROKE)
        self.aside = np.array([length(aside), 0.0, 0.0])
        self.plane, self.data = plane, (float(x), float(low), float(high))
        plane.attach(self)
        self.redraw()

    def show(self, x: float, low: float, high: float) -> Self:
        """Stand at `x` and reach from `low` to `high` from now on."""
        self.data = (float(x), float(low), float(high))
        return self.redraw()

    def redraw(self) -> Self:
        """Build the line from the plane's present map."""
        x, *heights = self.data
        low, high = np.clip(heights, *self.plane.y_range)
        ends = self.plane.points_at(np.array([x, x]), np.array([low, high]))
        self.points = polyline(ends[:1], ends[1:]) + self.aside
        return self

    def to(self, x: float, low: float, high: float) -> Animation:
        """The motion from where the stick stands to another place."""
        start, end = np.array(self.data), np.array([x, low, high])
        return change(self, lambda share: self.show(*((1 - share) * start + share * end)))

    def carried_from(self, other: Self) -> Animation:
        """The motion from the place of a stick on another plane to this stick's own."""
        start, end = other.points.copy(), self.points.copy()

        def step(share: float) -> None:
            self.points = start + share * (end - start)

        return change(self, step)


RING = 4
"""The width in pixels of the ring around a dot."""
FAR = 3.0
"""How far outside a plane dashes are still counted, in heights of the plane."""
