"""A plane: its map and back, ticks, and what follows a zoom."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.lesson.numbers import MINUS, Numbers
from squiggle.stage.curve import Curve, Dot
from squiggle.stage.frame import PIXELS_PER_UNIT, Box, length
from squiggle.stage.plane import Plane
from squiggle.stage.shapes import WIDE
from squiggle.stage.theme import DARK
from squiggle.stage.ticks import ticks

BOX = Box(900, 190, 1600, 830)
data = st.floats(-1e3, 1e3)
sizes = st.floats(1e-2, 1e3)
shares = st.lists(st.floats(0, 1), min_size=2)


def plane(x_range=(0.0, 1.0), y_range=(-1.0, 3.0), box=BOX):
    return Plane("test", box, x_range, y_range, DARK)


def to_pixels(points):
    points = np.atleast_2d(points)
    x = WIDE.size.width / 2 + points[:, 0] * PIXELS_PER_UNIT
    y = WIDE.size.height / 2 - points[:, 1] * PIXELS_PER_UNIT
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


def test_tick_labels_say_where_they_stand_outside_the_box():
    made = plane().label("dose", "effect").tick([0, 0.5, 1], [-1, 0, 1, 2, 3])
    for places, marks, axis in ((made.x_ticks, made.x_marks, 0), (made.y_ticks, made.y_marks, 1)):
        for value, (tick, label) in zip(places, marks, strict=True):
            assert float(label.text.replace(MINUS, "-")) == value
            spot = made.point(value, made.y_range[0]) if axis == 0 else made.point(0, value)
            assert tick.get_start()[axis] == pytest.approx(spot[axis])
            (x, y), _ = to_pixels([label.get_center(), label.get_center()])
            assert y > BOX.bottom if axis == 0 else x < BOX.left
    assert [word.text for word in made.words] == ["dose", "effect"]


def test_ticks_are_written_as_the_theme_writes_numbers():
    look = replace(DARK, numbers=Numbers(","))
    made = Plane("test", BOX, (0.0, 1.0), (0.0, 3e6), look).tick([0, 0.5], [0, 1.5e6, 3e6])
    assert [mark[1].text for mark in made.x_marks] == ["0,0", "0,5"]
    assert [mark[1].text for mark in made.y_marks] == ["0", "1,5e6", "3,0e6"]


@pytest.mark.parametrize(
    ("low", "high"), [(1000.001, 1000.003), (-1e36, 1e36), (2e-9, 3e-9), (-1e12, 3.0)]
)
def test_a_plane_has_room_for_any_numbers(low, high):
    made = plane((low, high), (low, high)).tick([], ticks(low, high))
    corners = to_pixels(made.points_at(np.array([low, high]), np.array([low, high])))
    np.testing.assert_allclose(corners, [[BOX.left, BOX.bottom], [BOX.right, BOX.top]], atol=1e-9)
    heights = [mark[0].get_start()[1] for mark in made.y_marks]
    assert np.all(np.diff(heights) > length(40)) and len(heights) >= 4
    for mark in made.y_marks:
        assert BOX.top - 1e-6 <= to_pixels(mark[0].get_start())[0, 1] <= BOX.bottom + 1e-6


@pytest.mark.parametrize(
    ("y_range", "seen"),
    [((-1.0, 3.0), True), ((0.0, 3.0), False), ((1.0, 3.0), False), ((-3.0, -1.0), False)],
)
def test_the_floor_is_seen_where_0_is_inside(y_range, seen):
    for made in (plane(y_range=y_range), plane(), plane(y_range=(5.0, 6.0))):
        made.zoom(y_range)
        assert bool(len(made.floor.points)) == seen
        if seen:
            ends = made.floor.get_start(), made.floor.get_end()
            np.testing.assert_allclose(ends, [made.point(0, 0), made.point(1, 0)], atol=1e-9)


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
