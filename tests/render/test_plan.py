"""Which chapters are rendered, under which names, and in which order."""

from dataclasses import replace

import pytest

from squiggle.core import Network
from squiggle.errors import SquiggleError
from squiggle.lesson import load
from squiggle.lesson.pacing import tell
from squiggle.lesson.storyboard import find_chapter
from squiggle.render import PRESETS, preset
from squiggle.render.key import job_key
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


def many(count, weight):
    """A lesson about so many hidden nodes, all with the same weight; it has one decimal."""
    network = Network.of_bends([(weight, 1.0, weight)] * count, weight)
    decimals = dict.fromkeys(network.parameters, 1)
    return replace(load(), network=network, decimals=decimals, shape="1:1")


@pytest.mark.parametrize("shape", ["4:3", "1:1", "9:16"])
def test_a_shape_is_the_films_and_part_of_a_chapters_key(shape):
    wide, other = (
        plan_film(replace(load(), shape=told), PRESETS["l"], ["TopNode"])
        for told in ("16:9", shape)
    )
    assert wide.preset is PRESETS["l"] and other.preset.shape == shape
    assert other.jobs[0].preset == other.preset and other.frames == wide.frames
    assert job_key(other.jobs[0]) != job_key(wide.jobs[0])


def test_a_chapter_without_room_in_the_shape_is_refused_before_rendering():
    lesson = many(8, -123.4)
    with pytest.raises(SquiggleError) as caught:
        plan_film(lesson, PRESETS["l"])
    assert str(caught.value) == (
        "TheNetwork: no room for the list of 25 numbers in the shape 1:1"
        " - wanted: another --shape, or other chapters (--only, --set chapters=...)"
    )
    assert caught.value.status == 2
    assert plan_film(lesson, PRESETS["l"], ["FirstNode"]).jobs
    assert plan_film(replace(lesson, shape="9:16"), PRESETS["l"]).jobs
    assert plan_film(many(8, -1.4), PRESETS["l"]).jobs
