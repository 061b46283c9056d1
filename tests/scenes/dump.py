"""The stage as text: what stands at the end of each beat, in whole pixels."""

import numpy as np

from .playing import Played
from .seen import Pixels, Seen, Shape, Snapshot, Text


def dump(played: Played) -> str:
    """All beats of a chapter."""
    beats = (f"## {name}\n\n{stage(moment)}" for name, moment in played.ends.items())
    return "\n".join([f"# {played.plan.name}, {played.plan.seconds:g} s\n", *beats])


def stage(moment: Snapshot) -> str:
    """One moment: a line for each thing, under the names of what it belongs to."""
    things = sorted([*moment.texts, *moment.shapes], key=lambda thing: thing.order)
    groups: dict[tuple[str, ...], list[Seen]] = {}
    for thing in things:
        groups.setdefault(thing.place, []).append(thing)
    lines: list[str] = []
    for place, members in groups.items():
        lines.append(" / ".join(place) or "alone")
        lines += [f"    {line(member)}" for member in members]
    return "\n".join(lines) + "\n"


def line(thing: Seen) -> str:
    """A thing: its type, what it says, its middle, its size, its colours."""
    left, top, right, bottom = thing.box
    where = f"at {whole(left + right, 2)} {whole(top + bottom, 2)}"
    size = f"{whole(right - left)} x {whole(bottom - top)}"
    told = [type(thing.mob).__name__, *said(thing), where, size, *colours(thing)]
    return " ".join(told)


def said(thing: Seen) -> list[str]:
    """What a text says, or a shape's name when it has one of its own."""
    if isinstance(thing, Text):
        return [f"“{thing.text}” {thing.cap:.3g} px"]
    name = getattr(thing.mob, "name", "")
    return [name] if name and name != type(thing.mob).__name__ else []


def colours(thing: Seen) -> list[str]:
    """The colours in which a thing is drawn, with their opacities below one."""
    if isinstance(thing, Text):
        return [shade(thing.color, thing.opacity)]
    assert isinstance(thing, Shape)
    stroke = thing.width > 0 and thing.stroke[3] > 0
    drawn = [f"line {thing.width:.3g} {shade(thing.stroke, thing.stroke[3])}"] if stroke else []
    filled = [f"fill {shade(thing.fill, thing.fill[3])}"] if thing.fill[3] > 0 else []
    return drawn + filled


def shade(color: Pixels, opacity: float) -> str:
    """A colour as #RRGGBB, and its opacity where it is not whole."""
    code = "#" + "".join(f"{round(255 * part):02X}" for part in np.asarray(color)[:3])
    return code if opacity > 0.995 else f"{code} {opacity:.0%}"


def whole(pixels: float, parts: int = 1) -> str:
    """Pixels as a whole number; a hair is added so that halves round alike everywhere."""
    return f"{round(float(pixels) / parts + 1e-3)}"
