"""Numbers that are turned to show what they do come back, and what they do is seen."""

import numpy as np
import pytest

from squiggle.lesson.last_turn import last_turn
from squiggle.lesson.pacing import chapter_plan
from squiggle.lesson.turning import MOVED, turns

from .networks import DOSAGE, HARD
from .playing import hurry

LESSONS = {"dosage": DOSAGE, **HARD}
each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS.keys())


@each_lesson
def test_every_chip_says_the_lessons_number_when_its_curve_is_back(lesson, tmp_path):
    played = hurry(chapter_plan(lesson, "WhatWeightsDo"), lesson, tmp_path)
    diagram, given = played.scene.diagram, lesson.given
    wanted = sorted(diagram.operation(name, given(name)) for name in diagram.chips)
    for beat, seen in played.ends.items():
        texts = [text.text for text in seen.texts]
        missing = [text for text in wanted if texts.count(text) < wanted.count(text)]
        assert not missing, (beat, missing, texts)


@each_lesson
def test_curves_are_the_lessons_own_at_the_end_of_each_beat(lesson, tmp_path):
    played = hurry(chapter_plan(lesson, "WhatWeightsDo"), lesson, tmp_path)
    scene, node = played.scene, turns(lesson).node
    bent = lesson.trace_at(scene.curve.x).nodes[node]
    np.testing.assert_allclose(scene.curve.y, bent.bent)
    for big in scene.big:
        np.testing.assert_allclose(big.y, lesson.trace_at(big.x).nodes[node].scaled)


@each_lesson
def test_the_last_turn_is_seen_and_makes_the_error_smaller_or_comes_back(lesson):
    last = last_turn(lesson)
    own = lesson.curve.output
    turned = lesson.network.changed(**{last.parameter: last.goal})(lesson.curve.inputs[:, None])
    height = np.ptp([*lesson.targets, *own, *turned[:, 0]]) or 1.0
    moved = np.abs(turned[:, 0] - own).max() / height
    assert (moved >= 0.9 * MOVED) == (last.kind != "still")
    if last.kind == "better":
        outputs = lesson.network.changed(**{last.parameter: last.goal})(lesson.inputs[:, None])
        assert np.sum((outputs[:, 0] - lesson.targets) ** 2) < 0.9 * lesson.error
