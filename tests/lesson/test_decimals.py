"""As many decimals as tell numbers apart, and no more."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.core import locked
from squiggle.lesson.data_slots import errors
from squiggle.lesson.decimals import (
    LIKE,
    MOST,
    PLACES,
    TINY,
    decimals_for,
    error_places,
    places,
)

from .some import DOSAGE, lessons

spreads = st.builds(
    lambda mantissa, power: mantissa * 10.0**power, st.floats(1, 9.9), st.integers(-4, 11)
)

sizes = st.floats(-9, 3).map(lambda power: 10.0**power)


def spread_like(width: float, start: float = 0.0) -> np.ndarray:
    return np.array([start, start + width / 3, start + width])


@given(width=spreads, usual=st.integers(0, 4))
def test_the_whole_spread_takes_a_few_digits(width, usual):
    decimals = places(spread_like(width), usual)
    steps = width * 10.0**decimals
    assert decimals >= 0
    assert steps >= 10.0 ** (usual - 1) / 1.0001  # a tenth of the everyday precision at least
    if decimals:
        assert steps < 10.0 ** (usual + 2)


@given(one=spreads, other=spreads, usual=st.integers(0, 4))
def test_a_wider_spread_never_takes_more_decimals(one, other, usual):
    narrow, wide = sorted([one, other])
    assert places(spread_like(wide), usual) <= places(spread_like(narrow), usual)


@given(width=st.floats(0.1, 99.9), usual=st.integers(0, 4))
def test_everyday_spreads_take_the_usual_decimals(width, usual):
    assert places(spread_like(width), usual) == usual


@pytest.mark.parametrize(
    ("width", "decimals"),
    [(0.01, 3), (0.05, 3), (0.001, 4), (0.1, 2), (99.0, 2), (100.0, 1), (1000.0, 0), (1e12, 0)],
)
def test_places_of_known_spreads(width, decimals):
    assert places(spread_like(width), 2) == decimals


@given(start=st.floats(-1e6, 1e6), usual=st.integers(0, 4))
def test_numbers_that_are_all_alike_take_the_usual_decimals(start, usual):
    assert places(np.full(5, start), usual) == usual
    assert places(np.array([0.0, TINY / 2]), usual) == usual


@given(st.lists(spreads, min_size=4, max_size=4), st.floats(-1e3, 1e3))
def test_terms_and_what_they_make_are_written_alike(widths, start):
    values = {kind: spread_like(w, start) for kind, w in zip(PLACES, widths, strict=True)}
    told = decimals_for(values)
    assert set(told) == {*PLACES, *LIKE}
    for kind, like in LIKE.items():
        assert told[kind] == told[like]
    assert told["scaled"] == told["sum"] == told["output"] == told["gap"]


@settings(deadline=None)
@given(lessons())
def test_a_lessons_numbers_have_few_decimals_and_marks_stay_apart(lesson):
    decimals = lesson.numbers.decimals
    assert all(0 <= count <= 9 for count in decimals.values())
    shown = [lesson.numbers.show_as("input", x) for x in lesson.marks]
    assert len(set(shown)) == len(shown)
    output = lesson.curve.output
    if (span := float(np.ptp(output))) > 1e-4:
        unit = 10.0 ** -decimals["output"]
        others = [lesson.targets, lesson.curve.sum, *(n.scaled for n in lesson.curve.nodes)]
        widest = max(span, float(np.ptp(np.concatenate([output, *others]))))
        assert unit <= widest  # not all of it is one number
        assert math.isfinite(unit)


def test_the_dosage_lesson_has_everyday_decimals():
    decimals = DOSAGE.numbers.decimals
    assert {kind: decimals[kind] for kind in PLACES} == dict(PLACES)


@given(whole=sizes, usual=st.integers(0, 4), measured=st.integers(1, 9))
def test_squared_errors_have_two_digits_of_the_whole_and_parts_of_them_one_more(
    whole, usual, measured
):
    places = error_places(whole, usual, measured)
    assert usual <= places <= max(usual, MOST)
    if measured > 2:  # a few can be picked out
        assert places > usual or not usual or places == MOST
    else:
        assert places == usual or whole < 10.0 ** (2 - usual)
    if places < MOST:
        assert whole * 10.0**places >= 9.99  # two digits at least


@settings(deadline=None)
@given(lessons(), sizes)
def test_the_error_of_a_few_is_never_written_as_more_than_that_of_all(lesson, size):
    if not lesson.has_data:
        return
    targets = lesson.outputs + size * (lesson.targets - lesson.outputs)
    lesson = replace(lesson, targets=locked(targets))
    whole, part = errors(lesson)
    read = lesson.numbers.read
    assert 0 <= read(part) <= read(whole)
    if lesson.error > 1e-300:
        assert float(read(whole)) == pytest.approx(lesson.error, rel=0.06)
    if "e" not in whole + part:
        assert read(whole).as_tuple().exponent == read(part).as_tuple().exponent
    elif "e\N{MINUS SIGN}" in whole and read(part):
        assert whole.partition("e")[2] == part.partition("e")[2]
