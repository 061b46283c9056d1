"""Curves: dashes by arc length that do not crawl, an end at the plane's edge, true to the core."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.lesson import load
from squiggle.stage.clipping import STROKES
from squiggle.stage.curve import Curve, Dot, Stick, dash_cuts, polyline
from squiggle.stage.frame import PIXELS_PER_UNIT, Box, length
from squiggle.stage.plane import Plane
from squiggle.stage.theme import DARK, Stroke

BOX = Box(900, 190, 1600, 830)
steps = st.lists(st.tuples(st.floats(0.01, 1), st.floats(-1, 1)), min_size=2, max_size=40)
patterns = st.tuples(st.floats(2, 40), st.floats(2, 40))


def plane(y_range=(-1.0, 3.0)):
    return Plane("test", BOX, (0.0, 1.0), y_range, DARK)


def pieces(curve):
    """The straight pieces that are drawn, shape (S, 2, 2): begin and end in Manim units."""
    quads = curve.points.reshape(-1, 4, 3)
    return np.stack([quads[:, 0, :2], quads[:, 3, :2]], axis=1)


def walked(at):
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(at, axis=0), axis=1))])


@given(steps=steps, dash=patterns)
def test_dashes_are_cut_by_the_length_walked(steps, dash):
    at = np.column_stack([np.cumsum(steps, axis=0), np.zeros(len(steps))])
    cuts = dash_cuts(at, dash)
    along = np.interp(cuts, np.arange(len(at)), walked(at)) * PIXELS_PER_UNIT
    begins, ends = along[::2], along[1::2]
    total = walked(at)[-1] * PIXELS_PER_UNIT
    np.testing.assert_allclose(begins, np.arange(len(begins)) * sum(dash), atol=1e-6)
    np.testing.assert_allclose(ends, np.minimum(begins + dash[0], total), atol=1e-6)
    assert total - sum(dash) <= begins[-1] <= total


def test_a_pattern_may_have_dashes_of_two_lengths():
    at = np.array([[0.0, 0, 0], [length(75), 0, 0]])
    cuts = dash_cuts(at, (20, 7, 5, 7)) * 75
    np.testing.assert_allclose(cuts, [0, 20, 27, 32, 39, 59, 66, 71])
    cuts = dash_cuts(at * 55 / 75, (20, 7, 5, 7)) * 55
    np.testing.assert_allclose(cuts, [0, 20, 27, 32, 39, 55])


@settings(deadline=None)
@given(dash=patterns, bend=st.floats(-2, 2))
def test_a_dashed_curve_is_drawn_where_its_dashes_are(dash, bend):
    x = np.linspace(0, 1, 200)
    made = plane((-3.0, 3.0))
    curve = Curve("c", made, x, bend * np.sin(6 * x), Stroke("#FFFFFF", 5, dash))
    whole = walked(made.points_at(x, bend * np.sin(6 * x)))[-1] * PIXELS_PER_UNIT
    drawn = np.linalg.norm(np.diff(pieces(curve), axis=1), axis=2).sum() * PIXELS_PER_UNIT
    full, rest = divmod(whole, sum(dash))
    assert drawn == pytest.approx(full * dash[0] + min(rest, dash[0]), rel=1e-3, abs=0.2)


def test_dashes_do_not_crawl_when_the_curve_changes_shape():
    x = np.linspace(0, 1, 200)
    curve = Curve("c", plane(), x, 0 * x, DARK.bottom)
    before = pieces(curve)[:, :, 0]
    curve.show(np.sin(3 * curve.x))
    np.testing.assert_allclose(pieces(curve)[:, :, 0], before, atol=1e-12)
    assert np.ptp(pieces(curve)[:, :, 1]) > 1


@given(low=st.floats(-2, 0), high=st.floats(0.1, 2))
def test_a_curve_ends_at_the_edge_of_its_plane(low, high):
    x = np.linspace(0, 1, 300)
    made = plane((low, high))
    curve = Curve("c", made, x, 3 * np.cos(9 * x), DARK.output)
    heights = (pieces(curve)[:, :, 1] - made.offset_xy[1]) / made.scale_xy[1]
    assert low - 1e-9 <= heights.min() and heights.max() <= high + 1e-9
    inside = (3 * np.cos(9 * x) > low) & (3 * np.cos(9 * x) < high)
    assert inside[:-1].sum() <= len(heights) <= inside.sum() + 6 * (1 + STROKES)
    assert curve.clipped


@pytest.mark.parametrize(
    "stroke",
    [DARK.output, DARK.bottom, DARK.sum, DARK.middle],
    ids=["solid", "dashed", "dotted", "-."],
)
def test_an_arrowhead_stands_where_a_curve_leaves_its_plane(stroke):
    x = np.linspace(0, 1, 301)
    made = plane((-1.0, 3.0))
    curve = Curve("c", made, x, 8 * x, stroke)
    first, second = pieces(curve)[:2]
    tip = made.point(3 / 8, 3.0)[:2]
    np.testing.assert_allclose([first[1], second[0]], [tip, tip], atol=1e-9)
    assert curve.clipped
    if stroke is DARK.output:
        np.testing.assert_allclose(pieces(curve)[-1, 1], tip, atol=1e-9)  # the curve ends there


def test_an_arrowhead_comes_and_goes_with_what_is_shown():
    x = np.linspace(0, 1, 301)
    made = plane((-1.0, 3.0))
    curve = Curve("c", made, x, 8 * x, DARK.output)
    whole = len(pieces(curve))
    assert not curve.reveal(0.3).clipped
    np.testing.assert_allclose(pieces(curve)[0, 0], made.point(0, 0)[:2], atol=1e-9)
    assert curve.reveal(1.0).clipped and len(pieces(curve)) == whole
    made.zoom((-1.0, 8.0))
    assert not curve.clipped
    made.zoom((-1.0, 3.0))
    assert curve.clipped
    assert not curve.show(0.1 * x).clipped


@pytest.mark.parametrize("height", [3.0, 3.0 + 1e-10, -1.0])
def test_a_curve_along_the_edge_is_drawn_and_not_marked(height):
    x = np.linspace(0, 1, 11)
    curve = Curve("c", plane((-1.0, 3.0)), x, 0 * x + height, DARK.output)
    assert len(pieces(curve)) == 10 and not curve.clipped


def test_a_curve_outside_is_not_drawn():
    x = np.linspace(0, 1, 11)
    curve = Curve("c", plane((-1.0, 3.0)), x, 0 * x + 4, DARK.output)
    assert not len(curve.points) and curve.clipped


@given(y=st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=20), ends=st.floats(0.1, 50))
@pytest.mark.parametrize("stroke", [DARK.output, DARK.bottom], ids=["solid", "dashed"])
def test_every_drawn_point_lies_inside_the_plane(stroke, y, ends):
    made = plane((-ends, ends))
    curve = Curve("c", made, np.linspace(-0.2, 1.2, len(y)), np.array(y), stroke)
    low, high = made.point(0, -ends), made.point(1, ends)
    assert np.all(low - 1e-9 <= curve.points) and np.all(curve.points <= high + 1e-9)


@pytest.mark.parametrize("name", ["bent", "scaled", "sum", "output"])
def test_a_drawn_curve_is_within_half_a_pixel_of_the_true_one(name):
    lesson = load()
    trace, dense = lesson.curve, lesson.trace_at(np.linspace(0, 1, 20_001))
    for node in range(2) if name in ("bent", "scaled") else [None]:
        rough, true = (t if node is None else t.nodes[node] for t in (trace, dense))
        y, heights = getattr(rough, name), getattr(true, name)
        made = plane((float(heights.min()), float(heights.max())))
        curve = Curve(name, made, trace.inputs, y, DARK.output)
        ends = pieces(curve)
        at = made.points_at(dense.inputs, heights)[:, :2]
        drawn = np.interp(at[:, 0], ends[:, 0, 0], ends[:, 0, 1], right=ends[-1, 1, 1])
        last = at[:, 0] <= ends[-1, 0, 0]
        assert np.abs(drawn - at[:, 1])[last].max() * PIXELS_PER_UNIT < 0.5


def test_a_curve_is_revealed_between_two_places():
    x = np.linspace(0, 1, 11)
    made = plane()
    curve = Curve("c", made, x, x, DARK.neutral).reveal(0.75, 0.25)
    ends = pieces(curve)
    np.testing.assert_allclose(ends[0, 0], made.point(0.25, 0.25)[:2], atol=1e-9)
    np.testing.assert_allclose(ends[-1, 1], made.point(0.75, 0.75)[:2], atol=1e-9)
    assert not len(curve.reveal(0.25, 0.25).points)


def test_a_motion_does_not_depend_on_the_moments_before():
    x = np.linspace(0, 1, 11)
    slow, quick = (Curve("c", plane(), x, x, DARK.bottom) for _ in range(2))
    ways = [curve.to(1 - curve.x) for curve in (slow, quick)]
    for way in ways:
        way.begin()
    for share in np.linspace(0, 0.7, 20):
        ways[0].interpolate_mobject(share)
    ways[1].interpolate_mobject(0.7)
    np.testing.assert_allclose(slow.points, quick.points, atol=1e-12)


def test_copies_share_their_plane():
    made = plane()
    for thing in (
        Curve("c", made, np.array([0.0, 1.0]), np.array([0.0, 1.0]), DARK.top),
        Dot(made, 0.5, 1.0, DARK.text, 9),
        Stick(made, 0.5, 0.0, 1.0, DARK.text),
    ):
        assert copy.deepcopy(thing).plane is made


@pytest.mark.parametrize("filled", [True, False])
def test_a_dot_stands_at_its_data_and_a_ring_is_empty(filled):
    made = plane()
    dot = Dot(made, 0.2, 1.0, DARK.text, 15, filled=filled).show(0.4, 2.0)
    np.testing.assert_allclose(dot.get_center(), made.point(0.4, 2.0), atol=1e-9)
    assert dot.width * PIXELS_PER_UNIT == pytest.approx(30)
    color = DARK.text if filled else DARK.background
    assert dot.get_fill_color().to_hex() == color and dot.get_fill_opacity() == 1


def test_a_stick_reaches_from_height_to_height():
    made = plane()
    stick = Stick(made, 0.5, 0.0, 2.0, DARK.text, aside=10)
    for end, height in ((0, 0.0), (-1, 2.0)):
        x, y, _ = stick.points[end] - made.point(0.5, height)
        assert x == pytest.approx(length(10)) and y == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("low", "high", "drawn"),
    [(0.0, 9.0, (0.0, 3.0)), (-1e36, 1e36, (-1.0, 3.0)), (5.0, 9.0, (3.0, 3.0))],
)
def test_a_stick_reaches_no_farther_than_its_plane(low, high, drawn):
    made = plane((-1.0, 3.0))
    stick = Stick(made, 0.5, 0.0, 1.0, DARK.text).show(0.5, low, high)
    for end, height in zip((0, -1), drawn, strict=True):
        np.testing.assert_allclose(stick.points[end], made.point(0.5, height), atol=1e-9)
    made.zoom((-1e37, 1e37))
    np.testing.assert_allclose(stick.points[-1], made.point(0.5, high), atol=1e-9)


@given(xs=st.lists(st.floats(-5, 5), min_size=2, max_size=9))
def test_a_polyline_is_straight_between_its_points(xs):
    at = np.column_stack([xs, np.arange(len(xs)), np.zeros(len(xs))])
    quads = polyline(at[:-1], at[1:]).reshape(-1, 4, 3)
    np.testing.assert_allclose(quads[:, 1], (2 * quads[:, 0] + quads[:, 3]) / 3, atol=1e-12)
    np.testing.assert_allclose(quads[:, 3], at[1:], atol=1e-12)
