"""What fills the slots of the words: the lesson's numbers as text, and the phrases they choose.

Two literal tables of functions by the slot's name: `SLOTS` for the lesson, `NODE_SLOTS` for the
hidden node that a chapter is about. A slot is filled when a text asks for it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from squiggle.core import Network
from squiggle.lesson import sentences
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.numbers import EXACT


class Phrases(Protocol):
    """The words of the language, as far as slots need them."""

    def phrase(self, *path: str, **slots: str) -> str:
        """A text of `[phrases]`, filled."""

    def counted(self, table: str, number: int, **slots: str) -> str:
        """The text of a table of `[phrases]` that goes with a number of things, filled."""

    def count(self, number: int) -> str:
        """A count as a word or in digits."""

    def label(self, key: str, **slots: str) -> str:
        """A text of `[labels]`, filled."""


Slot = Callable[[Lesson, Phrases], str]
NodeSlot = Callable[[Lesson, Phrases, int], str]


def _list(items: Sequence[str], words: Phrases) -> str:
    """The items with commas and an "and" before the last."""
    *others, last = items or [""]
    comma = words.phrase("comma")
    return words.phrase("and").join([comma.join(others), last]) if others else last


def _inputs(lesson: Lesson, words: Phrases) -> str:
    return lesson.names.inputs or words.phrase("plural", noun=lesson.names.input)


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
    asked = lesson.asked
    terms = [*(node.scaled[0] for node in asked.nodes), asked.bias]
    return _total(lesson, words, terms, asked.shifted[0])


def _heights(lesson: Lesson, words: Phrases) -> str:
    heights = [lesson.numbers.show_as("scaled", node.scaled[0]) for node in lesson.trace.nodes]
    return _list(heights, words)


def _groups_of(worked: bool) -> Slot:
    def names(lesson: Lesson, words: Phrases) -> str:
        told = [g.name for g in lesson.groups if (g.targets[0] >= sentences.HALF) == worked]
        return _list(told, words)

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


def _plain(network: Network) -> Network:
    """The network without an activation after its sum."""
    first, last = network.bends(), network.layers[-1].biases[0]
    return Network.of_bends(first, float(last), activation=network.activation)


def _shape(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("shaping", sentences.shaping(_plain(lesson.network), *lesson.interval))


def _final_shape(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("shaping", sentences.shaping(lesson.network, *lesson.interval))


def _naming(lesson: Lesson, words: Phrases) -> str:
    return words.counted("naming", len(lesson.parameters))


def _branches(lesson: Lesson, words: Phrases) -> str:
    """What each branch adds at the question, or all together when they are many."""
    nodes = lesson.asked.nodes
    told = {f"asked_{place}": _asked(lesson, words, place) for place in range(min(3, len(nodes)))}
    return words.counted("branching", len(nodes), total=_sum_of_branches(lesson), **told)


def _sum_of_branches(lesson: Lesson) -> str:
    return lesson.numbers.show_as("sum", lesson.asked.sum[0])


def _moves(lesson: Lesson, words: Phrases) -> str:
    moves = sentences.moving(lesson.parameters, _count(lesson))
    return words.phrase("comma").join(words.phrase("moving", move) for move in moves)


def _verdict(lesson: Lesson, words: Phrases) -> str:
    target = sentences.asked_target(lesson)
    told = "" if target is None else lesson.numbers.show_as("output", target)
    return words.phrase("judging", sentences.judging(lesson), target=told)


def _few_inputs(lesson: Lesson, words: Phrases) -> str:
    few = [lesson.numbers.short(lesson.inputs[place]) for place in lesson.few]
    return words.phrase("these_inputs", inputs=_inputs(lesson, words), list=_list(few, words))


def _character(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("character", lesson.network.activation.name)


def _limits(lesson: Lesson, words: Phrases) -> str:
    return words.phrase("limits", lesson.network.activation.name)


def _promise(lesson: Lesson, words: Phrases) -> str:
    plain = lesson.network.activation.is_plain and lesson.network.output_activation.is_plain
    return words.phrase("bending", "straight" if plain else "bends")


SLOTS: Mapping[str, Slot] = {
    # names and plain numbers
    "input": lambda lesson, _: lesson.names.input,
    "output": lambda lesson, _: lesson.names.output,
    "inputs": _inputs,
    "input_axis": lambda lesson, words: _axis(lesson.names.input, lesson.names.input_unit, words),
    "output_axis": lambda lesson, words: _axis(
        lesson.names.output, lesson.names.output_unit, words
    ),
    "first": lambda lesson, _: lesson.numbers.short(lesson.marks[0]),
    "last": lambda lesson, _: lesson.numbers.short(lesson.marks[-1]),
    "question": lambda lesson, _: lesson.numbers.short(lesson.question),
    "activation": lambda lesson, words: words.label(lesson.network.activation.name),
    "output_activation": lambda lesson, words: words.label(lesson.network.output_activation.name),
    "last_bias": lambda lesson, _: lesson.given([*lesson.parameters][-1]),
    "output_asked": lambda lesson, _: lesson.numbers.show_as("output", lesson.asked.output[0]),
    "error": lambda lesson, _: lesson.numbers.show_as("error", lesson.error),
    "few_error": lambda lesson, _: lesson.numbers.show(
        lesson.error_of_few, lesson.numbers.decimals["error"] + 1
    ),
    "close": lambda lesson, _: lesson.numbers.short(lesson.close),
    "no": lambda *_: "0",
    "yes": lambda *_: "1",
    # counts and sums
    "node_count": lambda lesson, words: words.count(_count(lesson)),
    "parameter_count": lambda lesson, words: words.count(len(lesson.parameters)),
    "all_count": lambda lesson, words: words.count(len(lesson.inputs)),
    "drawn_count": lambda lesson, words: words.count(len(lesson.drawn)),
    "worked_count": lambda lesson, words: words.count(
        int(np.sum(lesson.targets >= sentences.HALF))
    ),
    "fit_count": lambda lesson, words: words.count(sentences.fit_count(lesson.gaps, lesson.close)),
    "sum_first": _sum_first,
    "sum_asked": _sum_asked,
    "heights": _heights,
    "few_inputs": _few_inputs,
    "worked": _groups_of(True),
    "failed": _groups_of(False),
    **{
        f"{name}_{part}": _miss(place, part)
        for place, name in enumerate(("miss", "next"))
        for part in ("at", "gap", "side")
    },
    # what is true of this lesson
    "outcome": lambda lesson, words: words.phrase("grouping", sentences.grouping(lesson)),
    "line": lambda lesson, words: words.phrase(
        "lining", sentences.lining(lesson.inputs, lesson.targets)
    ),
    "promise": _promise,
    "nodes": lambda lesson, words: words.counted("nodes", _count(lesson)),
    "holding": lambda lesson, words: words.counted("holding", _count(lesson)),
    "naming": _naming,
    "gathering": lambda lesson, words: words.counted("gathering", _count(lesson)),
    "others": lambda lesson, words: words.counted("others", _count(lesson) - 1),
    "character": _character,
    "limits": _limits,
    "shape": _shape,
    "final_shape": _final_shape,
    "shift": lambda lesson, words: words.phrase("shifting", sentences.shifting(lesson.trace.bias)),
    "branches": _branches,
    "verdict": _verdict,
    "fit": lambda lesson, words: words.phrase(
        "fitting", sentences.fitting(lesson.gaps, lesson.close)
    ),
    "misses": lambda lesson, words: words.phrase(
        "missing", sentences.missing(lesson.gaps, lesson.close)
    ),
    "few": lambda lesson, words: words.phrase("narrowing", sentences.narrowing(lesson)),
    "moves": _moves,
}


def _parameter(kind: str) -> NodeSlot:
    def given(lesson: Lesson, _: Phrases, place: int) -> str:
        count = _count(lesson)
        number = place + 1 + (count if kind == "scale" else 0)
        return lesson.given(f"{'b' if kind == 'bias' else 'w'}{number}")

    return given


def _step(kind: str, place_in_marks: int) -> NodeSlot:
    def number(lesson: Lesson, _: Phrases, place: int) -> str:
        value = getattr(lesson.trace.nodes[place], kind)[place_in_marks]
        return lesson.numbers.show_as(kind, value)

    return number


def _asked(lesson: Lesson, words: Phrases, place: int) -> str:
    scaled = float(lesson.asked.nodes[place].scaled[0])
    height = float(np.ptp([*lesson.curve.sum, 0.0]))
    number = lesson.numbers.show_as("scaled", scaled)
    return words.phrase("adding", sentences.adding(scaled, height), number=number)


def _slide(lesson: Lesson, words: Phrases, place: int) -> str:
    bias, name = lesson.trace.nodes[place].bias, f"b{place + 1}"
    distance = lesson.numbers.weight(abs(bias), lesson.decimals[name])
    return words.phrase("sliding", sentences.sliding(bias), distance=distance)


def _tiny(lesson: Lesson, words: Phrases, place: int) -> str:
    tiny = 0.5 * 10.0 ** -lesson.numbers.decimals["bent"]
    return words.counted("tinying", sentences.tiny_count(lesson.trace.nodes[place].bent, tiny))


def _swept(lesson: Lesson, words: Phrases, place: int) -> str:
    """What the sweep has drawn: a slice of the bend, a level line, or nothing at all."""
    node = lesson.curve.nodes[place]
    told = words.phrase("slicing", sentences.slicing(node.weight))
    height = lesson.numbers.show_as("bent", node.bent[0])
    return words.phrase("sweeping", sentences.flattening(node), slice=told, height=height)


def _compare(lesson: Lesson, words: Phrases, place: int) -> str:
    """What sets a node's slice apart: dead, level, the same as another's, or its steepness."""
    nodes = lesson.curve.nodes
    special = sentences.flattening(nodes[place])
    height = lesson.numbers.show_as("bent", nodes[place].bent[0])
    if special != "no":
        return words.phrase("standing", special, height=height)
    twin = sentences.likening(nodes, place)
    if twin is not None:
        return words.phrase("standing", "twin", name=words.label(nodes[twin].name))
    compared = sentences.comparing(nodes[place].weight, nodes[0].weight)
    return words.phrase("comparing", compared)


NODE_SLOTS: Mapping[str, NodeSlot] = {
    "weight": _parameter("weight"),
    "bias": _parameter("bias"),
    "scale": _parameter("scale"),
    "biased": _step("biased", 0),
    "bent": _step("bent", 0),
    "scaled": _step("scaled", 0),
    "bent_last": _step("bent", -1),
    "scaled_last": _step("scaled", -1),
    "node": lambda lesson, words, place: words.label(lesson.trace.nodes[place].name),
    "the_node": lambda lesson, words, place: words.phrase(
        "the_node", "only" if _count(lesson) == 1 else lesson.trace.nodes[place].name
    ),
    "spread": lambda lesson, words, place: words.phrase(
        "spreading", sentences.slicing(lesson.trace.nodes[place].weight)
    ),
    "slide": _slide,
    "tiny": _tiny,
    "swept": _swept,
    "change": lambda lesson, words, place: words.phrase(
        "scaling", sentences.scaling(lesson.trace.nodes[place].scale)
    ),
    "compare": _compare,
}
