"""What a teacher is told before a lesson is rendered."""

from dataclasses import replace

import numpy as np
import pytest

from squiggle.core import Network, locked
from squiggle.lesson import Lesson, load
from squiggle.lesson.doubts import doubts

DOSAGE = load()


def told(bends, bias=0.0, *, activation="relu", **changes) -> Lesson:
    network = Network.of_bends(bends, bias, activation=activation)
    decimals = dict.fromkeys(network.parameters, 2)
    return replace(DOSAGE, network=network, decimals=decimals, **changes)


def kinds(lesson: Lesson) -> list[str]:
    return [doubt.kind for doubt in doubts(lesson)]


def test_the_dosage_lesson_misses_two_measurements():
    (missed,) = [doubt for doubt in doubts(DOSAGE) if doubt.kind == "missed data"]
    assert missed.message.startswith("2 of 6 measurements are missed by more than 0.2")
    assert missed.message.endswith("the widest gap is 2.16 at 0.1")


@pytest.mark.parametrize(
    ("bends", "kind", "word"),
    [
        ([(1.0, -9.0, 1.0), (1.0, 0.0, 1.0)], "dead node", "top"),
        ([(0.0, 2.0, 1.0), (1.0, 0.0, 1.0)], "level node", "top"),
        ([(0.0, 2.0, 1.0), (1.0, 0.0, 1.0)], "zero weight", "w1 is 0"),
        ([(1.0, 0.0, 1.0), (2.0, 0.0, 0.0)], "zero weight", "w4 is 0"),
        ([(1.0, 0.5, 1.0), (1.0, 0.5, -2.0)], "like nodes", "bottom"),
        ([(1.0, 0.5, 1e9), (2.0, 0.5, -2.0)], "large numbers", "e9"),
    ],
)
def test_what_is_odd_about_a_network_is_said(bends, kind, word):
    assert [d for d in doubts(told(bends)) if d.kind == kind and word in d.message]


def test_a_sound_network_raises_no_doubt_about_its_nodes():
    found = kinds(told([(1.0, 0.0, 1.0), (-1.0, 1.0, 1.0)]))
    assert not {"dead node", "level node", "zero weight", "like nodes"} & set(found)


def test_a_lesson_without_data_says_so():
    empty = locked([])
    lesson = told([(1.0, 0.0, 1.0)], inputs=empty, targets=empty, groups=())
    assert "no data" in kinds(lesson) and "missed data" not in kinds(lesson)


def test_many_measurements_are_thinned_and_that_is_said():
    inputs = locked(np.linspace(0, 1, 500))
    lesson = told([(1.0, 0.0, 1.0)], inputs=inputs, targets=inputs, groups=())
    (thinned,) = [doubt for doubt in doubts(lesson) if doubt.kind == "thinned data"]
    assert thinned.message == "200 of 500 measurements are drawn"
