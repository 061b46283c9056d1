"""What fills the slots of the words: the lesson's numbers as text, and the phrases they choose.

A literal table of functions by the slot's name, `SLOTS`; `data_slots.py` has those of measurements,
`node_slots.py` those of the hidden node that a chapter is about. A slot is filled when a text asks
for it.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from squiggle.core import Network, Vector
from squiggle.lesson import sentences
from squiggle.lesson.data_slots import DATA_SLOTS, Slot
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.node_slots import asked
from squiggle.lesson.numbers import EXACT
from squiggle.lesson.phrases import Phrases, inputs_of, listed
from squiggle.lesson.storyboard import FULL
from squiggle.lesson.turn_slots import TURN_SLOTS


def _end(place: int) -> Slot:
    """An end of the interval, as it is written."""

    def told(lesson: Lesson, _: Phrases) -> str:
        return lesson.numbers.short(round(lesson.interval[place], lesson.numbers.decimals["input"]))

    return told


def _axis(name: str, unit: str, words: Phrases) -> str:
    return words.phrase("with_unit", name=name, unit=unit) if unit else name


def _count(lesson: Lesson) -> int:
    return len(lesson.trace.nodes)


def _total(lesson: Lesson, words: Phrases, terms: Sequence[float], total: float) -> str:
    """A total as shown, with "about" when its terms as shown make another."""
    numbers = lesson.numbers
    shown = numbers.show_as("sum", total)
    exact = numbers.add_up(terms, total, numbers.decimals["sum"]) == EXACT
    return shown if exact else words.phrase("about", number=shown)


def _sum_first(lesson: Lesson, words: Phrases) -> str:
    trace = lesson.trace
    return _total(lesson, words, [node.scaled[0] for node in trace.nodes], trace.sum[0])


def _sum_asked(lesson: Lesson, words: Phrases) -> str:
    now = lesson.asked
    heights = [node.scaled[0] for node in now.nodes]
    terms = [*(heights if len(heights) <= FULL else [now.sum[0]]), now.bias]
    return _total(lesson, words, terms, now.shifted[0])


def _heights(lesson: Lesson, words: Phrases) -> str:
    heights = [lesson.numbers.show_as("scaled", node.scaled[0]) for node in lesson.trace.nodes]
    return listed(heights, words, "number_comma")


def _plain(network: Network) -> Network:
    """The network without an activation after its sum."""
    first, last = network.bends(), network.layers[-1].biases[0]
    return Network.of_bends(first, float(last), activation=network.activation)


def _shape(lesson: Lesson, words: Phrases) -> str:
    """What the sum looks like, among all curves that make it."""
    scaled = np.array([node.scaled for node in lesson.curve.nodes])
    least = _least(lesson, scaled.ravel(), np.cumsum(scaled, axis=0).ravel())
    shape = sentences.shaping(_plain(lesson.network), *lesson.interval, least)
    return words.phrase("shaping", shape)


def _final_shape(lesson: Lesson, words: Phrases) -> str:
    """What the output looks like, beside the sum that it is bent from."""
    shape = sentences.shaping(lesson.network, *lesson.interval, _least(lesson))
    return words.phrase("shaping", shape)


def _least(lesson: Lesson, *others: Vector) -> float:
    """The least rise that is seen on a plane of the sum, the output, the targets, and others."""
    curve = lesson.curve
    shown = [lesson.targets, curve.sum, curve.shifted, curve.output, *others]
    return sentences.SEEN * float(np.ptp(np.concatenate(shown)))


def _naming(lesson: Lesson, words: Phrases) -> str:
    return words.counted("naming", len(lesson.parameters))


def _branches(lesson: Lesson, words: Phrases) -> str:
    """What each branch adds at the question, or all together when they are many."""
    nodes = lesson.asked.nodes
    told = {f"asked_{place}": asked(lesson, words, place) for place in range(min(3, len(nodes)))}
    return words.counted("branching", len(nodes), total=_sum_of_branches(lesson), **told)


def _sum_of_branches(lesson: Lesson) -> str:
    return lesson.numbers.show_as("sum", lesson.asked.sum[0])


def _moves(lesson: Lesson, words: Phrases) -> str:
    bends = not lesson.output_activation.is_plain
    moves = sentences.moving(lesson.parameters, _count(lesson), bends=bends)
    return words.phrase("comma").join(words.phrase("moving", move) for move in moves)


def _character(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("character", sentences.describing(lesson.activation))


def _ways(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("ways", "straight" if lesson.activation.is_plain else "bend")


def _limits(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("limits", lesson.network.activation.name)


def _promise(lesson: Lesson, words: Phrases) -> str:
    plain = lesson.network.activation.is_plain and lesson.network.output_activation.is_plain
    return words.phrase("bending", "straight" if plain else "bends")


SLOTS: Mapping[str, Slot] = {
    # names and plain numbers
    "input": lambda lesson, _: lesson.names.input,
    "output": lambda lesson, _: lesson.names.output,
    "inputs": inputs_of,
    "input_axis": lambda lesson, words: _axis(lesson.names.input, lesson.names.input_unit, words),
    "output_axis": lambda lesson, words: _axis(
        lesson.names.output, lesson.names.output_unit, words
    ),
    "first": lambda lesson, _: lesson.numbers.short(lesson.marks[0]),
    "last": lambda lesson, _: lesson.numbers.short(lesson.marks[-1]),
    "low": _end(0),
    "high": _end(1),
    "question": lambda lesson, _: lesson.numbers.short(lesson.question),
    "activation": lambda lesson, words: words.label(lesson.network.activation.name),
    "output_activation": lambda lesson, words: words.label(lesson.network.output_activation.name),
    "last_bias": lambda lesson, _: lesson.given([*lesson.parameters][-1]),
    "output_asked": lambda lesson, _: lesson.numbers.show_as("output", lesson.asked.output[0]),
    "no": lambda *_: "0",
    "yes": lambda *_: "1",
    # counts and sums
    "node_count": lambda lesson, words: words.count(_count(lesson)),
    "parameter_count": lambda lesson, words: words.count(len(lesson.parameters)),
    "sum_first": _sum_first,
    "sum_asked": _sum_asked,
    "heights": _heights,
    "hooked": lambda lesson, words: words.counted("hooking", max(2, _count(lesson))),
    "marks_count": lambda lesson, words: words.count(len(lesson.marks)),
    "known_count": lambda lesson, words: words.count(len(np.unique(lesson.inputs))),
    # what is true of this lesson
    "ways": _ways,
    "promise": _promise,
    "nodes": lambda lesson, words: words.counted("nodes", _count(lesson)),
    "holding": lambda lesson, words: words.counted("holding", _count(lesson)),
    "naming": _naming,
    "gathering": lambda lesson, words: words.counted("gathering", _count(lesson)),
    "others": lambda lesson, words: words.counted("others", _count(lesson) - 1),
    "character": _character,
    "limits": _limits,
    "raised": lambda lesson, words: words.phrase("raising", sentences.following(lesson)),
    "joined": lambda lesson, words: words.phrase("joining", sentences.following(lesson)),
    "shape": _shape,
    "final_shape": _final_shape,
    "shift": lambda lesson, words: words.phrase("shifting", sentences.shifting(lesson.trace.bias)),
    "branches": _branches,
    "moves": _moves,
    **DATA_SLOTS,
    **TURN_SLOTS,
}
