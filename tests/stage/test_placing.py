"""A label finds room near its point, or the clearest place there is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Dot

from squiggle.stage.frame import PIXELS_PER_UNIT, length
from squiggle.stage.placing import (
    AROUND,
    CLEAR,
    NEAREST,
    box_points,
    clearance,
    dense,
    find_room,
    ink_box,
    is_nearest,
)
from squiggle.stage.text import Label, LiveNumber
from squiggle.stage.theme import DARK

HERE = np.array([0.5, 0.25, 0.0])
places = st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), max_size=60)


def obstacles(pixels):
    flat = np.array(pixels, dtype=float).reshape(-1, 2)
    return HERE + length(1) * np.column_stack([flat, np.zeros(len(flat))])


def free(label, taken):
    return clearance(*ink_box(label), taken) * PIXELS_PER_UNIT


@pytest.mark.parametrize(
    "label", [Label("2.74", 27, DARK.text), LiveNumber("2.74", 27, DARK.text)], ids=["word", "live"]
)
def test_a_label_with_room_stands_right_of_its_point(label):
    find_room(label, HERE, obstacles([]))
    low, high = ink_box(label)
    assert (low[0] - HERE[0]) * PIXELS_PER_UNIT == pytest.approx(NEAREST, abs=0.5)
    assert (low[1] + high[1]) / 2 == pytest.approx(HERE[1], abs=1e-6)


@settings(deadline=None)
@given(taken=places)
def test_a_label_is_clear_of_everything_or_as_clear_as_can_be(taken):
    taken = obstacles(taken)
    label = find_room(LiveNumber("2.74", 27, DARK.text), HERE, taken)
    if free(label, taken) < CLEAR - 1e-6:
        for directions in AROUND:
            other = find_room(LiveNumber("2.74", 27, DARK.text), HERE, taken, [directions])
            assert free(other, taken) <= free(label, taken) + 1e-6


@given(taken=places)
def test_a_label_stays_near_its_point(taken):
    label = find_room(LiveNumber("2.74", 27, DARK.text), HERE, obstacles(taken))
    assert free(label, HERE[None]) < 70


def test_a_wall_on_the_right_sends_the_label_left():
    wall = [(60, y) for y in range(-200, 200, 5)]
    label = find_room(LiveNumber("2.74", 27, DARK.text), HERE, obstacles(wall), [(1, 0), (-1, 0)])
    assert label.get_center()[0] < HERE[0]


def test_inside_the_box_nothing_is_clear():
    low, high = np.array([0.0, 0.0, 0.0]), np.array([2.0, 1.0, 0.0])
    assert clearance(low, high, np.array([[1.0, 0.5, 0.0]])) == 0
    assert clearance(low, high, np.array([[5.0, 5.0, 0.0]])) == 5
    assert clearance(low, high, np.zeros((0, 3))) == np.inf


def test_the_points_of_a_label_cover_it():
    label = Label("bottom", 27, DARK.text)
    low, high = ink_box(label)
    points = box_points(label)
    for corner in (low, high):
        assert np.linalg.norm(points - corner, axis=1).min() < length(8)
    middle = (low + high) / 2
    assert np.linalg.norm(points - middle, axis=1).min() < length(8)


def test_dense_points_lie_close_together():
    label = Label("l", 49, DARK.text)
    points = dense(label.ink.family_members_with_points())
    assert len(points) > 20
    assert dense([]).shape == (0, 3)


def test_a_number_belongs_to_the_dot_that_it_stands_nearest_to():
    near, far = (Dot().shift([x, 0, 0]) for x in (0.0, length(200)))
    number = LiveNumber("0.57", DARK.small, DARK.text).place(near.get_center() + length(50))
    assert is_nearest(number, near, [near, far])
    assert not is_nearest(number, far, [near, far])
    assert is_nearest(number.show(""), far, [near, far])  # it is not there
