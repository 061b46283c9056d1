"""Labels at the ends of curves, worked sums and hooks: apart from each other and inside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.stage.curve import Curve
from squiggle.stage.frame import length
from squiggle.stage.hook import hook, scaled_sticks
from squiggle.stage.labels import APART, end_labels
from squiggle.stage.layout import stacked
from squiggle.stage.light import level_of
from squiggle.stage.plane import Plane
from squiggle.stage.shapes import WIDE
from squiggle.stage.theme import DARK
from squiggle.stage.ticks import tick_texts, ticks

from .some import told

AXIS, SAFE = WIDE.axis, WIDE.safe
heights = st.lists(st.floats(0, 1), min_size=1, max_size=3)


def plane(y_range=(0.0, 1.0), y_ticks=()):
    return Plane("effect", AXIS, (0.0, 1.0), y_range, DARK).tick([0.0, 1.0], y_ticks)


def labels(ends, texts):
    on, x = plane(), np.array([0.0, 1.0])
    curves = [Curve("", on, x, np.array([0.0, end]), DARK.top) for end in ends]
    return end_labels(curves, texts, DARK)


@given(ends=heights)
def test_labels_keep_apart_and_beside_the_plane(ends):
    made = labels(ends, ["top × −1.30", "sum", "effect"][: len(ends)])
    middles = np.sort([label.get_y() for label in made])
    assert (np.diff(middles) >= length(APART) - 1e-6).all()
    assert AXIS.at(0, 1)[1] <= middles[0] and middles[-1] <= AXIS.at(0, 0)[1] + length(APART)
    for label in made:
        assert AXIS.at(1, 0)[0] < label.get_left()[0] and label.get_right()[0] <= SAFE.at(1, 0)[0]


@given(ends=heights.filter(lambda ends: len(ends) > 1))
def test_the_order_of_labels_is_the_order_of_their_curves(ends):
    made = [label.get_y() for label in labels(ends, ["a", "b", "c"][: len(ends)])]
    for i, j in zip(range(len(ends) - 1), range(1, len(ends)), strict=True):
        if abs(ends[i] - ends[j]) > 1e-6:
            assert (made[i] < made[j]) == (ends[i] < ends[j])


def test_a_wide_name_takes_two_lines_and_a_wide_factor_stands_alone():
    (two,) = labels([0.5], ["chlorophyll conc"])
    assert [line.text for line in two] == ["chlorophyll", "conc"]
    (factor,) = labels([0.5], ["the bottom node × −1234.57"])
    assert factor.text == "× −1234.57"


def test_three_sticks_hook_onto_each_other_one_after_another():
    lesson = told([(1.0, 0.0, 1.0), (1.0, 0.0, 2.0), (1.0, 0.0, -0.5)], kind="identity")
    trace = lesson.trace_at([1.0])
    sticks = scaled_sticks(plane((-1.0, 4.0)), trace, 0, DARK)
    first, *_ = hook([sticks])
    seen = []
    for share in (0.0, 0.5, 1.0):
        first.update_function(first.mobject, share)
        seen.append([stick.data[1:] for stick in sticks])
    assert seen[0] == [(0, 1), (0, 2), (0, -0.5)]
    assert seen[1] == [(0, 1), (-0.5, 1.5), (0, -0.5)]
    assert seen[2] == [(1.5, 2.5), (-0.5, 1.5), (0, -0.5)]
    assert seen[2][0][1] == pytest.approx(trace.sum[0])


@given(tall=st.tuples(st.floats(0.1, 50), st.floats(0.1, 50)))
def test_stacked_planes_do_not_meet_and_fill_the_axis(tall):
    boxes = stacked((0.0, tall[0]), (0.0, tall[1]), WIDE)
    assert AXIS.top == boxes.upper.top and boxes.lower.bottom == AXIS.bottom
    assert boxes.upper.bottom < boxes.lower.top
    assert min(boxes.upper.height, boxes.lower.height) > 0


def test_a_zoom_leaves_the_ticks_of_its_goal():
    for goal in ((-3.0, 5.0), (0.0, 4e6), (0.2, 0.25)):
        on = plane((0.0, 1.0), ticks(0.0, 1.0))
        first, *_ = on.zooming(goal)
        first.update_function(first.mobject, 1.0)
        seen = [mark for mark in on.y_marks if mark[1].ink[0].get_fill_opacity() > 0.5]
        texts = [mark[1].text for mark in sorted(seen, key=lambda mark: mark.get_y())]
        assert texts == tick_texts(ticks(*goal), DARK.numbers)


def test_numbers_of_heights_leave_room_and_find_it_again_after_a_zoom():
    on = plane((0.0, 1.0), [0.0, 0.5, 1.0])
    at = on.y_numbers[1].get_center()
    on.keep_clear(at[None])
    assert [len(mark) for mark in on.y_marks] == [2, 1, 2]
    first, *_ = on.zooming((0.0, 2.5))
    first.update_function(first.mobject, 1.0)
    assert on.y_numbers[1] in on.y_marks[1]
    assert on.y_numbers[1].ink[0].get_fill_opacity() > 0.99


def shown(on):
    return sorted(m[1].text for m in on.y_marks if len(m) > 1 and level_of(m) and level_of(m[1]))


def test_other_ticks_are_chosen_where_a_number_has_no_room():
    places = ticks(0.0, 1.0)
    on = plane((0.0, 1.0), places)
    at = on.y_numbers[places.index(0.4)].get_center()[None]
    on.keep_clear(at)
    assert shown(on) == ["0.00", "0.25", "0.50", "0.75", "1.00"]
    first, *_ = on.zooming((0.0, 0.6))
    first.update_function(first.mobject, 1.0)
    assert shown(on) == [f"0.{i}" for i in range(7)]  # 0.2 lies below that place now


def test_one_number_is_left_out_where_no_other_ticks_have_room():
    on = plane((0.0, 1.0), [0.0, 0.5, 1.0])
    on.keep_clear(on.y_numbers[1].get_center()[None])
    assert shown(on) == ["0.0", "1.0"]


def test_crowded_numbers_below_an_axis_are_thinned_out_and_zero_keeps_its_own():
    places = [1e5 * i for i in range(-3, 3)]
    on = Plane("activation", AXIS.inset(right=300), (-3e5, 2e5), (0.0, 1.0), DARK).tick(places)
    kept = [place for place, mark in zip(places, on.x_marks, strict=True) if len(mark) > 1]
    assert 0.0 in kept and len(kept) < len(places)


def test_a_long_word_of_an_axis_stays_in_the_frame_in_its_size():
    on = Plane("effect", AXIS, (0.0, 1.0), (0.0, 1.0), DARK)
    on.label("photosynthesis A (µmol/m²s)").tick([0.0, 0.5, 1.0])
    word = on.words[0]
    assert word.get_right()[0] <= SAFE.at(1, 0)[0] + 1e-9
    assert word.ink.height >= length(27) - 1e-9
    assert [len(mark) for mark in on.x_marks] == [2, 2, 1]
