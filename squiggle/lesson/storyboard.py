"""The storyboard: which chapters there are, in which order, and how long each beat lasts.

A chapter is one file under `scenes/` with one class; a beat is one method of that class. The
seconds are data, so that `squiggle list` can tell the length of a film that nobody has rendered.
"""

from dataclasses import dataclass
from itertools import accumulate

from squiggle.errors import unknown


@dataclass(frozen=True)
class Beat:
    """One idea: a caption, a motion and a rest. `seconds` is its whole length, rest included."""

    name: str
    seconds: float


@dataclass(frozen=True)
class ChapterPlan:
    """A chapter: the scene class, the file in `scenes/` that holds it, and its beats in order."""

    name: str
    beats: tuple[Beat, ...]

    @property
    def module(self) -> str:
        """The name of the file in `scenes/`, without its ending.

        >>> ChapterPlan("TopNode", ()).module
        'top_node'
        """
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in self.name).lstrip("_")

    @property
    def seconds(self) -> float:
        """The chapter's length in seconds."""
        return sum(beat.seconds for beat in self.beats)

    @property
    def starts(self) -> dict[str, float]:
        """The second within the chapter at which each beat begins, by beat name."""
        seconds = accumulate((beat.seconds for beat in self.beats), initial=0.0)
        return {beat.name: start for beat, start in zip(self.beats, seconds, strict=False)}


def _chapter(name: str, **beats: float) -> ChapterPlan:
    return ChapterPlan(name, tuple(Beat(beat, seconds) for beat, seconds in beats.items()))


STORYBOARD: tuple[ChapterPlan, ...] = (
    _chapter("TheQuestion", show_doses=6.4, try_lines=7, promise_bump=6.4),
    _chapter("TheNetwork", grow=6, name_numbers=7, open_nodes=7, lock_numbers=6),
    _chapter("ActivationFunctions", compare=8, ride_softplus=7, light_formula=7),
    _chapter(
        "TopNode",
        weigh=7.2,
        bend=5.6,
        carry=4.2,
        stretch_and_slide=7.2,
        raise_heights=5.2,
        sweep=7.2,
        scale=8.4,
    ),
    _chapter("BottomNode", weigh_and_bend=9, sweep=8.2, scale=9),
    _chapter("SumAndShift", put_together=7, hook=9, join=9, shift=10),
    _chapter("Prediction", ask=8, run=11, land=6),
    _chapter("HowGoodIsIt", measure=7, judge=10.8, narrow=8),
    _chapter("WhatWeightsDo", slice=10, slide=7, stretch=8, lift=9),
    _chapter("Recap", replay=9, follow=9),
)


def chapter_plan(name: str) -> ChapterPlan:
    """The plan of the chapter of that name; an unknown name raises `SquiggleError`."""
    for plan in STORYBOARD:
        if plan.name == name:
            return plan
    raise unknown("chapter", name, [plan.name for plan in STORYBOARD])
