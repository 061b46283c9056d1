"""What a viewer can see of a stage at one moment: texts and shapes, in pixels at 1080p."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Circle, Mobject, VMobject
from manim.utils.family import extract_mobject_family_members

from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve, Dot, Stick
from squiggle.stage.diagram import Chip, Diagram
from squiggle.stage.frame import HEIGHT, PIXELS_PER_UNIT, WIDTH
from squiggle.stage.plane import Plane
from squiggle.stage.table import Table
from squiggle.stage.text import LINE, Label, LiveNumber

STEP = 4.0  # pixels between two points of a sampled stroke
SHARES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])

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
    """Anything that is not text: points along its outline, its stroke (width, colour), its fill."""

    points: Pixels
    width: float
    stroke: Pixels
    fill: Pixels

    @property
    def opacity(self) -> float:
        """How much of it can be seen at most."""
        return max(float(self.stroke[3]) if self.width > 0 else 0.0, float(self.fill[3]))

    @property
    def hides(self) -> bool:
        """Whether nothing shines through it."""
        return float(self.fill[3]) > 0.98


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The stage at one moment of a beat, and the share of its motion (None: it stands still).

    `time` is the second of the chapter; a rest has lasted `since` then.
    """

    beat: str
    since: float
    time: float
    share: float | None
    texts: tuple[Text, ...]
    shapes: tuple[Shape, ...]

    def __str__(self) -> str:
        moment = "at rest" if self.share is None else f"in motion {self.share:.0%}"
        return f"{self.beat} {self.time:.1f} s {moment}"


def pixels(points: Pixels) -> Pixels:
    """Scene points as pixels, shape (S, 2)."""
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([WIDTH / 2 + x * PIXELS_PER_UNIT, HEIGHT / 2 - y * PIXELS_PER_UNIT])


def outline(points: Pixels) -> Pixels:
    """Pixels along the cubic pieces of an outline, at most `STEP` apart."""
    if len(points) < 4:
        return pixels(points)
    pieces = pixels(points[: len(points) // 4 * 4]).reshape(-1, 4, 2)
    longest = np.linalg.norm(np.diff(pieces, axis=1), axis=2).sum(axis=1).max()
    t = np.linspace(0, 1, max(2, int(np.ceil(longest / STEP)) + 1))[:, None, None]
    a, b, c, d = (pieces[:, i] for i in range(4))
    curve = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return curve.reshape(-1, 2)


def box_of(at: Pixels, more: float = 0.0) -> Pixels:
    """The box around pixels, `more` wider on each side."""
    return np.concatenate([at.min(axis=0) - more, at.max(axis=0) + more])


def _members(mob: Mobject, place: tuple[str, ...]) -> Iterator[tuple[Mobject, tuple[str, ...]]]:
    """Every member of a family with the names of what it belongs to; a text is one member."""
    yield mob, place
    if isinstance(mob, Label | LiveNumber):
        return
    inside = place + tuple(filter(None, [_group(mob)]))
    for part in mob.submobjects:
        yield from _members(part, inside + _role(mob, part))


def _group(mob: Mobject) -> str:
    if isinstance(mob, Plane):
        return f"plane {mob.name}"
    if isinstance(mob, Chip):
        return f"chip {mob.label.text}"
    return {Table: "table", Diagram: "diagram"}.get(type(mob), "")


def _role(mob: Mobject, part: Mobject) -> tuple[str, ...]:
    if isinstance(mob, Plane):
        roles = {"frame": "axis", "floor": "floor", "x_marks": "ticks", "y_marks": "ticks"}
        return tuple(role for name, role in roles.items() if getattr(mob, name) is part)
    if isinstance(mob, Diagram):
        tables = {"link": mob.links, "node": mob.circles, "glyph": mob.glyphs}
        return tuple(
            f"{kind} {name}"
            for kind, table in tables.items()
            for name, member in table.items()
            if member is part
        )
    return ()


def _name(mob: Mobject, place: tuple[str, ...]) -> str:
    if isinstance(mob, Curve):
        return f"curve {mob.name}"
    if isinstance(mob, Dot | Stick):
        return f"{type(mob).__name__.lower()} {getattr(mob, 'name', '')}".strip()
    roles = "axis", "floor", "ticks", "link", "node", "glyph", "chip"
    return place[-1] if place and place[-1].split()[0] in roles else type(mob).__name__


class Eyes:
    """Looks at a stage. Outlines are remembered, for most of them stay from moment to moment."""

    def __init__(self) -> None:
        self._outlines: dict[tuple[int, int], Pixels] = {}
        self._kept: list[Mobject] = []  # so that no identity is used twice

    def look(self, scene: Chapter) -> tuple[tuple[Text, ...], tuple[Shape, ...]]:
        """The texts and shapes on the stage that are not wholly transparent."""
        drawn = extract_mobject_family_members(
            scene.mobjects, use_z_index=True, only_those_with_points=True
        )
        order = {id(mob): place for place, mob in enumerate(drawn)}
        texts: list[Text] = []
        shapes: list[Shape] = []
        done: set[int] = set()
        for top in scene.mobjects:
            place = {id(scene.band): ("caption",), id(scene.heading): ("title",)}.get(id(top), ())
            for mob, where in _members(top, place):
                if id(mob) in done:
                    continue
                done.add(id(mob))
                if isinstance(mob, Label | LiveNumber):
                    texts.extend(self._text(mob, where, order))
                elif isinstance(mob, VMobject) and len(mob.points) > 1:
                    shapes.extend(self._shape(mob, where, order[id(mob)]))
        return tuple(texts), tuple(shapes)

    def _outline(self, mob: Mobject) -> Pixels:
        key = id(mob), hash(mob.points.tobytes())
        if key not in self._outlines:
            self._kept.append(mob)
            self._outlines[key] = outline(mob.points)
        return self._outlines[key]

    def _text(
        self, mob: Label | LiveNumber, place: tuple[str, ...], order: dict[int, int]
    ) -> Iterator[Text]:
        inked = mob.ink.family_members_with_points() if isinstance(mob, Label) else [mob]
        inked = [glyph for glyph in inked if len(glyph.points)]
        opacity = max((float(glyph.fill_rgbas[0][3]) for glyph in inked), default=0.0)
        if opacity <= 0.005:
            return
        box = box_of(np.concatenate([self._outline(glyph) for glyph in inked]))
        cap = mob.cap if isinstance(mob, LiveNumber) else mob.height / (2 * LINE)
        color = inked[0].fill_rgbas[0][:3]
        yield Text(
            mob, f"“{mob.text}”", place, order[id(inked[0])], box, mob.text,
            float(cap) * PIXELS_PER_UNIT, color, opacity,
        )  # fmt: skip

    def _shape(self, mob: VMobject, place: tuple[str, ...], order: int) -> Iterator[Shape]:
        width = float(mob.get_stroke_width()) * PIXELS_PER_UNIT / 100
        stroke, fill = mob.stroke_rgbas[0].copy(), mob.fill_rgbas[0].copy()
        if isinstance(mob, Curve | Stick):
            fill[3] = 0.0
        points = self._outline(mob)
        shape = Shape(
            mob, _name(mob, place), place, order, box_of(points, width / 2), points, width,
            stroke, fill,
        )  # fmt: skip
        if shape.opacity > 0.005:
            yield shape


def is_round(shape: Shape) -> bool:
    """Whether the shape is a circle."""
    return isinstance(shape.mob, Circle)
