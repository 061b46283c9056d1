"""Which chapters a lesson has: those for which it has something to tell."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.core import locked
from squiggle.errors import SquiggleError
from squiggle.lesson.storyboard import NAMES, find_chapter, sketch, slug

from .some import DOSAGE, lessons, measured, of_bends

ALWAYS = {"TheNetwork", "ActivationFunctions", "Prediction", "WhatWeightsDo", "Recap"}
NODES = {
    1: ["OnlyNode"],
    2: ["TopNode", "BottomNode"],
    3: ["TopNode", "MiddleNode", "BottomNode"],
}


def names(lesson) -> list[str]:
    return [chapter.name for chapter in sketch(lesson)]


def beats(lesson, chapter: str) -> list[str]:
    return [beat.name for beat in find_chapter(sketch(lesson), chapter).beats]


def nodes(count: int, **changes):
    return of_bends([(2.0, -1.0, 1.5)] * count, 0.5, **changes)


def test_the_chapters_of_the_dosage_lesson():
    assert names(DOSAGE) == [
        *("TheQuestion", "TheNetwork", "ActivationFunctions", "TopNode", "BottomNode"),
        *("SumAndShift", "Prediction", "HowGoodIsIt", "WhatWeightsDo", "Recap"),
    ]


@settings(deadline=None)
@given(lessons())
def test_a_lesson_has_a_chapter_for_all_it_has_and_for_nothing_else(lesson):
    told, count = names(lesson), len(lesson.network.bends())
    assert set(told) >= ALWAYS
    assert ("TheQuestion" in told) == (len(set(lesson.inputs.tolist())) > 1)
    assert ("HowGoodIsIt" in told) == (len(lesson.inputs) > 0)
    assert ("FinalBend" in told) == (lesson.network.layers[-1].activation.name != "identity")
    assert ("SumAndShift" in told) == (count > 1) and ("Shift" in told) == (count == 1)
    inside = [name for name in told if "Node" in name]
    assert inside == NODES.get(count, ["FirstNode", "OtherNodes"])


@settings(deadline=None)
@given(lessons())
def test_chapters_come_once_in_the_order_of_all_names(lesson):
    told = names(lesson)
    places = [NAMES.index(name) for name in told]
    assert all(one < following for one, following in pairwise(places))


def test_every_chapter_is_told_by_some_lesson():
    many = [nodes(count, output=bend) for count in (1, 2, 3, 5) for bend in ("identity", "tanh")]
    assert {name for lesson in many for name in names(lesson)} == set(NAMES)


@settings(deadline=None)
@given(lessons())
def test_nodes_with_a_chapter_are_the_first_ones_each_once(lesson):
    places = [chapter.node for chapter in sketch(lesson) if chapter.node is not None]
    count = len(lesson.network.bends())
    assert places == list(range(count if count <= 3 else 1))


@settings(deadline=None)
@given(lessons())
def test_files_are_named_after_scenes_and_clips_after_chapters(lesson):
    for chapter in sketch(lesson):
        assert chapter.module == slug(chapter.scene).replace("-", "_")
        assert chapter.slug == slug(chapter.name)
        assert find_chapter(sketch(lesson), chapter.slug) == chapter
    assert len({chapter.slug for chapter in sketch(lesson)}) == len(sketch(lesson))


@pytest.mark.parametrize(
    ("count", "chapter", "wanted"),
    [
        (1, "Shift", ["put_together", "shift"]),
        (2, "SumAndShift", ["put_together", "hook", "join", "shift"]),
        (3, "SumAndShift", ["put_together", "hook", "join", "shift"]),
        (4, "SumAndShift", ["put_together", "stack", "shift"]),
        (64, "SumAndShift", ["put_together", "stack", "shift"]),
    ],
)
def test_how_a_sum_is_told_depends_on_how_many_are_added(count, chapter, wanted):
    assert beats(nodes(count), chapter) == wanted


def test_a_bend_after_the_sum_is_told_where_the_network_is_run():
    plain, bent = (
        find_chapter(sketch(nodes(2, output=o)), "Prediction") for o in ("identity", "tanh")
    )
    runs = [{beat.name: beat for beat in chapter.beats}["run"] for chapter in (plain, bent)]
    assert [len(run.parts) for run in runs] == [2, 3]


@pytest.mark.parametrize(
    ("off", "captions"),
    [
        ([0, 2, 0.3, 0, 0.1, 0], 2),  # first, middle and last alone look perfect
        ([0, 0, 0, 0, 0, 0], 1),
        ([1, 2, 0.3, 1, 0.1, 1], 1),
        ([0, 0, 0], 1),  # there are no others
        ([2], 1),
    ],
)
def test_some_of_the_measurements_are_spoken_of_only_where_they_mislead(off, captions):
    xs = np.linspace(0, 1, len(off))
    targets = DOSAGE.network(xs[:, None])[:, 0] - off
    chapter = find_chapter(sketch(measured(DOSAGE, xs, targets)), "HowGoodIsIt")
    assert len(chapter.beats[-1].parts) == captions


def test_measurements_at_one_input_ask_no_question_but_are_judged():
    lesson = measured(DOSAGE, [0.5, 0.5], [0.0, 1.0])
    assert "TheQuestion" not in names(lesson) and "HowGoodIsIt" in names(lesson)
    nothing = replace(DOSAGE, inputs=locked([]), targets=locked([]), groups=())
    assert not {"TheQuestion", "HowGoodIsIt"} & set(names(nothing))


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_a_chapter_is_found_however_it_is_spelled(name, chance):
    lesson = nodes({"OnlyNode": 1, "Shift": 1, "FirstNode": 5, "OtherNodes": 5}.get(name, 3))
    lesson = replace(lesson, network=nodes(len(lesson.node_names), output="tanh").network)
    spelled = chance.choice([name, slug(name), slug(name).replace("-", "_"), f"07-{slug(name)}"])
    spelled = "".join(chance.choice([c.lower(), c.upper()]) for c in spelled)
    assert find_chapter(sketch(lesson), spelled).name == name


def test_a_chapter_that_this_lesson_does_not_have_is_unknown():
    with pytest.raises(SquiggleError) as caught:
        find_chapter(sketch(DOSAGE), "MiddleNode")
    assert str(caught.value) == f"unknown chapter: 'MiddleNode' - known: {', '.join(names(DOSAGE))}"
