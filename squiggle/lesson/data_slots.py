"""What fills the slots of captions about measurements: counts, misses, and what they choose.

A literal table of functions by the slot's name, `DATA_SLOTS`. Where nothing was measured no caption
asks for them, but for the verdict. `slots.py` has the slots of the lesson.
"""

from collections.abc import Callable, Mapping
from math import floor, log10

import numpy as np

from squiggle.lesson import sentences
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.lines import LONGEST, fits
from squiggle.lesson.phrases import Phrases, listed
from squiggle.lesson.speech import BREATH, speaking_time

FAINT = 1e-4  # a squared error below which it is written with an exponent
Slot = Callable[[Lesson, Phrases], str]


def _groups_of(worked: bool) -> Slot:
    def names(lesson: Lesson, words: Phrases) -> str:
        told = [g.name for g in lesson.groups if (g.targets[0] >= sentences.HALF) == worked]
        return listed(told, words)

    return names


def _miss(place: int, part: str) -> Slot:
    def told(lesson: Lesson, words: Phrases) -> str:
        missed = sentences.missed(lesson.gaps, lesson.close)
        if place >= len(missed):
            return ""
        at = missed[place]
        if part == "side":
            return words.phrase("siding", sentences.siding(lesson.gaps[at]))
        if part == "at":
            return lesson.numbers.short(lesson.inputs[at])
        return lesson.numbers.show_as("gap", abs(lesson.gaps[at]))

    return told


def _outcome(lesson: Lesson, words: Phrases) -> str:
    """How the outcomes are told; not by group where the groups' names take too long for that."""
    key = sentences.grouping(lesson)
    told = words.phrase("grouping", key)
    is_short = fits(told) and speaking_time(told) + BREATH <= LONGEST
    return told if is_short or key != "by_group" else words.phrase("grouping", "by_count")


def _fit(lesson: Lesson, words: Phrases) -> str:
    key, count = sentences.fitting(lesson.gaps, lesson.close), len(lesson.gaps)
    both = key == "all" and count == 2
    return words.phrase("fitting", f"only_{key}" if count == 1 else "both" if both else key)


def _widest_gap(lesson: Lesson, _: Phrases) -> str:
    """The widest gap, with as many decimals as show a digit of it."""
    gap = float(np.abs(lesson.gaps).max(initial=0.0))
    least = -floor(log10(gap)) if gap > 0 else 0
    return lesson.numbers.show(gap, max(lesson.numbers.decimals["gap"], least))


def _widest_at(lesson: Lesson, _: Phrases) -> str:
    place = sentences.widest(lesson.gaps)
    return "" if place is None else lesson.numbers.short(lesson.inputs[place])


def _line(lesson: Lesson, words: Phrases) -> str:
    """Whether a straight line would do, in terms of what the network has to give."""
    key = sentences.lining(lesson.inputs, lesson.targets)
    is_yes_no = lesson.is_yes_no and not lesson.output_activation.is_plain
    return words.phrase("lining", f"{key}_yes_no" if is_yes_no else key)


def errors(lesson: Lesson) -> tuple[str, str]:
    """The squared errors of all measurements and of the few, written so that they compare.

    They have the same decimals; tiny ones have an exponent in common.
    """
    whole, part = lesson.error, min(lesson.error, lesson.error_of_few)
    places = lesson.error_places
    if not whole or whole >= FAINT:
        return lesson.numbers.show(whole, places), lesson.numbers.show(part, places)
    power = floor(log10(whole)) // 3 * 3
    digits = max(0, 1 - floor(log10(whole)) + power)
    sizes = (round(error / 10.0**power, digits) for error in (whole, part))
    first, second = (lesson.numbers.powered(size, digits, power) for size in sizes)
    return first, second


def _few_inputs(lesson: Lesson, words: Phrases) -> str:
    few = lesson.inputs[list(lesson.few)]
    if np.isin(lesson.inputs, few).sum() > len(few):  # others were measured there too
        return words.counted("these_few", len(few))
    told = listed([lesson.numbers.short(x) for x in few], words, "number_comma")
    return words.phrase("these_inputs", list=told)


def _few(lesson: Lesson, words: Phrases) -> str:
    """The error over the few, which are not named where their names have no room."""
    told = words.phrase("with_few")
    if fits(told):
        return told
    return words.phrase("with_few", few_inputs=words.counted("these_few", len(lesson.few)))


def _next_miss(lesson: Lesson, words: Phrases) -> str:
    """The second of two misses; nothing where there is none."""
    is_told = len(sentences.missed(lesson.gaps, lesson.close)) > 1
    return words.phrase("missing", "next") if is_told else ""


def _verdict(lesson: Lesson, words: Phrases) -> str:
    target = sentences.asked_target(lesson)
    told = "" if target is None else lesson.numbers.show_as("output", target)
    return words.phrase("judging", sentences.judging(lesson), target=told)


DATA_SLOTS: Mapping[str, Slot] = {
    "error": lambda lesson, _: errors(lesson)[0],
    "few_error": lambda lesson, _: errors(lesson)[1],
    "widest_gap": _widest_gap,
    "widest_at": _widest_at,
    "all_count": lambda lesson, words: words.count(len(lesson.inputs)),
    "drawn_count": lambda lesson, words: words.count(len(lesson.drawn)),
    "worked_count": lambda lesson, words: words.count(
        int(np.sum(lesson.targets >= sentences.HALF))
    ),
    "fit_count": lambda lesson, words: words.count(sentences.fit_count(lesson.gaps, lesson.close)),
    "few_inputs": _few_inputs,
    "worked": _groups_of(True),
    "failed": _groups_of(False),
    **{
        f"{name}_{part}": _miss(place, part)
        for place, name in enumerate(("miss", "next"))
        for part in ("at", "gap", "side")
    },
    "outcome": _outcome,
    "line": _line,
    "fit": _fit,
    "misses": lambda lesson, words: words.phrase(
        "missing", sentences.missing(lesson.gaps, lesson.close)
    ),
    "next_miss": _next_miss,
    "few": _few,
    "verdict": _verdict,
    "squared": lambda lesson, words: words.phrase(
        "squaring", "only" if len(lesson.inputs) == 1 else "all"
    ),
}
