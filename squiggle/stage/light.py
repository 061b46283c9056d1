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
        member.set_fill(opacity=full[0] * fill, family=False)
        member.set_stroke(opacity=full[1] * level, family=False)
    return part


def level_of(part: Mobject) -> float:
    """The level at which `lit` last showed the part; 1 when it never did."""
    return float(getattr(part, "light_level", 1.0))


def light(part: Mobject, level: float) -> Animation:
    """The motion that brings `part` to a level of light."""
    start = level_of(part)
    return change(part, lambda share: lit(part, start + share * (level - start)))
