"""A lesson written as one file, and read again: the same lesson to the last bit."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from squiggle.lesson import LESSONS, load, read
from squiggle.lesson.written import written

from .random_lessons import lessons


@pytest.mark.parametrize("name", LESSONS)
def test_a_known_lesson_comes_back(name):
    lesson = load(name)
    assert read("again", written(lesson)).digest == lesson.digest


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lessons())
def test_any_lesson_comes_back(lesson):
    text = written(lesson)
    again = read("again", text)
    assert again.digest == lesson.digest, text
    assert written(again) == text


def test_numbers_stand_as_they_are_shown_where_that_is_all_of_them():
    text = written(load())
    assert "w3 = -1.30\n" in text and "w1 = -34.4\n" in text
    assert "[network.decimals]" not in text


def test_a_number_of_many_digits_stands_whole_beside_its_decimals():
    lesson = load()
    trained = replace(lesson, network=lesson.network.changed(w1=-34.39871236))
    text = written(replace(trained, decimals=dict(lesson.decimals) | {"w1": 1}))
    assert "w1 = -34.39871236\n" in text
    assert text.index("[network.decimals]\nw1 = 1\n") < text.index("[input]")


def test_chapters_are_written():
    lesson = replace(load(), chapters=("Prediction", "Recap"))
    text = written(lesson)
    assert 'chapters = ["Prediction", "Recap"]\n' in text
    assert read("again", text).digest == lesson.digest


def test_a_shape_is_written_and_part_of_the_digest():
    wide, tall = load(), replace(load(), shape="9:16")
    assert 'shape = "9:16"\n' in written(tall)
    again = read("again", written(tall))
    assert again.shape == "9:16" and again.digest == tall.digest != wide.digest
