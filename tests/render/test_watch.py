"""What a chapter reads is noted, all of it, and told by digests that say when it is another."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import CairoRenderer

from squiggle.lesson import load
from squiggle.lesson.pacing import tell
from squiggle.lesson.words import Words
from squiggle.render.chapters import load_chapter
from squiggle.render.digest import digest
from squiggle.render.engine import settings
from squiggle.render.plan import Job
from squiggle.render.preset import Preset
from squiggle.render.renderer import SilentWriter
from squiggle.render.watch import WatchedLesson, WatchedWords, holds

from .variants import FIRST, OTHERS

SLOW = Preset("s", "256p5", 256, 144, 5, "3.1")
CHAPTERS = tell(FIRST)


class Undrawn(CairoRenderer):
    """Manim's renderer, which moves everything and draws nothing."""

    def update_frame(self, *_, **__):
        pass

    def get_frame(self):
        return np.zeros((1, 1, 4), dtype=np.uint8)


class Unwritten(SilentWriter):
    """A writer of no file."""

    def write_frame(self, *_, **__):
        pass


def play(plan, lesson, folder) -> dict[str, str]:
    """What a chapter reads while it is played."""
    job = Job(lesson, plan, 1, SLOW, round(plan.seconds * SLOW.fps))
    reads: dict[str, str] = {}
    watched = {
        "lesson": WatchedLesson(lesson, reads),
        "words": WatchedWords(Words(lesson), reads),
    }
    with settings(job, folder):
        renderer = Undrawn(file_writer_class=Unwritten)
        load_chapter(plan)(**watched, plan=plan, renderer=renderer).render()
    return reads


@pytest.fixture(scope="module")
def reads(tmp_path_factory) -> dict[str, dict[str, str]]:
    """What each chapter of the dosage lesson reads, by its name."""
    folder: Path = tmp_path_factory.mktemp("reads")
    return {plan.name: play(plan, FIRST, folder) for plan in CHAPTERS}


@pytest.mark.parametrize("plan", CHAPTERS, ids=lambda plan: plan.name)
def test_what_was_read_can_be_read_again_from_what_json_keeps(reads, plan):
    kept = json.loads(json.dumps(reads[plan.name]))
    assert kept == reads[plan.name]
    assert holds(kept, load(), Words(load()), plan)


@pytest.mark.parametrize("name", ["ActivationFunctions", "Recap", "HowGoodIsIt"])
def test_a_chapter_reads_the_same_every_time(reads, name, tmp_path):
    (plan,) = (plan for plan in CHAPTERS if plan.name == name)
    again = play(plan, load(), tmp_path)
    assert list(again.items()) == list(reads[name].items())


@pytest.mark.parametrize("plan", CHAPTERS, ids=lambda plan: plan.name)
def test_one_other_fact_is_enough(reads, plan):
    known, words = reads[plan.name], Words(FIRST)
    for fact, value in known.items():
        assert not holds(known | {fact: digest(value)}, FIRST, words, plan)


@pytest.mark.parametrize(
    "fact", ["lesson.gone", "words.gone [[], {}]", 'words.label [["gone"], {}]', "words.label", "x"]
)
def test_a_fact_that_there_no_longer_is_is_another(fact):
    assert not holds({fact: digest(None)}, FIRST, Words(FIRST), CHAPTERS[0])


@pytest.mark.parametrize("name", OTHERS)
def test_chapters_that_show_what_has_changed_are_another(reads, name):
    lesson = OTHERS[name]
    words = Words(lesson)
    held = {plan.name for plan in CHAPTERS if holds(reads[plan.name], lesson, words, plan)}
    everything = {plan.name for plan in CHAPTERS}
    if name == "title":
        assert held == everything
    elif name == "question":
        assert held == everything - {"Prediction", "HowGoodIsIt"}
    elif name in ("w1", "b1", "w2", "b2", "w3", "w4", "b3", "all weights", "decimals"):
        assert held == {"ActivationFunctions"}
    elif name in ("theme", "captions", "decimal mark", "language"):
        assert held == set()
    elif name == "targets":
        assert not held & {"TheQuestion", "HowGoodIsIt", "Recap"}
        assert "ActivationFunctions" in held


def test_a_method_reads_what_it_needs():
    reads: dict[str, str] = {}
    lesson = WatchedLesson(FIRST, reads)
    assert lesson.given("w3") == FIRST.given("w3")
    assert set(reads) >= {"lesson.numbers", "lesson.parameters", "lesson.decimals"}
    assert "lesson.network" not in reads
    lesson.trace_at([0.25])
    assert "lesson.network" in reads and "lesson.trace" not in reads


def test_what_a_lesson_does_not_have_is_not_read():
    reads: dict[str, str] = {}
    with pytest.raises(AttributeError):
        _ = WatchedLesson(FIRST, reads).nothing
    assert reads == {}


def test_words_are_those_of_the_lesson_and_noted_with_what_was_asked():
    reads: dict[str, str] = {}
    words, known = WatchedWords(Words(FIRST), reads), Words(FIRST)
    plan = CHAPTERS[3]
    assert words.title(plan) == known.title(plan)
    assert words.cues(plan, "weigh") == known.cues(plan, "weigh")
    assert words.breaks == known.breaks
    assert words.label("numbered", number="3") == known.label("numbered", number="3")
    assert len(reads) == 4
    assert 'words.label [["numbered"], {"number": "3"}]' in reads
    assert reads['words.cues [["weigh"], {}]'] == digest(known.cues(plan, "weigh"))


# ---- digests

atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(),
    st.floats(),
    st.sampled_from([0.0, -0.0, 1.0]),
    st.text(max_size=4),
    st.decimals(allow_nan=False, places=2),
)
values = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(max_size=2), inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=6,
)


def spelled(value) -> str:
    """What a value says, so that two values say the same only if this does."""
    if isinstance(value, list | tuple):
        return f"({' '.join(map(spelled, value))})"
    if isinstance(value, dict):
        return f"<{' '.join(f'{spelled(key)}:{spelled(item)}' for key, item in value.items())}>"
    return f"{type(value).__name__}|{value!r}|"


@given(values, values)
def test_two_digests_are_the_same_when_and_only_when_two_values_say_the_same(one, other):
    assert (digest(one) == digest(other)) == (spelled(one) == spelled(other))


@given(st.lists(values, max_size=4))
def test_where_a_row_ends_counts(row):
    ways = [row, [row], [*row, []], [[], *row], {"a": row}, [len(row), row]]
    assert len({digest(way) for way in ways}) == len({spelled(way) for way in ways})


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=6))
def test_arrays_count_with_their_shape_and_kind_and_every_bit(numbers):
    array = np.array(numbers)
    assert digest(array) == digest(array.copy()) == digest(np.stack([array, array])[0])
    others = [array.astype("f4"), array[None], array[:-1], np.nextafter(array, np.inf)]
    others += [np.append(array, 0.0), numbers]
    found = [digest(other) for other in others]
    assert digest(array) not in found
    assert digest(array[::-1]) == digest(array[::-1].copy())


def test_kinds_that_are_equal_in_python_are_told_apart():
    alike = [1, 1.0, True, "1", Decimal(1), Decimal("1.0"), [1], {1: 1}, np.array(1)]
    assert set(Counter(map(digest, alike)).values()) == {1}
    assert digest(np.float64(1.5)) == digest(1.5) and digest((1, 2)) == digest([1, 2])


@pytest.mark.parametrize("value", [object(), len, {1, "a"}, b"bytes", int, 1j, [object()]])
def test_what_cannot_be_told_is_refused(value):
    with pytest.raises(TypeError):
        digest(value)


def test_what_a_record_does_not_compare_by_is_left_out():
    activation = FIRST.activation
    assert digest(activation) == digest(replace(activation, f=np.sin))
    assert digest(activation) != digest(replace(activation, beta=2.0))


PRINTS = """
import numpy as np
from squiggle.lesson import load
from squiggle.render.digest import digest
lesson = load()
told = [frozenset("squiggle"), {"b": 1.5, "a": None}, np.arange(3.0), lesson.network, lesson.curve]
print(digest([*told, lesson.numbers, lesson.groups, lesson.decimals]))
"""


def test_digests_are_the_same_in_every_process():
    said = {
        subprocess.run(
            [sys.executable, "-c", PRINTS],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1 and len(said.pop()) == 65
