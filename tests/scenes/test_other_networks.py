"""Other numbers than the dosage lesson's are played to the end too."""

from dataclasses import replace

import pytest

from squiggle.lesson import load
from squiggle.lesson.pacing import chapter_plan

from .playing import play

LESSON = load()


@pytest.mark.parametrize(
    ("chapter", "changed"),
    [
        ("TopNode", {"w1": 0.0}),  # a weight that gathers all doses in one place
        ("BottomNode", {"w4": -0.5}),
        ("SumAndShift", {"w3": 1.3, "b3": 0.4}),
        ("HowGoodIsIt", {"b3": 0.4}),  # no measurement fits: there is nothing to check off
    ],
)
def test_a_chapter_is_told_with_other_numbers(tmp_path, chapter, changed):
    lesson = replace(LESSON, network=LESSON.network.changed(**changed))
    plan = chapter_plan(lesson, chapter)
    assert list(play(plan, lesson, tmp_path).ends) == [beat.name for beat in plan.beats]
