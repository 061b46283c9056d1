"""Doubts about a lesson: what a teacher should know before it is rendered."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from squiggle.lesson import sentences
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.numbers import LARGE
from squiggle.lesson.pacing import tell
from squiggle.lesson.turning import ceiling, turns

LONG_FILM, LONG_CHAPTER = 360.0, 50.0  # seconds after which attention falls off (rule T24)


@dataclass(frozen=True)
class Doubt:
    """Something that is true of a lesson and may not be meant: its kind, and a sentence."""

    kind: str
    message: str


def doubts(lesson: Lesson) -> tuple[Doubt, ...]:
    """Every doubt about a lesson, in the order of the film."""
    return (*_of_nodes(lesson), *_of_heights(lesson), *_of_data(lesson), *_of_length(lesson))


def _of_nodes(lesson: Lesson) -> Iterator[Doubt]:
    nodes = lesson.curve.nodes
    for place, node in enumerate(nodes):
        flat = sentences.flattening(node)
        if flat == "dead":
            yield Doubt("dead node", f"{node.name}: its height is 0 at every input")
        elif flat == "level":
            height = lesson.numbers.show_as("bent", node.bent[0])
            yield Doubt("level node", f"{node.name}: its height is {height} at every input")
        if node.weight == 0:
            yield Doubt("zero weight", f"{node.name}: w{place + 1} is 0, so no input reaches it")
        if node.scale == 0:
            yield Doubt(
                "zero weight", f"{node.name}: w{place + 1 + len(nodes)} is 0: it adds nothing"
            )
        twin = sentences.likening(nodes, place)
        if twin is not None:
            yield Doubt("like nodes", f"{node.name} has the weight and bias of {nodes[twin].name}")


def _of_heights(lesson: Lesson) -> Iterator[Doubt]:
    made = turns(lesson)
    node, ends = lesson.curve.nodes[made.node], np.array(lesson.interval)
    turned = node.activation.f(node.weight * ends + (*made.bias, node.bias)[0])
    if turned.max() > ceiling(lesson, made.node) > 0:
        yield Doubt(
            "clipped curve",
            f"{node.name}: while its bias is turned in WhatWeightsDo, the curve leaves its plane",
        )
    largest = max(np.abs(lesson.curve.sum).max(), np.abs(lesson.curve.output).max())
    if largest >= LARGE:
        told = lesson.numbers.show(float(largest), 0)
        yield Doubt("large numbers", f"heights up to {told} are written with an exponent")


def _of_data(lesson: Lesson) -> Iterator[Doubt]:
    if not lesson.has_data:
        yield Doubt("no data", "nothing was measured: the chapters on the data are left out")
        return
    missed, count = sentences.missed(lesson.gaps, lesson.close), len(lesson.inputs)
    misses = count - sentences.fit_count(lesson.gaps, lesson.close)
    if misses:
        worst = max(missed, key=lambda place: abs(lesson.gaps[place]))
        show = lesson.numbers
        yield Doubt(
            "missed data",
            f"{misses} of {count} measurements are missed by more than {show.short(lesson.close)};"
            f" the widest gap is {show.show_as('gap', abs(lesson.gaps[worst]))}"
            f" at {show.short(lesson.inputs[worst])}",
        )
    if len(lesson.drawn) < count:
        yield Doubt("thinned data", f"{len(lesson.drawn)} of {count} measurements are drawn")


def _of_length(lesson: Lesson) -> Iterator[Doubt]:
    chapters = tell(lesson)
    seconds = sum(chapter.seconds for chapter in chapters)
    if seconds > LONG_FILM:
        yield Doubt("long film", f"{seconds:.0f} s: attention falls off after {LONG_FILM:.0f} s")
    for chapter in chapters:
        if chapter.seconds > LONG_CHAPTER:
            yield Doubt("long chapter", f"{chapter.name} takes {chapter.seconds:.0f} s")
