"""What leaves a plane is cut exactly at its edge, and an arrowhead says that it goes on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.stage.clipping import APART, HALF, LONG, STROKES, arrowheads, clip
from squiggle.stage.frame import PIXELS_PER_UNIT, length

heights = st.lists(st.floats(-10, 10), min_size=2, max_size=30)
coarse = st.lists(st.integers(-4, 4).map(float), min_size=2, max_size=12)  # that meet the edges
far = st.lists(st.floats(-1e36, 1e36), min_size=2, max_size=8)
samples = st.one_of(heights, coarse, far)
edges = st.tuples(st.integers(-3, 0), st.integers(1, 3))


def clipped(y, low, high):
    return clip(np.arange(len(y), dtype=float), np.array(y), float(low), float(high))


def seen(cut):
    """The pieces that are drawn, shape (S, 2, 2): which, begin and end, x and y."""
    return np.stack([cut.x, cut.y], axis=2).transpose(1, 0, 2)[cut.seen]


@given(y=samples, ends=edges)
def test_what_is_drawn_lies_inside_and_on_the_polyline(y, ends):
    for piece in seen(clipped(y, *ends)):
        assert piece[0, 0] <= piece[1, 0]
        for x, height in piece:
            assert ends[0] <= height <= ends[1]
            true = np.interp(x, np.arange(len(y)), y)
            assert true == pytest.approx(height, abs=1e-9 * max(10, *map(abs, y)))


@given(y=st.one_of(heights, coarse), ends=edges, share=st.floats(0, 1))
def test_what_lies_inside_is_drawn(y, ends, share):
    x = share * (len(y) - 1)
    height = np.interp(x, np.arange(len(y)), y)
    if ends[0] + 1e-6 < height < ends[1] - 1e-6:
        assert any(begin[0] - 1e-6 <= x <= end[0] + 1e-6 for begin, end in seen(clipped(y, *ends)))


@given(y=samples, ends=edges)
def test_a_crossing_is_exactly_at_the_edge_and_where_the_polyline_crosses_it(y, ends):
    cut = clipped(y, *ends)
    for x, height in cut.crossings:
        assert height in ends
        true = np.interp(x, np.arange(len(y)), y)
        assert true == pytest.approx(height, abs=1e-9 * max(10, *map(abs, y)))
    assert np.all(np.diff(cut.crossings[:, 0]) >= 0)


@given(y=st.one_of(heights, coarse), ends=edges)
def test_whoever_goes_outside_and_inside_crosses_the_edge(y, ends):
    cut, y = clipped(y, *ends), np.array(y)
    outside = (y < ends[0] - 1e-6) | (y > ends[1] + 1e-6)
    inside = (ends[0] + 1e-6 < y) & (y < ends[1] - 1e-6)
    assert cut.whole.all() or len(cut.crossings) or not inside.any()
    if outside.any() and inside.any():
        assert len(cut.crossings) and not cut.whole.all()
    if not outside.any() and np.all((ends[0] <= y) & (y <= ends[1])):
        assert not len(cut.crossings) and cut.whole.all()


@pytest.mark.parametrize(
    ("y", "crossings"),
    [
        ([0, 2], [(0.5, 1)]),  # out at the top
        ([2, 0], [(0.5, 1)]),  # in from there
        ([-2, 2], [(0.25, -1), (0.75, 1)]),  # all the way through
        ([0, 1, 0], []),  # to the edge and back
        ([0, 1 + 1e-10, 0], []),  # as near as makes no difference
        ([1, 1, 1], []),  # along the edge
        ([0, 1, 1, 2], [(2, 1)]),  # along the edge, and out
        ([2, 3, 2], []),  # never there
        ([2, 2, 2], []),
        ([0, 1, 3], [(1, 1)]),  # out at a sample
    ],
)
def test_crossings_of_simple_lines(y, crossings):
    cut = clipped(y, -1, 1)
    np.testing.assert_allclose(cut.crossings.reshape(-1, 2), np.reshape(crossings, (-1, 2)))
    assert cut.whole.all() == (max(map(abs, y)) <= 1 + 1e-9)


def test_nothing_runs_along_the_edge_but_what_lies_on_it():
    assert len(seen(clipped([2, 3, 2], -1, 1))) == 0
    assert len(seen(clipped([1, 1, 1], -1, 1))) == 2
    np.testing.assert_allclose(seen(clipped([0, 2, 0], -1, 1))[:, :, 0], [[0, 0.5], [1.5, 2]])


@given(
    xs=st.lists(st.floats(0, 5), max_size=20),
    top=st.lists(st.booleans(), min_size=20, max_size=20),
    width=st.floats(3, 10),
    slope=st.floats(-50, 50),
)
def test_arrowheads_lie_inside_the_plane_point_out_and_stand_apart(xs, top, width, slope):
    corners = np.array([[0.0, 0.0, 0.0], [5.0, 4.0, 0.0]])
    at = np.array([[x, 4.0 * up, 0.0] for x, up in zip(sorted(xs), top, strict=False)])
    at = at.reshape(-1, 3)
    outward = np.array([[slope, 1.0 if y else -1.0, 0.0] for _, y, _ in at]).reshape(-1, 3)
    starts, ends = arrowheads(at, outward, corners, width)
    assert np.all(corners[0] <= starts) and np.all(starts <= corners[1])
    assert np.all(corners[0] <= ends) and np.all(ends <= corners[1])
    tips = ends[::STROKES]
    np.testing.assert_array_equal(tips, starts[1::STROKES])
    np.testing.assert_array_equal(tips, ends[3::STROKES])
    assert set(tips[:, 1]) <= {0.0, 4.0}
    behind = starts[4::STROKES]  # its tail lies along the curve, which comes from there
    assert np.all(np.abs(behind[:, 1] - tips[:, 1]) > length(5))
    if abs(slope) < LONG / HALF:
        came, upward = tips - behind, np.where(tips[:, 1] > 2, 1, -1)
        np.testing.assert_allclose(came[:, 0], slope * upward * came[:, 1], atol=1e-6)
    for edge in (0.0, 4.0):
        here = np.sort(tips[tips[:, 1] == edge][:, 0])
        assert np.all(np.diff(here) * PIXELS_PER_UNIT >= APART - 1e-6)
        crossed = at[at[:, 1] == edge] if len(at) else at
        for x in crossed[:, 0] if len(crossed) else []:  # none is far from its arrowhead
            if not 0.4 < x < 4.6:  # but near a side, where there may be no room for it
                continue
            assert np.abs(here - x).min() * PIXELS_PER_UNIT <= APART
