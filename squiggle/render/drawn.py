"""Things as they were drawn: what decides their pixels, so that it can be seen when it changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import cairo
import numpy as np
from manim import Mobject, VMobject
from numpy.typing import NDArray

from squiggle.render.box import Box

_height = attrgetter("z_index")


@dataclass(eq=False, slots=True)
class Drawn:
    """A thing as it was drawn: everything that decides its pixels, where they are, its path.

    `inks` says whether a line behind it, its area and its line can be seen. Nothing is known of
    what has no shape, a picture or a cloud of points: that is always another.
    """

    thing: Any
    shape: tuple[Any, ...]
    colours: tuple[bytes, ...]
    box: Box
    inks: tuple[bool, bool, bool] = (True, True, True)
    path: cairo.Path | None = None
    is_seen: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_seen = any(self.inks)

    def is_still(self, thing: Mobject) -> bool:
        """Whether this is the thing, and it looks as it did."""
        if self.thing is not thing or not self.shape:
            return False
        return self.shape == shape(thing) and self.colours == colours(thing)


def displayed(mobjects: Iterable[Mobject]) -> list[Any]:
    """The family members that have points, as Manim sorts them: by z, the last mention counts."""
    family: list[Mobject] = []
    _gather(mobjects, family)
    kept = [part for part in dict.fromkeys(reversed(family)) if len(part.points)]
    kept.reverse()
    kept.sort(key=_height)
    return kept


def _gather(mobjects: Iterable[Mobject], family: list[Mobject]) -> None:
    for mobject in mobjects:
        family.append(mobject)
        if mobject.submobjects:
            _gather(mobject.submobjects, family)


def shape(thing: VMobject) -> tuple[Any, ...]:
    """What decides which pixels a thing touches."""
    return (
        thing.points.tobytes(),
        thing.stroke_width,
        thing.background_stroke_width,
        thing.joint_type,
        thing.cap_style,
    )


def colours(thing: VMobject) -> tuple[bytes, ...]:
    """What decides how it colours them; a gradient has ends, those of the whole family."""
    back, fill, stroke = _inks(thing)
    if len(fill) == len(stroke) == len(back) == 1:
        return back.tobytes(), fill.tobytes(), stroke.tobytes()
    ends = np.asarray(thing.get_gradient_start_and_end_points())
    return back.tobytes(), fill.tobytes(), stroke.tobytes(), ends.tobytes()


def inks(thing: VMobject) -> tuple[bool, bool, bool]:
    """Whether a line behind it, its area and its line can be seen."""
    back, fill, stroke = _inks(thing)
    return (
        thing.background_stroke_width > 0 and _is_seen(back),
        _is_seen(fill),
        thing.stroke_width > 0 and _is_seen(stroke),
    )


def _is_seen(rgbas: NDArray[np.float64]) -> bool:
    return bool(rgbas[0, 3]) if len(rgbas) == 1 else bool(rgbas[:, 3].any())


def _inks(thing: VMobject) -> tuple[Any, Any, Any]:
    try:
        return thing.background_stroke_rgbas, thing.fill_rgbas, thing.stroke_rgbas
    except AttributeError:  # it has not been coloured yet
        back = thing.get_stroke_rgbas(background=True)
        return back, thing.get_fill_rgbas(), thing.get_stroke_rgbas()
