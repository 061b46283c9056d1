"""What fills the slots of the chapters in which numbers are turned: which one, and what is seen.

A literal table of functions by the slot's name, `TURN_SLOTS`. `slots.py` has those of the lesson.
"""

from collections.abc import Mapping

from squiggle.lesson.data_slots import Slot
from squiggle.lesson.last_turn import last_turn, node_of
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.phrases import Phrases
from squiggle.lesson.storyboard import FULL
from squiggle.lesson.turning import turns, written


def _parameter(lesson: Lesson, words: Phrases) -> str:
    """What the number is called that is turned at the end."""
    kind, place = node_of(lesson, last_turn(lesson).parameter)
    if place is None:
        return words.phrase("parameters", kind)
    names = lesson.node_names
    named, number = ("numbered", str(place + 1)) if len(names) > FULL else (names[place], "")
    return words.phrase("parameters", kind, node=words.phrase("the_node", named, number=number))


def _turned(lesson: Lesson, words: Phrases) -> str:
    last = last_turn(lesson)
    number = written(lesson, last.parameter, last.goal)
    named = _parameter(lesson, words)
    return words.phrase("turning", last.kind, parameter=named, number=number)


def _flips(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("flipping", "yes" if turns(lesson).flips else "no")


def _turns_over(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("overturning", "yes" if turns(lesson).turns_over else "no")


def _lifts(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("lifting", "plain" if lesson.output_activation.is_plain else "bent")


TURN_SLOTS: Mapping[str, Slot] = {
    "flips": _flips,
    "turns_over": _turns_over,
    "lifts": _lifts,
    "turned": _turned,
    "learning": lambda lesson, words: words.phrase("learning", last_turn(lesson).kind),
}
