"""The storyboard: which chapters a lesson has, in which order, and how long each part lasts.

A chapter is a class in a file of `scenes/`; a beat is one of its methods. What a lesson lacks (no
data, one hidden node) is left out. The seconds are data, so that a film's length is known before
anybody has rendered it: a beat has a part for each of its captions, and a part has the seconds of
its motions, and those for which the picture then holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from squiggle.errors import unknown
from squiggle.lesson.last_turn import last_turn
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.sentences import is_misled, missed
from squiggle.lesson.turning import turns

NAMES = (
    "TheQuestion",
    "TheNetwork",
    "ActivationFunctions",
    "OnlyNode",
    "TopNode",
    "MiddleNode",
    "BottomNode",
    "FirstNode",
    "OtherNodes",
    "SumAndShift",
    "Shift",
    "FinalBend",
    "Prediction",
    "HowGoodIsIt",
    "WhatWeightsDo",
    "Recap",
)
"""The names of all chapters that any lesson has."""
ROWS = 8  # hidden nodes up to which each one's numbers are listed
FULL = 3  # hidden nodes up to which each has a chapter of its own
STEPS = 4  # in which groups of measurements appear; more than these appear several at once


@dataclass(frozen=True)
class Part:
    """What is seen under one caption: seconds of motions, then seconds of stillness."""

    moving: float
    hold: float

    @property
    def seconds(self) -> float:
        """How long its caption stands."""
        return self.moving + self.hold


@dataclass(frozen=True)
class Beat:
    """One idea: a part for each caption."""

    name: str
    parts: tuple[Part, ...]

    @property
    def seconds(self) -> float:
        """Its whole length, rest included."""
        return round(sum(part.seconds for part in self.parts), 6)


@dataclass(frozen=True)
class ChapterPlan:
    """A chapter: its name, the scene class that tells it, the hidden node it is about, its beats.

    One scene can tell several chapters: TopNode tells of the only, the top and the first node.
    """

    name: str
    scene: str
    node: int | None
    beats: tuple[Beat, ...]

    @property
    def module(self) -> str:
        """The name of the scene's file in `scenes/`, without its ending.

        >>> ChapterPlan("FirstNode", "TopNode", 0, ()).module
        'top_node'
        """
        return _snake(self.scene)

    @property
    def slug(self) -> str:
        """The chapter's name as its files have it.

        >>> ChapterPlan("FirstNode", "TopNode", 0, ()).slug
        'first-node'
        """
        return slug(self.name)

    @property
    def seconds(self) -> float:
        """The chapter's length in seconds."""
        return round(sum(beat.seconds for beat in self.beats), 6)

    @property
    def starts(self) -> dict[str, float]:
        """The second within the chapter at which each beat begins, by beat name."""
        seconds = accumulate((beat.seconds for beat in self.beats), initial=0.0)
        names = (beat.name for beat in self.beats)
        return {name: round(start, 6) for name, start in zip(names, seconds, strict=False)}


Seconds = tuple[float, float]


def _chapter(
    name: str, beats: Mapping[str, Sequence[Seconds]], *, scene: str = "", node: int | None = None
) -> ChapterPlan:
    told = (
        Beat(beat, tuple(Part(round(moving, 6), hold) for moving, hold in parts))
        for beat, parts in beats.items()
    )
    return ChapterPlan(name, scene or name, node, tuple(told))


def sketch(lesson: Lesson) -> tuple[ChapterPlan, ...]:
    """Every chapter that this lesson has something for, at the pace of a lesson."""
    count, asks = len(lesson.trace.nodes), lesson.can_ask
    chapters = [_question(lesson)] if asks else []
    chapters += [_network(count), ACTIVATION_FUNCTIONS, *_nodes(count), _sum(count)]
    if not lesson.network.output_activation.is_plain:
        chapters.append(FINAL_BEND)
    chapters.append(_prediction(lesson))
    if lesson.has_data:
        chapters.append(_judgement(lesson))
    return (*chapters, _weights(lesson), _recap(lesson))


def _question(lesson: Lesson) -> ChapterPlan:
    steps = min(STEPS, max(1, len(lesson.groups)))
    beats = {
        "show_doses": [(0.8 + 0.8 * steps, 3.2 if steps < STEPS else 3.0)],
        "try_lines": [(5.2, 1.8)],
        "promise_bump": [(4.2, 2.2)],
    }
    return _chapter("TheQuestion", beats)


def _network(count: int) -> ChapterPlan:
    rows = 3 * count + 1 if count < FULL else count + 1
    first = first_rows(rows)
    naming = [(1.2 + 0.6 * first, 0), (0.6 * (rows - first), 1.6)]
    beats = {
        "grow": [(3.6, 2.4)],
        "name_numbers": naming if count <= ROWS else [(1.4, 0.6), (0, 2.8)],
        "open_nodes": [(4.0, 3.0)],
        "lock_numbers": [(2.2, 3.8)],
    }
    return _chapter("TheNetwork", beats)


def first_rows(rows: int) -> int:
    """How many rows of the network's numbers appear under the first of two captions.

    >>> first_rows(7), first_rows(4)
    (4, 2)
    """
    return (rows + 1) // 2


ACTIVATION_FUNCTIONS = _chapter(
    "ActivationFunctions",
    {
        "compare": [(2.4, 0), (2.4, 3.2)],
        "ride": [(4.8, 2.2)],
        "light_formula": [(4.2, 2.8)],
    },
)

WHOLE_RECIPE = {
    "weigh": [(2.2, 0.8), (1.6, 2.6)],
    "bend": [(2.8, 2.8)],
    "carry": [(2.8, 1.2)],
    "stretch_and_slide": [(3.4, 0), (1.2, 1.6)],
    "raise_heights": [(2.8, 2.0)],
    "sweep": [(4.4, 0), (0, 2.4)],
    "scale": [(2.8, 0), (2.8, 2.8)],
}
SAME_RECIPE = {
    "weigh_and_bend": [(3.8, 0), (2.8, 2.4)],
    "sweep": [(5.8, 0), (0, 2.4)],
    "scale": [(4.8, 0), (0.8, 3.4)],
}
MONTAGE = {
    "bend_all": [(3.8, 0), (0, 3.0)],
    "scale_all": [(3.2, 2.8)],
}


def _nodes(count: int) -> list[ChapterPlan]:
    """A chapter for each hidden node up to `FULL`, else the first in full and all others as one."""
    names = {1: ("OnlyNode",), 2: ("TopNode", "BottomNode")}
    names |= {3: ("TopNode", "MiddleNode", "BottomNode")}
    first, *others = names.get(count, ("FirstNode",))
    told = [_chapter(first, WHOLE_RECIPE, scene="TopNode", node=0)]
    for place, name in enumerate(others, start=1):
        told.append(_chapter(name, SAME_RECIPE, scene="BottomNode", node=place))
    return told if count <= FULL else [*told, _chapter("OtherNodes", MONTAGE)]


def _sum(count: int) -> ChapterPlan:
    beats: dict[str, Sequence[Seconds]] = {"put_together": [(2.8, 4.2)]}
    if count > FULL:
        beats |= {"stack": [(3.0, 0.8), (3.8, 2.6)]}
    elif count > 1:
        beats |= {"hook": [(0.8, 2.4), (2.8, 3.0)], "join": [(3.6, 0), (2.8, 2.6)]}
    beats |= {"shift": [(2.2, 0.8), (4.2, 2.8)]}
    return _chapter("SumAndShift" if count > 1 else "Shift", beats, scene="SumAndShift")


FINAL_BEND = _chapter("FinalBend", {"open": [(2.8, 2.6)], "bend_again": [(3.4, 0), (2.2, 2.8)]})


def _prediction(lesson: Lesson) -> ChapterPlan:
    bends = [] if lesson.network.output_activation.is_plain else [(0.8, 2.4)]
    beats = {
        "ask": [(1.6, 2.4), (0, 4.0)],
        "run": [(6.0, 0), (1.6, 3.4), *bends],
        "land": [(2.8, 3.2)],
    }
    return _chapter("Prediction", beats)


def _judgement(lesson: Lesson) -> ChapterPlan:
    are_two = len(missed(lesson.gaps, lesson.close)) > 1
    misses = [(1.4, 2.4), (1.4, 3.2)] if are_two else [(1.4, 5.6)]
    beats: dict[str, Sequence[Seconds]] = {
        "measure": [(2.0, 5.0)],
        "judge": [(1.4, 2.4), *misses],
        "add_up": [(0.8, 4.0)],
    }
    if is_misled(lesson):
        beats |= {"add_up": [(0.8, 2.4), (1.4, 3.4)]}
    return _chapter("HowGoodIsIt", beats)


def _weights(lesson: Lesson) -> ChapterPlan:
    """What is turned, as far as it is seen to do something."""
    made = turns(lesson)
    beats: dict[str, Sequence[Seconds]] = {"slice": [(3.0, 0), (5.2, 1.8)]}
    if made.bias:
        beats |= {"slide": [(4.0, 3.0)]}
    if made.scale:
        beats |= {"stretch": [(2.8, 0), (2.0, 3.2) if len(made.scale) == 2 else (5.2, 1.8)]}
    return _chapter("WhatWeightsDo", beats | {"lift": [(5.6, 0), (0, 3.4)]})


def _recap(lesson: Lesson) -> ChapterPlan:
    moving = 3.2 if len(lesson.node_names) > 1 else 1.4
    if not lesson.output_activation.is_plain:
        moving += 1.4
    rest = 2.0 if moving > 2 else 3.2
    follow = [(4.2, 0), (2.8, 3.2)] if last_turn(lesson).comes_back else [(4.2, 0), (0.8, 4.0)]
    return _chapter("Recap", {"replay": [(3.8, 0), (round(moving, 6), rest)], "follow": follow})


def find_chapter(chapters: Sequence[ChapterPlan], name: str) -> ChapterPlan:
    """The chapter of that name, however it is spelled: TopNode, topnode, top_node, 04-top-node.

    Raises `SquiggleError` with the known names.
    """
    for chapter in chapters:
        if _letters(chapter.name) == _letters(name):
            return chapter
    raise unknown("chapter", name, [chapter.name for chapter in chapters])


def find_beat(chapter: ChapterPlan, name: str) -> Beat:
    """The beat of that name, however it is spelled: add_up, add-up, AddUp.

    Raises `SquiggleError` with the known names.
    """
    for beat in chapter.beats:
        if _letters(beat.name) == _letters(name):
            return beat
    raise unknown(f"beat of {chapter.name}", name, [beat.name for beat in chapter.beats])


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())


def slug(name: str) -> str:
    """A chapter's name as its files have it.

    >>> slug("FirstNode")
    'first-node'
    """
    return _snake(name).replace("_", "-")


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
