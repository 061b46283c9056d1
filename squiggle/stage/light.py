"""Light: what is spoken of is bright, everything else is dimmed."""

from manim import Animation, Mobject

from squiggle.stage.motion import change

FAINTEST = 0.12  # below what any theme dims to


def lit(part: Mobject, level: float) -> Mobject:
    """Show `part` at a share of its own full opacity, which it remembers.

    What is marked `opaque` (the plate of a chip) keeps its fill however dim it is, so that nothing
    shines through; only on its way in, below `FAINTEST`, the fill fades too.
    """
    for member in part.get_family():
        member.light_level = level
        if not len(member.points):
            continue
        full = member.__dict__.setdefault(
            "full_light", (member.get_fill_opacity(), member.get_stroke_opacity())
        )
        fill = min(1.0, level / FAINTEST) if getattr(member, "opaque", False) else level
        _fade(member, full[0] * fill, full[1] * level)
    return part


def _fade(member: Mobject, fill: float, stroke: float) -> None:
    """Set the opacities of one thing.

    `set_fill` and `set_stroke` come to the same by way of new arrays of colours; a lesson that dims
    its diagram asks for some hundred of them in each frame.
    """
    if "fill_rgbas" not in member.__dict__ or "stroke_rgbas" not in member.__dict__:
        member.set_fill(opacity=fill, family=False).set_stroke(opacity=stroke, family=False)
        return
    member.fill_rgbas[:, 3], member.stroke_rgbas[:, 3] = fill, stroke
    member.fill_opacity, member.stroke_opacity = fill, stroke


def level_of(part: Mobject) -> float:
    """The level at which `lit` last showed the part; 1 when it never did."""
    return float(getattr(part, "light_level", 1.0))


def light(part: Mobject, level: float) -> Animation:
    """The motion that brings `part` to a level of light."""
    start = level_of(part)
    return change(part, lambda share: lit(part, start + share * (level - start)))
