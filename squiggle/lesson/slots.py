"""What fills the slots of the words: the lesson's numbers as text, and the phrases they choose."""

from collections.abc import Sequence
from typing import Protocol

from squiggle.lesson import sentences
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.numbers import EXACT, add_up, as_given, short, show, show_as


class Phrase(Protocol):
    """Looks up `[phrases]` by path, such as ("shaping", "bump"), and fills its slots."""

    def __call__(self, *path: str, **slots: str) -> str:
        """The phrase, filled."""


def slot_name(node: str) -> str:
    """The slot prefix of a hidden node: "node 1" has the slots {node_1_weight} and so on."""
    return node.replace(" ", "_")


def numbers(lesson: Lesson) -> dict[str, str]:
    """The lesson's names and plain numbers, by slot."""
    names = list(lesson.parameters)
    slots = {name: as_given(lesson, name) for name in names}
    slots |= {
        "input": lesson.input_name,
        "output": lesson.output_name,
        "question": short(lesson.question),
        "first": short(lesson.inputs[0]),
        "last": short(lesson.inputs[-1]),
        "activation": lesson.network.layers[0].activation.name,
        "formula": lesson.network.layers[0].activation.formula,
        "last_bias": as_given(lesson, names[-1]),
        "output_asked": show_as("output", lesson.trace_at([lesson.question]).output[0]),
        "error": show_as("error", lesson.error),
        "few_error": show(lesson.error_of_few, 3),
        "close": short(sentences.CLOSE),
        "no": "0",
        "yes": "1",
    }
    count = len(lesson.trace.nodes)
    for place, node in enumerate(lesson.trace.nodes, start=1):
        name = slot_name(node.name)
        slots |= {
            f"{name}_weight": as_given(lesson, f"w{place}"),
            f"{name}_bias": as_given(lesson, f"b{place}"),
            f"{name}_scale": as_given(lesson, f"w{place + count}"),
            f"{name}_biased": show_as("biased", node.biased[0]),
            f"{name}_bent": show_as("bent", node.bent[0]),
            f"{name}_scaled": show_as("scaled", node.scaled[0]),
            f"{name}_bent_last": show_as("bent", node.bent[-1]),
            f"{name}_scaled_last": show_as("scaled", node.scaled[-1]),
        }
    return slots


def counts(lesson: Lesson, phrase: Phrase) -> dict[str, str]:
    """Counts and lists in words, and sums that say "about" when what is shown does not add up."""
    trace, asked = lesson.trace, lesson.trace_at([lesson.question])
    works = lesson.targets >= sentences.HALF
    few = [short(lesson.inputs[place]) for place in lesson.few]
    plural = phrase("plural", noun=lesson.input_name)
    slots = {
        "inputs": plural,
        "node_count": _count(len(trace.nodes), phrase),
        "parameter_count": _count(len(lesson.parameters), phrase),
        "all_count": _count(len(works), phrase),
        "worked_count": _count(int(works.sum()), phrase),
        "fit_count": _count(sentences.fit_count(lesson.gaps), phrase),
        "few_inputs": f"{plural} {_list(few, phrase)}",
        "sum_first": _total([n.scaled[0] for n in trace.nodes], trace.sum[0], phrase),
        "sum_asked": _total(
            [*(n.scaled[0] for n in asked.nodes), asked.bias], asked.output[0], phrase
        ),
    }
    for name, outcome in (("worked", True), ("failed", False)):
        groups = [g.name for g in lesson.groups if (g.targets[0] >= sentences.HALF) == outcome]
        slots[name] = _list(groups, phrase)
    for name, place in zip(("miss", "next"), sentences.missed(lesson.gaps), strict=False):
        gap = lesson.gaps[place]
        slots[f"{name}_at"] = short(lesson.inputs[place])
        slots[f"{name}_gap"] = show_as("gap", abs(gap))
        slots[f"{name}_side"] = phrase("siding", sentences.siding(gap))
    return slots


def claims(lesson: Lesson, phrase: Phrase) -> dict[str, str]:
    """The phrases that are true of this lesson, by slot."""
    activation = lesson.network.layers[0].activation.name
    nodes, asked = lesson.trace.nodes, lesson.trace_at([lesson.question])
    moves = [phrase("moving", move) for move in sentences.moving(lesson.parameters, len(nodes))]
    slots = {
        "outcome": phrase("grouping", sentences.grouping(lesson)),
        "line": phrase("lining", sentences.lining(lesson.inputs, lesson.targets)),
        "promise": phrase("bending", "straight" if activation == "identity" else "bends"),
        "nodes": phrase("nodes", "one" if len(nodes) == 1 else "more"),
        "holding": phrase("holding", {1: "one", 2: "two"}.get(len(nodes), "more")),
        "character": phrase("character", activation),
        "limits": phrase("limits", activation),
        "shape": phrase("shaping", sentences.shaping(lesson)),
        "shift": phrase("shifting", sentences.shifting(lesson.trace.bias)),
        "verdict": phrase("judging", sentences.judging(asked.output[0])),
        "fit": phrase("fitting", sentences.fitting(lesson.gaps)),
        "misses": phrase("missing", sentences.missing(lesson.gaps)),
        "few": phrase("narrowing", sentences.narrowing(lesson)),
        "moves": phrase("comma").join(moves),
    }
    for place, (node, at) in enumerate(zip(nodes, asked.nodes, strict=True), start=1):
        name, distance = slot_name(node.name), show(abs(node.bias), lesson.decimals[f"b{place}"])
        amount = show_as("scaled", at.scaled[0])
        slots |= {
            f"{name}_spread": phrase("spreading", sentences.slicing(node.weight)),
            f"{name}_tiny": phrase(
                "tinying",
                sentences.tinying(node.bent),
                count=_count(sentences.tiny_count(node.bent), phrase),
            ),
            f"{name}_slide": phrase("sliding", sentences.sliding(node.bias), distance=distance),
            f"{name}_slice": phrase("slicing", sentences.slicing(node.weight)),
            f"{name}_change": phrase("scaling", sentences.scaling(node.scale)),
            f"{name}_asked": phrase("adding", sentences.adding(at.scaled[0]), number=amount),
        }
    if len(nodes) > 1:
        compared = sentences.comparing(nodes[1].weight, nodes[0].weight)
        slots["compare"] = phrase("comparing", compared)
    return slots


def _count(number: int, phrase: Phrase) -> str:
    """A count as a word where the language file has one, else in digits."""
    return phrase("counts", str(number)) if number <= 12 else str(number)


def _list(items: Sequence[str], phrase: Phrase) -> str:
    """The items with commas and an "and" before the last."""
    *others, last = items or [""]
    return phrase("and").join([phrase("comma").join(others), last]) if others else last


def _total(terms: Sequence[float], total: float, phrase: Phrase) -> str:
    """A total as shown, with "about" when its terms as shown make another."""
    shown = show_as("sum", total)
    return shown if add_up(terms, total, 2) == EXACT else phrase("about", number=shown)
