"""A plane: its map and back, round ticks, and what follows a zoom."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from squiggle.lesson.numbers import MINUS
from squiggle.stage.curve import Curve, Dot
from squiggle.stage.frame import HEIGHT, PIXELS_PER_UNIT, WIDTH, Box
from squiggle.stage.plane import NICE, Plane, nice_step, nice_ticks, padded
from squiggle.stage.theme import DARK

BOX = Box(900, 190, 1600, 830)
data = st.floats(-1e3, 1e3)
sizes = st.floats(1e-2, 1e3)
shares = st.lists(st.floats(0, 1), min_size=2)


def plane(x_range=(0.0, 1.0), y_range=(-1.0, 3.0), box=BOX):
    return Plane("test", box, x_range, y_range, DARK)


def to_pixels(points):
    points = np.atleast_2d(points)
    x, y = WIDTH / 2 + points[:, 0] * PIXELS_PER_UNIT, HEIGHT / 2 - points[:, 1] * PIXELS_PER_UNIT
    return np.column_stack([x, y])


@given(left=data, bottom=data, width=sizes, height=sizes)
def test_the_corners_of_the_data_are_the_corners_of_the_box(left, bottom, width, height):
    made = plane((left, left + width), (bottom, bottom + height))
    corners = made.points_at(np.array([left, left + width]), np.array([bottom, bottom + height]))
    np.testing.assert_allclose(
        to_pixels(corners), [[BOX.left, BOX.bottom], [BOX.right, BOX.top]], atol=1e-6
    )


@given(
    left=data, bottom=data, width=sizes, height=sizes, shares=st.lists(st.floats(0, 1), min_size=2)
)
def test_the_map_goes_there_and_back(left, bottom, width, height, shares):
    made = plane((left, left + width), (bottom, bottom + height))
    x, y = left + width * np.array(shares), bottom + height * np.array(shares[::-1])
    at = made.points_at(x, y)
    (sx, sy), (ox, oy) = made.scale_xy, made.offset_xy
    np.testing.assert_allclose((at[:, 0] - ox) / sx, x, atol=1e-6 * width + 1e-9)
    np.testing.assert_allclose((at[:, 1] - oy) / sy, y, atol=1e-6 * height + 1e-9)
    np.testing.assert_array_equal(at[:, 2], 0)


@given(low=data, span=sizes, most=st.integers(1, 9))
def test_ticks_are_round_even_and_not_too_many(low, span, most):
    high = low + span
    assume(high > low)
    step, ticks = nice_step(low, high, most), nice_ticks(low, high, most)
    assert len(ticks) <= most + 1
    leading = step / 10.0 ** np.floor(np.log10(step) + 1e-9)
    assert min(abs(leading - nice) for nice in NICE) < 1e-6
    assert all(low - 1e-6 * span <= tick <= high + 1e-6 * span for tick in ticks)
    assert np.allclose(np.diff(ticks), step)
    assert not any(np.signbit(tick) for tick in ticks if tick == 0)
    smaller = [nice * 10.0**p for p in range(-6, 6) for nice in NICE]
    assert not any(s < step * 0.999 and span / s <= most for s in smaller)


@given(values=st.lists(data, min_size=1, max_size=8), share=st.floats(0, 0.5))
def test_padding_leaves_room_on_both_sides(values, share):
    low, high = padded(values, share)
    assert low <= min(values) and max(values) <= high
    assert low < high or share == 0
    assert min(values) - low == pytest.approx(high - max(values), abs=1e-6)


def test_tick_labels_say_where_they_stand_outside_the_box():
    made = plane().label("dose", "effect").tick([0, 0.5, 1], [-1, 0, 1, 2, 3])
    for ticks, marks, axis in ((made.x_ticks, made.x_marks, 0), (made.y_ticks, made.y_marks, 1)):
        for value, (tick, label) in zip(ticks, marks, strict=True):
            assert float(label.text.replace(MINUS, "-")) == value
            spot = made.point(value, made.y_range[0]) if axis == 0 else made.point(0, value)
            assert tick.get_start()[axis] == pytest.approx(spot[axis])
            (x, y), _ = to_pixels([label.get_center(), label.get_center()])
            assert y > BOX.bottom if axis == 0 else x < BOX.left
    assert [word.text for word in made.words] == ["dose", "effect"]


def test_a_zoom_takes_everything_along():
    made = plane().tick([0, 1], [-1, 0, 1, 2, 3])
    curve = Curve("c", made, np.array([0.0, 1.0]), np.array([0.0, 1.0]), DARK.neutral)
    dot = Dot(made, 0.5, 1.0, DARK.text, 9)
    made.zoom((-0.5, 1.5))
    np.testing.assert_allclose(dot.get_center(), made.point(0.5, 1.0), atol=1e-9)
    np.testing.assert_allclose(curve.points[0], made.point(0, 0), atol=1e-9)
    np.testing.assert_allclose(curve.points[-1], made.point(1, 1), atol=1e-9)
    seen = [mark[1].ink[0].get_fill_opacity() > 0.5 for mark in made.y_marks]
    assert seen == [False, True, True, False, False]
    inside = [mark for mark, shown in zip(made.y_marks, seen, strict=True) if shown]
    heights = [mark[0].get_center()[1] for mark in inside]
    np.testing.assert_allclose(heights, [made.point(0, y)[1] for y in (0, 1)], atol=1e-9)


def test_a_zoom_and_back_leaves_everything_as_it_was():
    made = plane().label("dose", "effect").tick([0, 1], [-1, 0, 1, 2, 3])
    before = [part.points.copy() for part in made.get_family() if len(part.points)]
    made.zoom((-0.5, 1.5))
    made.zoom((-1.0, 3.0))
    after = [part.points for part in made.get_family() if len(part.points)]
    for old, new in zip(before, after, strict=True):
        np.testing.assert_allclose(new, old, atol=1e-9)


def test_what_is_detached_stays():
    made = plane()
    dot = Dot(made, 0.5, 1.0, DARK.text, 9)
    made.detach(dot)
    at = dot.get_center()
    made.zoom((-0.5, 1.5))
    np.testing.assert_array_equal(dot.get_center(), at)
