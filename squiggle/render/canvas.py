"""The canvas: Manim's camera, which draws anew only the part of the picture that changed.

Manim draws all that may move, and all that lies above it, in every frame. Here each thing is
compared with how it was drawn last; the box around what differs is cleared and drawn again, in the
same order and by the same strokes, so the picture is the one that Manim draws. What has lain still
at the bottom for a while is drawn once, on the ground from which the picture is made.
"""

from collections.abc import Iterable, Sequence
from math import ceil, floor, isfinite
from typing import Any

from manim import Camera, Mobject, VMobject

from squiggle.render.box import Box, regions
from squiggle.render.drawn import Drawn, colours, displayed, inks, shape

MITER = 5.0  # half of Cairo's limit: how far, in widths of its line, a corner may reach
MEMORY = 8  # times as many things are remembered as were drawn last, and
FEW = 100  # more than that: what cannot be seen is looked at, too
EDGE = 2  # pixels beyond a thing's outline that its soft edge may touch
PATIENCE = 4  # pictures through which a thing has to stay as it is to become part of the ground


class Canvas(Camera):
    """A camera that keeps its picture from frame to frame, and says where it has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[int, Drawn] = {}

    def init_background(self) -> None:
        """Begin with nothing but the background, now and whenever its colour changes."""
        super().init_background()
        self._sketch, self._ground = self.background.copy(), self.background.copy()
        self._shown: list[Drawn] = []
        self._laid: list[Drawn] = []  # what the ground shows
        self._steady: list[int] = []

    @property
    def whole(self) -> Box:
        """The box of the whole picture."""
        return Box(0, 0, self.pixel_width, self.pixel_height)

    def look(self, mobjects: Iterable[Mobject]) -> list[Drawn]:
        """What can be seen of these, from the lowest to the highest, as it is now."""
        layer = []
        for thing in displayed(mobjects):
            drawn = self._known.get(id(thing))
            if drawn is None or not drawn.is_still(thing):
                drawn = self._known[id(thing)] = self._as_it_is(thing, drawn)
            if drawn.is_seen:
                layer.append(drawn)
        return layer

    def paint(self, layer: list[Drawn]) -> list[Box]:
        """Make the picture show `layer` and nothing else; returns the boxes that changed."""
        twice = len({id(drawn.thing) for drawn in layer}) < len(layer)  # Manim does so, too
        before = [] if twice else self._shown
        same = alike(before, layer)
        changed = regions(changes(before[same:], layer[same:])) if before else [self.whole]
        self._shown = [] if twice else layer
        if changed:
            self._settle(layer, same)
            self._draw(self.pixel_array, self._ground, layer[len(self._laid) :], changed)
        if len(self._known) > MEMORY * (len(layer) + FEW):
            self._known = {id(drawn.thing): drawn for drawn in layer}
        return changed

    def _settle(self, layer: list[Drawn], same: int) -> None:
        """Take from the ground what has changed, and add what has not for some pictures."""
        kept = alike(self._laid, layer)
        if gone := self._laid[kept:]:
            self._draw(self._ground, self.background, self._laid[:kept], regions(changes(gone, [])))
            self._laid, self._steady = layer[:kept], []
        self._steady.append(same)
        if len(self._steady) == PATIENCE:
            new = layer[kept : min(self._steady)]
            self._draw(self._ground, self._ground, new, regions(changes([], new)))
            self._laid, self._steady = self._laid + new, []

    def _as_it_is(self, thing: Mobject, before: Drawn | None) -> Drawn:
        if not isinstance(thing, VMobject) or thing.get_background_image():
            return Drawn(thing, (), (), self.whole)
        told = shape(thing), colours(thing)
        if before and before.thing is thing and before.shape == told[0]:
            return Drawn(thing, *told, before.box, inks(thing), before.path)
        return Drawn(thing, *told, self._box(thing), inks(thing))

    def _box(self, thing: VMobject) -> Box:
        """The pixels that a thing may touch; one that is nowhere is drawn at the origin."""
        low, high = thing.points.min(axis=0).tolist(), thing.points.max(axis=0).tolist()
        if not all(map(isfinite, (*low, *high))):
            low = high = [0.0, 0.0, 0.0]
        across, up = self.pixel_width / self.frame_width, self.pixel_height / self.frame_height
        left, top = (self.pixel_width / 2, self.pixel_height / 2)
        left, top = left - self.frame_center[0] * across, top + self.frame_center[1] * up
        width = max(thing.stroke_width, thing.background_stroke_width)
        border = MITER * width * self.cairo_line_width_multiple * across + EDGE
        return Box(
            floor(min(max(left + low[0] * across - border, 0), self.pixel_width)),
            floor(min(max(top - high[1] * up - border, 0), self.pixel_height)),
            ceil(min(max(left + high[0] * across + border, 0), self.pixel_width)),
            ceil(min(max(top - low[1] * up + border, 0), self.pixel_height)),
        )

    def _draw(
        self, picture: Any, ground: Any, layer: Sequence[Drawn], changed: Sequence[Box]
    ) -> None:
        """Draw these boxes of a picture anew, a layer upon a ground, and nothing outside them.

        Whatever meets a box is drawn in full on a sketch, of which the boxes alone are taken over:
        a shape that Cairo cuts off at the edge of a clip differs by a shade here and there.
        """
        for box in changed:
            self._sketch[box.slices] = ground[box.slices]
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
            picture[box.slices] = self._sketch[box.slices]

    def _show(self, context: Any, drawn: Drawn) -> None:
        """Draw one thing as Manim does; what cannot be seen is left out.

        Its path is given to Cairo point by point once, and from then on as Cairo keeps it.
        """
        context.new_path()
        if drawn.path is None:
            self._trace(context, drawn.thing)
            drawn.path = context.copy_path()
        else:
            context.append_path(drawn.path)
        back, area, line = drawn.inks
        if back:
            self.apply_stroke(context, drawn.thing, background=True)
        if area:
            self.apply_fill(context, drawn.thing)
        if line:
            self.apply_stroke(context, drawn.thing)

    def _trace(self, context: Any, thing: VMobject) -> None:
        """Give Cairo the path of a thing: curves that go on where the last one ended, or anew."""
        places = self.transform_points_pre_display(thing, thing.points)[:, :2].tolist()
        is_near = thing.consider_points_equals_2d
        opening = last = None
        for first in range(0, len(places) - 3, 4):
            start, leaving, coming, end = places[first : first + 4]
            if start != last and (last is None or not is_near(last, start)):
                if last and is_near(opening, last):
                    context.close_path()
                context.move_to(*start)
                opening = start
            context.curve_to(*leaving, *coming, *end)
            last = end
        if last and is_near(opening, last):
            context.close_path()


class ClearCanvas(Canvas):
    """A canvas with nothing behind what is drawn; colours come multiplied by their alpha."""

    def init_background(self) -> None:
        """Begin with nothing at all."""
        super().init_background()
        for picture in (self.background, self._sketch, self._ground):
            picture[:] = 0


def alike(one: Sequence[Drawn], other: Sequence[Drawn]) -> int:
    """With how many things two layers begin alike."""
    for place, (first, second) in enumerate(zip(one, other, strict=False)):
        if first is not second:
            return place
    return min(len(one), len(other))


def changes(shown: Sequence[Drawn], layer: Sequence[Drawn]) -> Iterable[Box]:
    """The boxes of what was not there, is gone, looks otherwise, or lies over other things."""
    gone = {id(drawn.thing): (place, drawn) for place, drawn in enumerate(shown)}
    highest = -1
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
