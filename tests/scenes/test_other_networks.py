"""Other numbers than the dosage lesson's are played to the end too."""

from dataclasses import replace

import numpy as np
import pytest

from squiggle.lesson import Group, load
from squiggle.lesson.pacing import chapter_plan
from squiggle.lesson.storyboard import ROWS

from .collisions import APART, report, text_on_text
from .networks import measured, told
from .playing import Played, hurry, play
from .test_collisions import holding, shapes_outside

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


@pytest.mark.parametrize("bias", [-3.2, 0.5])
def test_doses_far_beyond_the_bend_do_not_leave_the_picture(tmp_path, bias):
    """On the bend's axis, in its scale, most of these would lie beyond the frame."""
    changes = measured([0.0, 5.0, 12.0, 20.0, 28.0], [0.0, 1.0, 2.0, 3.0, 4.0])
    lesson = replace(told([(0.4, bias, 3.1), (-0.25, 4.5, 2.4)]), **changes)
    played = play(chapter_plan(lesson, "TopNode"), lesson, tmp_path)
    assert not report(played, shapes_outside, moving=True)


def captions_stand_two_to_seven_seconds(played: Played) -> bool:
    cues = [cue for record in played.records for cue in record.cues]
    return all(1.99 < cue.end - cue.start < 7.01 for cue in cues)


@pytest.mark.parametrize("nodes", [1, 3, 8, 12])
def test_every_number_is_named_under_two_captions(tmp_path, nodes):
    lesson = told([(1.5, 0.25, 1.0)] * nodes)
    played = hurry(chapter_plan(lesson, "TheNetwork"), lesson, tmp_path)
    shown = [text.text for text in played.ends["name_numbers"].texts]
    assert len(played.records[1].cues) == 2 and captions_stand_two_to_seven_seconds(played)
    assert shown.count("1.50") == (nodes if nodes <= ROWS else 0)


@pytest.mark.parametrize(
    ("count", "name"),
    [(0, ""), (1, "g"), (4, "a long nam"), (5, "little"), (10, "g"), (10, "a long nam")],
)
def test_groups_appear_with_their_names_if_these_have_room(tmp_path, count, name):
    inputs = [place / 10 for place in range(max(2, count))]
    changes = measured(inputs, [place % 2 for place in range(len(inputs))])
    names = [f"{name}{place}" for place in range(count)]
    parts = np.array_split(np.arange(len(inputs)), count) if count else []
    groups = (
        Group(name, changes["inputs"][part], changes["targets"][part])
        for name, part in zip(names, parts, strict=True)
    )
    lesson = replace(LESSON, **changes | {"groups": tuple(groups)})
    played = hurry(chapter_plan(lesson, "TheQuestion"), lesson, tmp_path)
    seen = played.ends["show_doses"]
    shown = {text.text for text in seen.texts} & set(names)
    assert shown == (set(names) if len(names) * len(name) < 50 else set())
    assert not report(played, holding(text_on_text, APART), moving=False)
    assert captions_stand_two_to_seven_seconds(played)
