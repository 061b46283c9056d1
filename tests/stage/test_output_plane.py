"""The plane of the output, and what of a lesson decides how it looks."""

from dataclasses import replace

import pytest

from squiggle.core import locked
from squiggle.lesson import Group, load
from squiggle.render.watch import WatchedLesson
from squiggle.stage.output_plane import input_ticks

LESSON = load("dosage")


def read_by_ticks(lesson) -> dict[str, str]:
    """What the ticks of the input axis read of a lesson."""
    reads: dict[str, str] = {}
    input_ticks(WatchedLesson(lesson, reads))
    return reads


@pytest.mark.parametrize(
    "changes",
    [
        {"targets": locked(1 - LESSON.targets)},
        {"groups": (Group("all", LESSON.inputs, locked(1 - LESSON.targets)),)},
        {"question": 0.25},
    ],
    ids=["targets", "groups", "question"],
)
def test_ticks_of_inputs_read_nothing_that_they_do_not_show(changes):
    assert read_by_ticks(replace(LESSON, **changes)) == read_by_ticks(LESSON)


@pytest.mark.parametrize(
    "changes", [{"interval": (0.0, 2.0)}, {"groups": ()}], ids=["interval", "no groups"]
)
def test_ticks_of_inputs_read_what_decides_them(changes):
    assert read_by_ticks(replace(LESSON, **changes)) != read_by_ticks(LESSON)


def test_names_of_groups_have_room_between_fewer_ticks():
    assert len(input_ticks(LESSON)) < len(input_ticks(replace(LESSON, groups=())))
