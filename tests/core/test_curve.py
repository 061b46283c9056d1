"""What is measured on the curve: the film's known truths, and properties of random curves."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from squiggle.core import (
    ACTIVATIONS,
    Network,
    Trace,
    best_line,
    crossings,
    extremes,
    gaps,
    sample,
    slope,
    squared_error,
    turns,
)
from squiggle.errors import SquiggleError

NETWORK = Network.two_bends(-34.4, 2.14, -2.52, 1.29, -1.30, 2.28, -0.58)
DOSES = np.array([0.0, 0.1, 0.4, 0.5, 0.9, 1.0])
EFFECTS = np.array([0.0, 0.0, 1.0, 1.0, 0.0, 0.0])
OUTPUT = Trace.of(NETWORK, DOSES).output

weights = st.floats(-40, 40)
networks = st.builds(
    Network.of_bends,
    st.lists(st.tuples(weights, weights, st.floats(-3, 3)), min_size=1, max_size=3),
    weights,
    activation=st.sampled_from(sorted(ACTIVATIONS)),
)


def test_the_squared_error_told_in_the_film():
    assert squared_error(OUTPUT, EFFECTS) == pytest.approx(4.827, abs=5e-4)
    few = [0, 3, 5]
    assert squared_error(OUTPUT[few], EFFECTS[few]) == pytest.approx(0.0014, abs=5e-5)


def test_the_gaps_told_in_the_film():
    assert gaps(OUTPUT, EFFECTS).round(2).tolist() == [-0.01, 2.16, 0.34, 0.03, 0.15, 0.0]


def test_the_peak_told_in_the_film():
    _, peak = extremes(NETWORK, 0.0, 1.0)
    assert (round(peak.at, 3), round(peak.height, 3)) == (0.128, 2.232)
    (turn,) = turns(NETWORK, 0.0, 1.0)
    assert turn.is_top and (turn.at, turn.height) == (peak.at, peak.height)


def test_the_peak_agrees_with_another_solver():
    best = minimize_scalar(
        lambda x: -Trace.of(NETWORK, [x]).output[0], bounds=(0, 1), options={"xatol": 1e-10}
    )
    root = brentq(lambda x: slope(NETWORK, [x])[0], 0.05, 0.5, xtol=1e-15)
    _, peak = extremes(NETWORK, 0.0, 1.0)
    assert peak.at == pytest.approx(best.x, abs=1e-7)
    assert peak.at == pytest.approx(root, abs=1e-14)


def test_the_crossings_told_in_the_film():
    assert [round(c, 4) for c in crossings(NETWORK)] == [0.0622, 0.5119]


def test_a_weight_of_zero_never_crosses():
    assert crossings(Network.of_bends([(0.0, 1.0, 1.0)], 0.0)) == (None,)


@given(network=networks)
def test_slope_is_the_central_difference(network):
    step, pins = 1e-6, np.array([c for c in crossings(network) if c is not None])
    x = np.linspace(-1, 1, 21)
    if network.layers[0].activation.name == "relu" and len(pins):
        x = x[np.abs(x[:, None] - pins).min(axis=1) > 2 * step]
    up, down = Trace.of(network, x + step).output, Trace.of(network, x - step).output
    np.testing.assert_allclose(slope(network, x), (up - down) / (2 * step), rtol=1e-4, atol=1e-3)


def curves(network, x):
    trace = Trace.of(network, x)
    return np.array(
        [*(row for n in trace.nodes for row in (n.bent, n.scaled)), trace.sum, trace.output]
    )


@settings(deadline=None)
@given(network=networks, tolerance=st.sampled_from([1e-2, 1e-3]))
def test_straight_pieces_between_samples_stay_within_the_tolerance(network, tolerance):
    samples = sample(network, 0.0, 1.0, tolerance=tolerance)
    dense = np.linspace(0.0, 1.0, 20_011)
    for exact, coarse in zip(curves(network, dense), curves(network, samples), strict=True):
        assert np.abs(np.interp(dense, samples, coarse) - exact).max() < tolerance


@settings(deadline=None)
@given(network=networks)
def test_samples_rise_from_end_to_end_through_what_they_must(network):
    samples = sample(network, 0.0, 1.0, through=[0.1, 0.5, 3.0], step=1 / 50)
    assert samples[0] == 0.0 and samples[-1] == 1.0
    steps = np.diff(samples)
    assert (steps > 0).all() and steps.max() <= 1 / 50 + 1e-12
    assert {0.1, 0.5} <= set(samples.tolist()) and 3.0 not in samples
    assert len(samples) < 5_000


def test_six_samples_would_draw_a_polygon_and_ours_do_not():
    dense = np.linspace(0, 1, 10_001)
    true = Trace.of(NETWORK, dense).output
    assert np.abs(np.interp(dense, DOSES, OUTPUT) - true).max() > 0.3
    samples = sample(NETWORK, 0.0, 1.0)
    drawn = np.interp(dense, samples, Trace.of(NETWORK, samples).output)
    assert np.abs(drawn - true).max() < 1e-3
    assert len(samples) < 200


def test_a_bend_far_narrower_than_the_first_samples_is_seen():
    network = Network.of_bends([(1e6, -123456.7, 1.0)], 0.0, activation="tanh")
    samples, dense = sample(network, 0.0, 1.0), np.linspace(0.123, 0.124, 100_001)
    drawn = np.interp(dense, samples, Trace.of(network, samples).output)
    assert np.abs(drawn - Trace.of(network, dense).output).max() < 1e-3


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (1.0, 0.0), (np.nan, 1.0)])
def test_an_empty_interval_is_refused(low, high):
    with pytest.raises(SquiggleError, match="wanted: a start below the end"):
        sample(NETWORK, low, high)


@settings(deadline=None)
@given(network=networks)
def test_nothing_lies_beyond_the_extremes(network):
    lowest, highest = extremes(network, 0.0, 1.0)
    output = Trace.of(network, np.linspace(0, 1, 5_001)).output
    room = 1e-12 * (1 + np.abs(output).max())
    assert lowest.height - room <= output.min() and output.max() <= highest.height + room


@settings(deadline=None)
@given(network=networks)
def test_turns_alternate_between_tops_and_dips(network):
    seen = turns(network, 0.0, 1.0, least=1e-6)
    assert all(a.is_top != b.is_top for a, b in pairwise(seen))
    heights = [Trace.of(network, [x]).output[0] for x in (0.0, 1.0)]
    heights[1:1] = [turn.height for turn in seen]
    for place, turn in enumerate(seen, start=1):
        around = heights[place - 1], heights[place + 1]
        assert turn.height > max(around) if turn.is_top else turn.height < min(around)


def test_a_wiggle_too_small_is_passed_over_and_the_bump_it_sits_on_is_not():
    # Two tanh steps up and down with a shallow dent in the plateau between them.
    bends = [(40, -8, 1.0), (40, -32, -1.0), (200, -90, -0.01), (200, -110, 0.01)]
    network = Network.of_bends(bends, 0.0, activation="tanh")
    assert [turn.is_top for turn in turns(network, 0.0, 1.0)] == [True, False, True]
    (bump,) = turns(network, 0.0, 1.0, least=0.1)
    assert bump.is_top and 0.2 < bump.at < 0.8


def test_the_plateau_of_a_corner_counts_as_one_turn():
    bends = [(10, -2, 1.0), (10, -4, -1.0), (10, -6, -1.0)]
    network = Network.of_bends(bends, 0.0, activation="relu")
    (turn,) = turns(network, 0.0, 1.0)
    assert turn.is_top and turn.height == pytest.approx(2.0)


@pytest.mark.parametrize("inputs", [[0.0, 5e-324], [1e-310, 2e-310], [3.0, 3.0]])
def test_through_one_place_the_best_line_is_level(inputs):
    assert best_line(inputs, [0.0, 1.0]) == (0.0, 0.5)


@given(slope=weights, start=weights)
def test_best_line_finds_the_line_it_lies_on(slope, start):
    found = best_line(DOSES, slope * DOSES + start)
    assert found == pytest.approx((slope, start), abs=1e-11)


def test_no_line_does_better_than_the_best():
    best, start = best_line(DOSES, EFFECTS)
    least = squared_error(best * DOSES + start, EFFECTS)
    for a, b in [(0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)]:
        assert squared_error((best + a) * DOSES + start + b, EFFECTS) > least
