"""Looking at a stage: what stands on it, what that belongs to, and in which order it is drawn."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from manim import Mobject, VMobject
from manim.utils.family import extract_mobject_family_members

from squiggle.stage.chapter import Chapter
from squiggle.stage.chip import Chip
from squiggle.stage.curve import Curve, Dot, Stick
from squiggle.stage.diagram import Diagram
from squiggle.stage.frame import PIXELS_PER_UNIT, Size
from squiggle.stage.plane import Plane
from squiggle.stage.shapes import WIDE
from squiggle.stage.table import Table
from squiggle.stage.text import LINE, Label, LiveNumber

from .seen import Pixels, Shape, Text, box_of, outline


def _members(mob: Mobject, place: tuple[str, ...]) -> Iterator[tuple[Mobject, tuple[str, ...]]]:
    """Every member of a family with the names of what it belongs to; a text is one member."""
    yield mob, place
    if isinstance(mob, Label | LiveNumber):
        yield from ((part, place) for part in mob.submobjects if isinstance(mob, LiveNumber))
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


def _belongings(scene: Chapter) -> dict[int, tuple[str, ...]]:
    """What things belong to, by identity, even when they stand on the stage without their owner."""
    places: dict[int, tuple[str, ...]] = {}
    for owner in _owners(scene):
        for part, place in _members(owner, ()):
            if len(place) > len(places.get(id(part), ())):
                places[id(part)] = place
        for slot, number in getattr(owner, "values", {}).items():
            places[id(number)] = (f"value {slot}",)
    return places | {id(scene.band): ("caption",), id(scene.heading): ("title",)}


def _owners(scene: Chapter) -> list[Mobject]:
    """Planes, diagrams, chips and tables that the chapter holds."""
    owned = [thing for value in vars(scene).values() for thing in _listed(value)]
    return [part for top in owned for part in top.get_family() if _group(part)]


def _listed(value: Any) -> list[Mobject]:
    """The mobjects in an attribute: itself, or those in a list or table."""
    if isinstance(value, dict):
        value = list(value.values())
    things = value if isinstance(value, list | tuple) else [value]
    return [thing for thing in things if isinstance(thing, Mobject)]


def _map(plane: Plane, size: Size) -> tuple[float, float, float, float]:
    (sx, sy), (ox, oy) = plane.scale_xy, plane.offset_xy
    unit = PIXELS_PER_UNIT
    return sx * unit, ox * unit + size.width / 2, -sy * unit, size.height / 2 - oy * unit


def _data(mob: Mobject) -> tuple[Any, ...]:
    if isinstance(mob, Curve):
        return mob.x, mob.y, mob.begin, mob.end
    return tuple(mob.data) if isinstance(mob, Dot | Stick) else ()


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
        self.size = WIDE.size
        self._kept: list[Mobject] = []  # so that no identity is used twice

    def look(self, scene: Chapter) -> tuple[tuple[Text, ...], tuple[Shape, ...], dict[str, Any]]:
        """Texts and shapes on the stage that are not wholly transparent, and the planes' maps."""
        self.size = scene.frame.size
        drawn = extract_mobject_family_members(
            scene.mobjects, use_z_index=True, only_those_with_points=True
        )
        order = {id(mob): place for place, mob in enumerate(drawn)}
        texts: list[Text] = []
        shapes: list[Shape] = []
        done: set[int] = set()
        planes = [owner for owner in _owners(scene) if isinstance(owner, Plane)]
        maps = {plane.name: _map(plane, self.size) for plane in planes}
        belongs = _belongings(scene)
        for top in scene.mobjects:
            for mob, where in _members(top, belongs.get(id(top), ())):
                if id(mob) in done:
                    continue
                done.add(id(mob))
                where = max(where, belongs.get(id(mob), ()), key=len)
                if isinstance(mob, Label | LiveNumber):
                    texts.extend(self._text(mob, where, order))
                elif isinstance(mob, VMobject) and len(mob.points) > 1:
                    shapes.extend(self._shape(mob, where, order[id(mob)]))
        return tuple(texts), tuple(shapes), maps

    def _outline(self, mob: Mobject) -> Pixels:
        key = id(mob), hash(mob.points.tobytes())
        if key not in self._outlines:
            self._kept.append(mob)
            self._outlines[key] = outline(mob.points, self.size)
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
            stroke, fill, _data(mob),
        )  # fmt: skip
        if max(shape.opacity, float(fill[3])) > 0.005:
            yield shape
