"""Ticks: round, even, enough and not too many for any range, and each with a number of its own."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from squiggle.lesson.numbers import Numbers
from squiggle.stage.ticks import (
    BROAD,
    NICE,
    broadest,
    nice_step,
    nice_ticks,
    padded,
    tick_texts,
    ticks,
)

PLAIN = Numbers()
data = st.floats(-1e3, 1e3)
sizes = st.floats(1e-2, 1e3)
powers = st.builds(
    lambda mantissa, power: mantissa * 10.0**power, st.floats(-10, 10), st.integers(-9, 35)
)
ways = st.sampled_from([PLAIN, Numbers(",")])


@st.composite
def ranges(draw):
    """Any range: of two numbers, or a narrow one somewhere far out."""
    low, width = draw(powers), abs(draw(powers))
    assume(width >= 1e-9)
    assume(width > 1.1e-12 * max(abs(low), abs(low + width)))
    return low, low + width


@given(low=data, span=sizes, most=st.integers(1, 9))
def test_ticks_are_round_even_and_not_too_many(low, span, most):
    high = low + span
    assume(high > low)
    step, places = nice_step(low, high, most), nice_ticks(low, high, most)
    assert len(places) <= most + 1
    leading = step / 10.0 ** np.floor(np.log10(step) + 1e-9)
    assert min(abs(leading - nice) for nice in NICE) < 1e-6
    assert all(low - 1e-6 * span <= place <= high + 1e-6 * span for place in places)
    assert np.allclose(np.diff(places), step)
    assert not any(np.signbit(place) for place in places if place == 0)
    smaller = [nice * 10.0**p for p in range(-6, 6) for nice in NICE]
    assert not any(s < step * 0.999 and span / s <= most for s in smaller)


@given(ends=ranges())
@example(ends=(1000.001, 1000.003))
@example(ends=(0.0, 1e-9))
@example(ends=(-1e36, 1e36))
@example(ends=(0.0, 0.7))
def test_a_main_axis_has_four_to_seven_even_ticks_inside_it(ends):
    low, high = ends
    places = ticks(low, high)
    span = high - low
    assert 4 <= len(places) <= 7
    assert all(low - 1e-6 * span <= place <= high + 1e-6 * span for place in places)
    steps = np.diff([Decimal(repr(place)) for place in places])
    assert len(set(steps)) == 1  # in decimals they are exactly even
    digits = steps[0].normalize().as_tuple().digits
    assert digits in {(1,), (2,), (2, 5), (5,)}


@given(ends=ranges())
def test_the_ticks_reach_to_the_ends_of_the_axis(ends):
    low, high = ends
    places = ticks(low, high)
    step = places[1] - places[0]
    assert places[0] - low < 1.001 * step and high - places[-1] < 1.001 * step


@given(ends=ranges(), way=ways)
def test_each_tick_has_a_number_of_its_own_that_says_where_it_is(ends, way):
    places = ticks(*ends)
    texts = tick_texts(places, way)
    assert len(set(texts)) == len(texts)
    assert [float(way.read(text)) for text in texts] == places  # exactly
    assert not any("-" in text for text in texts)
    if way.decimal == ",":
        assert not any("." in text for text in texts)


@given(places=st.lists(data, max_size=6), way=ways)
def test_any_places_are_numbered_and_told_apart(places, way):
    texts = tick_texts(places, way)
    assert len(set(texts)) == len(set(places))


@given(low=st.integers(-999, 999), more=st.integers(2, 999), power=st.integers(-3, 6))
def test_numbers_of_everyday_size_have_eight_characters_at_most(low, more, power):
    scale = 10.0**power
    texts = tick_texts(ticks(low * scale, (low + more) * scale), PLAIN)
    assert max(map(len, texts)) <= 8


@given(low=st.integers(-9, 9), more=st.integers(2, 9), power=st.integers(-1, 2))
def test_the_numbers_of_a_usual_axis_fit_beside_it(low, more, power):
    scale = 10.0**power
    assert broadest(tick_texts(ticks(low * scale, (low + more) * scale), PLAIN)) <= BROAD


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-3.2, 3.8, ["−3", "−2", "−1", "0", "1", "2", "3"]),
        (1000.001, 1000.003, ["1000.0010", "1000.0015", "1000.0020", "1000.0025", "1000.0030"]),
        (1.15e6, 1.72e6, ["1.2e6", "1.3e6", "1.4e6", "1.5e6", "1.6e6", "1.7e6"]),
        (0, 60_000, ["0", "20e3", "40e3", "60e3"]),
        (0, 1e-9, ["0", "0.2e−9", "0.4e−9", "0.6e−9", "0.8e−9", "1.0e−9"]),
        (-1e36, 1e36, ["−1.0e36", "−0.5e36", "0", "0.5e36", "1.0e36"]),
        (1234567, 1234570, ["1234567", "1234568", "1234569", "1234570"]),
    ],
)  # fmt: skip
def test_ticks_as_they_are_written(low, high, texts):
    assert tick_texts(ticks(low, high), PLAIN) == texts


def test_a_third_is_written_with_as_many_decimals_as_tell_it_apart():
    assert tick_texts([0, 1 / 3, 2 / 3], PLAIN) == ["0.000", "0.333", "0.667"]
    assert tick_texts([], PLAIN) == []


@given(values=st.lists(data, min_size=1, max_size=8), share=st.floats(0, 0.5))
def test_padding_leaves_room_on_both_sides(values, share):
    low, high = padded(values, share)
    assert low <= min(values) and max(values) <= high
    assert low < high or share == 0
    assert min(values) - low == pytest.approx(high - max(values), abs=1e-6)


@given(value=powers, noise=st.integers(0, 100))
def test_a_range_without_a_width_is_widened(value, noise):
    values = [value, value + noise * np.spacing(value)]
    low, high = padded(values, 0.0)
    assert low < min(values) and max(values) < high
    assert high - low >= 0.9 * abs(value) or value == 0 or abs(value) < 1e-300
    assert nice_step(*values, 5) > 0
    assert 4 <= len(ticks(*values)) <= 7


@pytest.mark.parametrize("most", [1, 2, 7])
@pytest.mark.parametrize("end", [0.0, 5e-324, 1e-200, 1e307])
def test_no_range_breaks_the_axis(end, most):
    step = nice_step(-end, end, most)
    assert step > 0 and np.isfinite(step)
    assert all(map(np.isfinite, nice_ticks(-end, end, most)))
