"""What fills the slots of a chapter about one hidden node: its numbers, and what they choose.

A literal table of functions by the slot's name, `NODE_SLOTS`. `slots.py` has those of the lesson.
"""

from collections.abc import Callable, Mapping

import numpy as np

from squiggle.lesson import sentences
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.phrases import Phrases, node_label
from squiggle.lesson.storyboard import FULL

NodeSlot = Callable[[Lesson, Phrases, int], str]


def _parameter(kind: str) -> NodeSlot:
    def given(lesson: Lesson, _: Phrases, place: int) -> str:
        count = len(lesson.trace.nodes)
        number = place + 1 + (count if kind == "scale" else 0)
        return lesson.given(f"{'b' if kind == 'bias' else 'w'}{number}")

    return given


def _step(kind: str, place_in_marks: int) -> NodeSlot:
    def number(lesson: Lesson, _: Phrases, place: int) -> str:
        value = getattr(lesson.trace.nodes[place], kind)[place_in_marks]
        return lesson.numbers.show_as(kind, value)

    return number


def _name(lesson: Lesson, words: Phrases, place: int) -> str:
    """What a node is called: its place in words, or its number among many."""
    names = lesson.node_names
    return node_label(words, names[place], len(names))


def _the_node(lesson: Lesson, words: Phrases, place: int) -> str:
    """Where an input is sent: the hidden node, the top node, the first of many."""
    names = lesson.node_names
    return words.phrase("the_node", names[place] if len(names) <= FULL else "first")


def asked(lesson: Lesson, words: Phrases, place: int) -> str:
    """What a node adds at the input that is asked about."""
    scaled = float(lesson.asked.nodes[place].scaled[0])
    height = float(np.ptp([*lesson.curve.sum, 0.0]))
    number = lesson.numbers.show_as("scaled", scaled)
    return words.phrase("adding", sentences.adding(scaled, height), number=number)


def _slide(lesson: Lesson, words: Phrases, place: int) -> str:
    slid = sentences.sliding(lesson.trace.nodes[place].bias)
    return words.phrase("sliding", slid)


def _tiny(lesson: Lesson, words: Phrases, place: int) -> str:
    tiny = 0.5 * 10.0 ** -lesson.numbers.decimals["bent"]
    return words.counted("tinying", sentences.tiny_count(lesson.trace.nodes[place].bent, tiny))


def _special(lesson: Lesson, place: int) -> str:
    """What is special about a node's bent curve on the plane that it is drawn on."""
    node = lesson.curve.nodes[place]
    shown = 10.0 ** (1 - lesson.numbers.decimals["bent"])
    return sentences.flattening(node, float(np.ptp([0.0, shown, *node.bent])))


def _change(lesson: Lesson, words: Phrases, place: int) -> str:
    """What the second weight does to the bent curve."""
    node = lesson.curve.nodes[place]
    change = sentences.scaling(node.scale, _special(lesson, place))
    height = lesson.numbers.show_as("scaled", node.scaled[0])
    return words.phrase("scaling", change, height=height)


def _swept(lesson: Lesson, words: Phrases, place: int) -> str:
    """What the sweep has drawn: a slice of the bend, a level line, or nothing at all."""
    node = lesson.curve.nodes[place]
    told = words.phrase("slicing", sentences.slicing(node.weight))
    height = lesson.numbers.show_as("bent", node.bent[0])
    return words.phrase("sweeping", _special(lesson, place), slice=told, height=height)


def _compare(lesson: Lesson, words: Phrases, place: int) -> str:
    """What sets a node's slice apart: dead, level, the same as another's, or its length.

    Its length is held against that of the node before, which has just been seen.
    """
    nodes = lesson.curve.nodes
    special = _special(lesson, place)
    height = lesson.numbers.show_as("bent", nodes[place].bent[0])
    if special != "no":
        return words.phrase("standing", special, height=height)
    twin = sentences.likening(nodes, place)
    if twin is not None:
        return words.phrase("standing", "twin", name=_name(lesson, words, twin))
    compared = sentences.comparing(nodes[place].weight, nodes[place - 1].weight)
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
    "node": _name,
    "the_node": _the_node,
    "spread": lambda lesson, words, place: words.phrase(
        "spreading", sentences.slicing(lesson.trace.nodes[place].weight)
    ),
    "slide": _slide,
    "tiny": _tiny,
    "swept": _swept,
    "change": _change,
    "compare": _compare,
}
