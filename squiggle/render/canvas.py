"""The canvas: Manim's camera, which draws anew only the part of the picture that changed.

Manim draws all that may move, and all that lies above it, in every frame. Here each thing is
compared with how it was drawn last; the box around what differs is cleared and drawn again, in the
same order and by the same strokes, so the picture is the one that Manim draws.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject, VMobject

from squiggle.render.box import Box, regions

MITER = 5.0  # half of Cairo's limit: how far, in widths of its line, a corner may reach
MEMORY = 8  # times as many things are remembered as were drawn last
EDGE = 2  # pixels beyond a thing's outline that its soft edge may touch


@dataclass(eq=False, slots=True)
class Drawn:
    """A thing as it was drawn: everything that decides its pixels, where they are, its path."""

    thing: Any
    shape: tuple[Any, ...]
    colours: tuple[bytes, ...]
    box: Box
    path: cairo.Path | None = None


class Canvas(Camera):
    """A camera that keeps its picture from frame to frame, and says where it has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shown: dict[int, tuple[int, Drawn]] = {}
        self._known: dict[int, Drawn] = {}
        self._sketch = self.background.copy()

    @property
    def whole(self) -> Box:
        """The box of the whole picture."""
        return Box(0, 0, self.pixel_width, self.pixel_height)

    def look(self, mobjects: Iterable[Mobject]) -> list[Drawn]:
        """What is to be drawn of these, from the lowest to the highest, as it is now."""
        return [self._as_it_is(thing) for thing in displayed(mobjects)]

    def paint(self, layer: Sequence[Drawn]) -> list[Box]:
        """Make the picture show `layer` and nothing else; returns the boxes that changed."""
        changed = regions(self._changes(layer))
        self._shown = {id(drawn.thing): (place, drawn) for place, drawn in enumerate(layer)}
        if len(self._shown) < len(layer):  # something is drawn twice: Manim does so, too
            self._shown, changed = {}, [self.whole]
        if changed:
            self._draw(layer, changed)
        if len(self._known) > MEMORY * len(layer):
            self._known = {id(drawn.thing): drawn for drawn in layer}
        return changed

    def _as_it_is(self, thing: Mobject) -> Drawn:
        if not isinstance(thing, VMobject) or thing.get_background_image():
            return Drawn(thing, (), (), self.whole)  # a picture, a cloud: always drawn, as by Manim
        shape, colours = _shape(thing), _colours(thing)
        known = self._known.get(id(thing))
        if known is None or known.thing is not thing or known.shape != shape:
            known = self._known[id(thing)] = Drawn(thing, shape, colours, self._box(thing))
        elif known.colours != colours:
            known = self._known[id(thing)] = Drawn(thing, shape, colours, known.box, known.path)
        return known

    def _changes(self, layer: Sequence[Drawn]) -> Iterable[Box]:
        """The boxes of what was not there, is gone, looks otherwise, or lies over other things."""
        if not self._shown:
            yield self.whole
            return
        gone, highest = dict(self._shown), -1
        for drawn in layer:
            place, before = gone.pop(id(drawn.thing), (-1, None))
            if before is not drawn:
                yield drawn.box
                if before:
                    yield before.box
            elif place < highest:
                yield drawn.box
            highest = max(highest, place)
        yield from (before.box for _, before in gone.values())

    def _box(self, thing: VMobject) -> Box:
        """The pixels that a thing may touch."""
        points = self.points_to_subpixel_coords(thing, thing.points)
        widths = thing.get_stroke_width(), thing.get_stroke_width(background=True)
        line = max(widths) * self.cairo_line_width_multiple * self.pixel_width / self.frame_width
        border = MITER * line + EDGE
        (left, top), (right, bottom) = points.min(axis=0) - border, points.max(axis=0) + border
        width, height = self.whole[2:]
        return Box(
            floor(min(max(left, 0), width)),
            floor(min(max(top, 0), height)),
            ceil(min(max(right, 0), width)),
            ceil(min(max(bottom, 0), height)),
        )

    def _draw(self, layer: Sequence[Drawn], changed: Sequence[Box]) -> None:
        """Draw these boxes of the picture anew, and nothing outside them.

        Whatever meets a box is drawn in full on a sketch, of which the boxes alone are taken over:
        a shape that Cairo cuts off at the edge of a clip differs by a shade here and there.
        """
        for box in changed:
            self._sketch[box.slices] = self.background[box.slices]
        context = self.get_cairo_context(self._sketch)
        for drawn in layer:
            if not any(drawn.box.meets(box) for box in changed):
                continue
            if drawn.shape:
                self._show(context, drawn)
            else:
                kind = self.type_or_raise(drawn.thing)  # which also makes the table
                self.display_funcs[kind]([drawn.thing], self._sketch)
        for box in changed:
            self.pixel_array[box.slices] = self._sketch[box.slices]

    def _show(self, context: Any, drawn: Drawn) -> None:
        """Draw one thing as Manim does; what cannot be seen is left out.

        Its path is given to Cairo point by point once, and from then on as Cairo keeps it.
        """
        thing = drawn.thing
        seen = [rgbas[:, 3].any() for rgbas in (thing.get_fill_rgbas(), thing.get_stroke_rgbas())]
        if drawn.path is None:
            self.set_cairo_context_path(context, drawn.thing)
            drawn.path = context.copy_path()
        else:
            context.new_path()
            context.append_path(drawn.path)
        self.apply_stroke(context, thing, background=True)
        if seen[0]:
            self.apply_fill(context, thing)
        if seen[1]:
            self.apply_stroke(context, thing)


def displayed(mobjects: Iterable[Mobject]) -> list[Any]:
    """The family members that have points, as Manim sorts them: by z, the last mention counts."""
    family: list[Mobject] = []
    for mobject in mobjects:
        _gather(mobject, family)
    kept = [part for part in dict.fromkeys(reversed(family)) if len(part.points)]
    kept.reverse()
    return sorted(kept, key=lambda part: part.z_index)


def _gather(mobject: Mobject, family: list[Mobject]) -> None:
    family.append(mobject)
    for part in mobject.submobjects:
        _gather(part, family)


def _shape(thing: VMobject) -> tuple[Any, ...]:
    """What decides which pixels a thing touches."""
    return (
        thing.points.tobytes(),
        thing.stroke_width,
        thing.background_stroke_width,
        thing.joint_type,
        thing.cap_style,
    )


def _colours(thing: VMobject) -> tuple[bytes, ...]:
    """What decides how it colours them; a gradient has ends, those of the whole family."""
    fill, stroke = thing.get_fill_rgbas(), thing.get_stroke_rgbas()
    back = thing.get_stroke_rgbas(background=True)
    told: tuple[bytes, ...] = fill.tobytes(), stroke.tobytes(), back.tobytes()
    if max(len(fill), len(stroke), len(back)) > 1:
        told += (np.asarray(thing.get_gradient_start_and_end_points()).tobytes(),)
    return told
