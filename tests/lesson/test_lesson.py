"""The dosage lesson as data, and what a lesson's text must hold."""

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from importlib import resources

import numpy as np
import pytest

from squiggle.core import Network
from squiggle.lesson import LESSONS, Lesson, load, read

from .some import DOSAGE

TEXT = (resources.files("squiggle.lesson") / "lessons" / "dosage.toml").read_text("utf-8")


def test_the_dosage_lesson_holds_the_numbers_as_given():
    assert list(DOSAGE.parameters.items()) == [
        ("w1", -34.4), ("b1", 2.14), ("w2", -2.52), ("b2", 1.29),
        ("w3", -1.3), ("w4", 2.28), ("b3", -0.58),
    ]  # fmt: skip
    assert dict(DOSAGE.decimals) == {
        "w1": 1, "b1": 2, "w2": 2, "b2": 2, "w3": 2, "w4": 2, "b3": 2,
    }  # fmt: skip
    assert DOSAGE.inputs.tolist() == [0.0, 0.1, 0.4, 0.5, 0.9, 1.0]
    assert DOSAGE.targets.tolist() == [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]
    assert [(g.name, g.inputs.tolist(), g.targets.tolist()) for g in DOSAGE.groups] == [
        ("low", [0.0, 0.1], [0.0, 0.0]),
        ("medium", [0.4, 0.5], [1.0, 1.0]),
        ("high", [0.9, 1.0], [0.0, 0.0]),
    ]
    assert (DOSAGE.names.input, DOSAGE.names.output, DOSAGE.question) == ("dose", "effect", 0.5)
    assert (DOSAGE.theme, DOSAGE.captions, DOSAGE.language) == ("dark", True, "en")


def test_the_truths_of_the_film():
    assert DOSAGE.error == pytest.approx(4.827, abs=5e-4)
    assert DOSAGE.few == (0, 3, 5)
    assert DOSAGE.error_of_few == pytest.approx(0.0014, abs=5e-5)
    assert DOSAGE.interval == (0.0, 1.0)
    assert DOSAGE.trace is DOSAGE.trace
    assert DOSAGE.trace.output[3] == DOSAGE.trace_at([DOSAGE.question]).output[0]


def test_the_curve_passes_through_every_measured_input():
    assert set(DOSAGE.inputs) | {DOSAGE.question} <= set(DOSAGE.curve.inputs)
    at = np.searchsorted(DOSAGE.curve.inputs, DOSAGE.inputs)
    np.testing.assert_array_equal(DOSAGE.curve.output[at], DOSAGE.trace.output)


def test_a_lesson_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        DOSAGE.title = "another"
    for array in (DOSAGE.inputs, DOSAGE.targets, DOSAGE.gaps, DOSAGE.groups[0].inputs):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("w1 = -34.4", "w1 = -34.5"),
        ("w3 = -1.30", "w3 = -1.3"),
        ('"softplus"', '"relu"'),
        ("0.9, 1.0]", "0.8, 1.0]"),
        ("1.0, 0.0, 0.0]", "1.0, 1.0, 0.0]"),
        ("question = 0.5", "question = 0.4"),
        ("question = 0.5", "question = 0.5\ncaptions = false"),
        ("question = 0.5", 'question = 0.5\npacing = "slow"'),
        ('input = "dose"', 'input = "dose"\ninput_unit = "mg"'),
        ("[data]", "[input]\nrange = [0, 2]\n[data]"),
        ("low = 2\nmedium = 2", "low = 1\nmedium = 3"),
    ],
)
def test_the_digest_changes_with_what_is_seen(before, after):
    assert before in TEXT
    assert read("dosage", TEXT.replace(before, after, 1)).digest != DOSAGE.digest


def test_the_digest_is_the_same_for_the_same_lesson_in_every_process():
    again = "from squiggle.lesson import load; print(load().digest)"
    run = subprocess.run([sys.executable, "-c", again], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == DOSAGE.digest == load().digest
    assert len(DOSAGE.digest) == 64
    assert read("dosage", "# a remark\n" + TEXT).digest == DOSAGE.digest


def test_every_lesson_in_the_package_is_known():
    folder = resources.files("squiggle.lesson") / "lessons"
    assert sorted(file.name for file in folder.iterdir()) == [f"{name}.toml" for name in LESSONS]


def test_a_lesson_may_do_without_groups():
    text = TEXT[: TEXT.index("# How many")]
    assert read("mine", text).groups == ()


@pytest.mark.parametrize("name", LESSONS)
def test_every_known_lesson_loads(name):
    assert isinstance(load(name), Lesson)


def test_another_network_gives_another_trace():
    other = replace(DOSAGE, network=Network.two_bends(1, 2, 3, 4, 5, 6, 7))
    assert other.trace.output[0] != DOSAGE.trace.output[0]
    assert other.digest != DOSAGE.digest


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("squiggle.core", ["manim", "scipy", "squiggle.lesson"]),
        ("squiggle.lesson.words", ["manim", "scipy", "squiggle.stage"]),
    ],
)
def test_importing_the_numbers_imports_no_pictures(module, forbidden):
    code = f"import sys, {module}; print([m for m in {forbidden} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
