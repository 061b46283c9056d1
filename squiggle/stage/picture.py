"""What is on the planes of a picture, as data: for the manifest, and for whoever checks it."""

from collections.abc import Iterable
from dataclasses import dataclass

from manim import Mobject, VMobject

from squiggle.stage.curve import Curve, Dot
from squiggle.stage.plane import Plane


@dataclass(frozen=True)
class CurvePicture:
    """A visible curve: its name and its colour as #RRGGBB."""

    name: str
    color: str


@dataclass(frozen=True)
class DotsPicture:
    """Visible dots of one name: their colour, and their data points."""

    name: str
    color: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class PlanePicture:
    """A visible plane. Data (x, y) is drawn at scale * (x, y) + offset, in Manim units."""

    name: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    scale: tuple[float, float]
    offset: tuple[float, float]
    curves: tuple[CurvePicture, ...]
    dots: tuple[DotsPicture, ...]


def picture(mobjects: Iterable[Mobject]) -> list[PlanePicture]:
    """The planes among `mobjects` and their parts, with the curves and dots that can be seen."""
    family = list(dict.fromkeys(part for top in mobjects for part in top.get_family()))
    return [_plane(part, family) for part in family if isinstance(part, Plane)]


def _plane(plane: Plane, family: list[Mobject]) -> PlanePicture:
    items = [part for part in family if getattr(part, "plane", None) is plane and _visible(part)]
    curves = [CurvePicture(c.name, _hex(c)) for c in items if isinstance(c, Curve)]
    dots: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for dot in items:
        if isinstance(dot, Dot):
            dots.setdefault((dot.name, _hex(dot)), []).append(dot.data)
    return PlanePicture(
        plane.name,
        plane.x_range,
        plane.y_range,
        plane.scale_xy,
        plane.offset_xy,
        tuple(curves),
        tuple(DotsPicture(name, color, tuple(at)) for (name, color), at in dots.items()),
    )


def _visible(part: VMobject) -> bool:
    return bool(len(part.points)) and part.get_stroke_opacity() > 0.99


def _hex(part: VMobject) -> str:
    return str(part.get_stroke_color().to_hex()).upper()
