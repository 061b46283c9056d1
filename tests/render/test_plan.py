"""Which chapters are rendered, under which names, and in which order."""

import pytest

from squiggle.errors import SquiggleError
from squiggle.lesson import load
from squiggle.lesson.pacing import tell
from squiggle.lesson.storyboard import find_chapter
from squiggle.render import PRESETS, preset
from squiggle.render.plan import plan_film
from squiggle.render.processes import cores

CHAPTERS = tell(load())
NAMES = [chapter.name for chapter in CHAPTERS]


@pytest.mark.parametrize("name", ["TopNode", "topnode", "top_node", "top-node", "04-top-node"])
def test_a_chapter_is_found_however_it_is_spelled(name):
    assert find_chapter(CHAPTERS, name).name == "TopNode"


@pytest.mark.parametrize("name", ["Training", "", "4", "Top", "TopNodes"])
def test_an_unknown_chapter_is_told_with_all_known_ones(name):
    with pytest.raises(SquiggleError) as caught:
        find_chapter(CHAPTERS, name)
    assert str(caught.value) == f"unknown chapter: {name!r} - known: {', '.join(NAMES)}"
    assert caught.value.status == 2


def test_an_unknown_quality_is_told_with_all_known_ones():
    with pytest.raises(SquiggleError, match=r"unknown quality: 'x' - known: l \(480p15\), m"):
        preset("x")


def test_presets_are_manims():
    shapes = {letter: (p.width, p.height, p.fps) for letter, p in PRESETS.items()}
    assert shapes == {
        "l": (854, 480, 15),
        "m": (1280, 720, 30),
        "h": (1920, 1080, 60),
        "p": (2560, 1440, 60),
        "k": (3840, 2160, 60),
    }


def test_chapters_come_in_the_storyboards_order_once_and_keep_their_numbers():
    plan = plan_film(load(), PRESETS["l"], ["Recap", "TopNode", "recap"])
    assert [job.stem for job in plan.jobs] == ["04-top-node", "10-recap"]
    assert plan.starts == (0, plan.jobs[0].frames)


def test_workers_take_long_chapters_first():
    lengths = [job.frames for job in plan_film(load(), PRESETS["h"]).longest_first]
    assert lengths == sorted(lengths, reverse=True)
    assert len(lengths) == len(CHAPTERS)


def test_there_is_a_core_at_least():
    assert cores() >= 1
