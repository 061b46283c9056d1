"""Each sentence that depends on numbers is true: judged anew, by other means, on random lessons."""

from collections import Counter
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, Network, activation, locked
from squiggle.lesson import sentences
from squiggle.lesson.words import LANGUAGES, read_words

from .some import DENSE, DOSAGE, activations, lessons, measured, of_bends, weights

curve = np.sin(3 * DENSE) + 2  # any heights above zero


def phrased(table: str, key: str) -> bool:
    """Whether every language has a phrase for that key."""
    return all(key in read_words(language)["phrases"][table] for language in LANGUAGES)


@given(scale=weights)
def test_scaling_is_what_happens_to_heights(scale):
    before, after = np.ptp(curve), np.ptp(scale * curve)
    rising = np.sign(np.diff(curve)) * np.sign(np.diff(scale * curve))
    key = sentences.scaling(scale)
    assert ("over" in key) == bool((rising < 0).any())
    assert ("kept" in key) == bool((rising > 0).any())
    assert (key == "wiped") == (after == 0)
    assert ("taller" in key) == (after > before)
    assert ("same" in key) == (after == before)
    assert phrased("scaling", key)


@given(scale=weights, height=st.floats(0.1, 9))
def test_scaling_a_curve_without_a_bend_says_where_it_lies(scale, height):
    assert sentences.scaling(scale, "dead") == "zero"
    key = sentences.scaling(scale, "level")
    after = scale * height
    assert key == ("wiped" if after == 0 else "kept_same" if after == height else "level")
    assert phrased("scaling", key) and phrased("scaling", "zero")


@given(weight=weights)
def test_slicing_is_what_happens_to_the_bend(weight):
    start, end = 0.0, weight  # the part of the bend that lies above inputs from 0 to 1
    key = sentences.slicing(weight)
    assert ("flipped" in key) == (end < start)
    assert ("squeezed" in key) == (abs(end - start) > 1)
    assert ("widened" in key) == (0 < abs(end - start) < 1)
    assert (key == "flat") == (end == start)
    assert phrased("slicing", key) and phrased("spreading", key)


@given(bias=weights)
def test_sliding_and_shifting_follow_the_sign(bias):
    moved = 1.0 + bias
    assert sentences.sliding(bias) == ("right" if moved > 1 else "left" if moved < 1 else "nowhere")
    assert sentences.shifting(bias) == ("rises" if moved > 1 else "drops" if moved < 1 else "stays")
    assert phrased("sliding", sentences.sliding(bias))
    assert phrased("shifting", sentences.shifting(bias))


@given(weight=weights, other=weights)
def test_a_gentler_slice_is_the_shorter_one(weight, other):
    key = sentences.comparing(weight, other)
    if key == "gentler":
        assert abs(weight) < abs(other)
    if key == "steeper":
        assert abs(weight) > abs(other)
    if weight == other:
        assert key == "similar"
    mirrored = {"gentler": "steeper", "steeper": "gentler", "similar": "similar"}
    assert sentences.comparing(other, weight) == mirrored[key]
    assert phrased("comparing", key)


@settings(deadline=None)
@given(lesson=lessons(), plane=st.sampled_from([0.0, 1.0, 50.0]))
def test_a_dead_node_is_zero_and_a_level_one_does_not_change(lesson, plane):
    for node in lesson.curve.nodes:
        key = sentences.flattening(node, plane)
        heights = {float(height) for height in node.bent}
        pixels = 1000 * np.array([min(heights), max(heights)]) / plane if plane else [0, inf]
        assert (key == "dead") == (heights == {0.0})
        if key == "faint":
            assert np.abs(pixels).max() <= 5
        if key == "nearly":
            assert np.ptp(pixels) <= 5
        if key == "level":
            low, high = min(heights), max(heights)
            assert f"{low:.4e}" == f"{high:.4e}" or abs(high - low) < 2e-6 * abs(high)
        if key == "no":
            assert max(heights) > min(heights)
            assert not plane or np.ptp(pixels) > 5
        if node.weight == 0:
            assert key != "no"
        assert phrased("sweeping", key) and (key == "no" or phrased("standing", key))


def test_a_relu_below_its_corner_is_dead_and_one_without_weight_is_level():
    lesson = of_bends([(1.0, -5.0, 1.0), (0.0, 2.0, 1.0), (1.0, -0.5, 1.0)], bend="relu")
    kinds = [sentences.flattening(node) for node in lesson.curve.nodes]
    assert kinds == ["dead", "level", "no"]


@given(st.lists(st.tuples(*[st.sampled_from([0.5, 2.0])] * 3), min_size=1, max_size=8))
def test_a_twin_is_the_first_node_with_the_same_slice(bends):
    nodes = of_bends(bends).curve.nodes
    for place, node in enumerate(nodes):
        twin = sentences.likening(nodes, place)
        same = [np.array_equal(other.bent, node.bent) for other in nodes[:place]]
        assert twin == (same.index(True) if True in same else None)


@given(kind=activations)
def test_a_softplus_is_called_soft_when_it_has_no_flat_part(kind):
    key = sentences.describing(kind)
    assert phrased("character", key)
    if key != "soft":
        assert key == kind.name
    slope = float(kind.df(np.array([-6.0]))[0])
    if kind.name == "softplus":
        assert (key == "soft") == (slope > 0.02)


@given(scaled=st.floats(-1, 1), height=st.floats(0.01, 100))
def test_almost_nothing_is_less_than_a_fortieth_of_the_curve(scaled, height):
    key = sentences.adding(scaled, height)
    assert (key == "zero") == (scaled == 0)
    if key == "nothing":
        assert 40 * abs(scaled) <= height * (1 + 1e-9)
    if key == "something":
        assert 40 * abs(scaled) >= height * (1 - 1e-9)
    assert phrased("adding", key)


@given(
    bent=st.lists(st.sampled_from([0.0, 1e-9, -1e-4, 4e-4, 6e-4, 0.3, 2.0]), max_size=6),
    decimals=st.integers(0, 5),
)
def test_tiny_heights_are_those_that_are_shown_as_zero(bent, decimals):
    shown_as_zero = [height for height in bent if height and float(f"{height:.{decimals}f}") == 0]
    tiny = 0.5 * 10.0**-decimals
    assert sentences.tiny_count(np.array(bent), tiny) == len(shown_as_zero)


@settings(deadline=None)
@given(lesson=lessons())
def test_a_bump_is_one_top_with_lower_ends(lesson):
    trace = lesson.trace_at(DENSE)
    output, span = trace.output, np.ptp(trace.output)
    if 0 < span < 1e-12 * max(np.abs(node.scaled).max() for node in trace.nodes):
        return  # terms that cancel leave dust, of which nothing is true
    above, below = output.max() - output[[0, -1]].max(), output[[0, -1]].min() - output.min()
    room = 2 * sentences.WIGGLE * span
    key = sentences.shaping(lesson.network, 0.0, 1.0)
    assert phrased("shaping", key)
    if key == "flat":
        assert span <= 2 * sentences.LEVEL * np.abs(output).max()
    if key == "bump":
        top = int(output.argmax())
        assert above > 0
        assert np.diff(np.maximum.accumulate(output[: top + 1]) - output[: top + 1]).max() < room
        assert below < room
    if key == "dip":
        assert below > 0 and above < room
    if key == "slope":
        assert above < room and below < room
    if key != "flat" and above > room and below > room:
        assert key == "wave"


@settings(deadline=None)
@given(lesson=lessons(), least=st.floats(0, 10))
def test_what_rises_less_than_is_asked_for_is_flat(lesson, least):
    span = float(np.ptp(lesson.trace_at(DENSE).output))
    key = sentences.shaping(lesson.network, 0.0, 1.0, least)
    if span > 1.001 * least + 1e-9 and key == "flat":
        assert span <= 2 * sentences.LEVEL * np.abs(lesson.trace_at(DENSE).output).max()
    if span < 0.999 * least:
        assert key == "flat" or span < 0.5 * float(np.ptp(lesson.curve.output))


@pytest.mark.parametrize(
    ("bends", "key"),
    [
        ([(-34.4, 2.14, -1.3), (-2.52, 1.29, 2.28)], "bump"),
        ([(-34.4, 2.14, 1.3), (-2.52, 1.29, -2.28)], "dip"),
        ([(3.0, 0.0, 1.0), (2.0, 0.0, 1.0)], "slope"),
        ([(0.0, 1.0, 1.0), (3.0, 0.0, 0.0)], "flat"),
    ],
)
def test_shapes_of_known_curves(bends, key):
    assert sentences.shaping(Network.of_bends(bends, 0.0), 0.0, 1.0) == key


def test_a_wave_has_more_than_one_turn():
    network = Network.of_bends([(20, -5, 1), (20, -10, -2), (20, -15, 2)], 0.0, activation="tanh")
    assert sentences.shaping(network, 0.0, 1.0) == "wave"


def test_a_shape_depends_on_what_is_shown():
    network = of_bends([(4.0, 2.0, 1.0), (4.0, -2.0, -1.0)], bend="tanh").network
    assert sentences.shaping(network, -2.0, 2.0) == "bump"
    assert sentences.shaping(network, -2.0, -0.1) == "slope"
    flat = of_bends([(1.0, 0.0, 1e-9)], 5.0).network
    assert sentences.shaping(flat, 0.0, 1.0) == "flat"


gap_rows = st.lists(st.floats(-3, 3), min_size=1, max_size=8)


@given(off=gap_rows, close=st.floats(0.01, 2))
def test_fits_and_misses_are_counted(off, close):
    fits = sum(1 for gap in off if -close <= gap <= close)
    off = np.array(off)
    key, missing = sentences.fitting(off, close), sentences.missing(off, close)
    assert sentences.fit_count(off, close) == fits
    assert (key == "all") == (fits == len(off))
    if fits < len(off):
        assert key == {0: "none", 1: "one"}.get(fits, "some")
    wanted = {0: "none", 1: "one", 2: "two"}.get(len(off) - fits, "many")
    assert missing == ("exact" if max(abs(gap) for gap in off) <= close / 40 else wanted)
    assert abs(off[sentences.widest(off)]) == max(abs(gap) for gap in off)
    told = sentences.missed(off, close)
    assert len(told) == min(2, len(off) - fits)
    assert all(abs(off[place]) > close for place in told)
    untold = np.delete(np.abs(off), told)
    assert not told or not untold.size or untold.max() <= np.abs(off[list(told)]).min()
    assert [sentences.siding(off[place]) for place in told] == [
        "high" if off[place] > 0 else "low" for place in told
    ]
    assert phrased("fitting", key) and phrased("missing", missing)


@settings(deadline=None)
@given(lesson=lessons())
def test_a_verdict_is_true_of_the_answer(lesson):
    key, output = sentences.judging(lesson), float(lesson.asked.output[0])
    assert phrased("judging", key)
    outcomes = Counter(lesson.targets.tolist())
    if set(outcomes) == {0.0, 1.0}:
        assert key.startswith("works") == (abs(output - 1) < abs(output))
        assert key.startswith("fails") == (abs(output - 1) > abs(output))
        if key.endswith("close"):
            assert min(abs(output), abs(output - 1)) <= 0.2
        return
    there = [
        target
        for x, target in zip(lesson.inputs, lesson.targets, strict=True)
        if x == lesson.question
    ]
    assert (key == "drawn") == (not outcomes)
    assert (key == "unmeasured") == (bool(outcomes) and not there)
    assert key.endswith("_mean") == (len(set(there)) > 1)
    if there:
        target = sum(there) / len(there)
        assert sentences.asked_target(lesson) == pytest.approx(target)
        spread = max(lesson.targets) - min(lesson.targets)
        room = 0.2 * (spread or max(1, abs(lesson.targets[0])))
        sides = {"above": output > target, "below": output < target}
        assert sides.get(key.removesuffix("_mean"), abs(output - target) <= room * (1 + 1e-9))


def test_halfway_between_yes_and_no_is_undecided():
    lesson = of_bends([(1.0, 0.0, 0.0)], 0.5)
    assert sentences.judging(lesson) == "undecided"


@settings(deadline=None)
@given(lesson=lessons())
def test_the_few_are_a_part_of_all(lesson):
    if not lesson.has_data:
        return
    off = np.array(lesson.gaps)
    few = float(np.sum(off[list(lesson.few)] ** 2))
    assert {0, len(off) - 1} <= set(lesson.few) and len(lesson.few) <= 3
    spread = np.ptp(lesson.targets) or max(1.0, np.abs(lesson.targets).max())
    perfect, whole = 0.002 * spread**2, np.sum(off**2)
    if min(abs(few - perfect), abs(whole - perfect)) > 1e-9 * perfect:
        assert sentences.is_misled(lesson) == (few < perfect <= whole)


@given(targets=st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=3, max_size=6))
def test_a_straight_line_can_or_cannot(targets):
    inputs = np.arange(len(targets), dtype=float)
    straight = all(abs(bend) < 1e-12 for bend in np.diff(targets, 2))
    key = sentences.lining(inputs, np.array(targets))
    assert key == ("can" if straight else "cannot")
    assert phrased("lining", key)


@given(
    st.integers(-500, 500).map(lambda tenths: tenths / 10), st.floats(-50, 50), st.integers(3, 20)
)
def test_a_line_passes_through_points_of_a_line(slope, start, count):
    xs = np.linspace(-1, 3, count)
    assert sentences.lining(xs, slope * xs + start) == "can"


def test_one_input_is_met_by_many_lines_unless_two_dots_stand_there():
    assert sentences.lining(np.array([0.5]), np.array([1.0])) == "can"
    two = sentences.lining(np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0]))
    assert two == "cannot"


@settings(deadline=None)
@given(lesson=lessons())
def test_groups_speak_only_when_each_is_of_one_mind(lesson):
    key = sentences.grouping(lesson)
    outcomes = set(lesson.targets.tolist())
    minds = [set(group.targets.tolist()) for group in lesson.groups]
    assert phrased("grouping", key)
    if outcomes != {0.0, 1.0}:
        assert key == "by_number"
    else:
        one_mind = bool(minds) and all(len(mind) == 1 for mind in minds)
        assert key == ("by_group" if one_mind else "by_count")


def test_many_measurements_are_thinned():
    xs = np.linspace(0, 1, 500)
    many = replace(DOSAGE, inputs=locked(xs), targets=locked(xs**2), groups=())
    assert sentences.grouping(many) == "thinned"
    yes_no = replace(many, targets=locked(np.round(xs)))
    assert sentences.grouping(yes_no) == "thinned"
    grouped = measured(yes_no, xs.tolist(), np.round(xs).tolist(), (250, 250))
    assert sentences.grouping(grouped) == "by_group"


@settings(deadline=None)
@given(lesson=lessons(), bends=st.booleans())
def test_moves_are_those_the_network_makes(lesson, bends):
    rows, last = lesson.network.bends(), lesson.parameters
    moves = sentences.moving(lesson.parameters, len(rows), bends=bends)
    weights_and_scales = [number for w, _, s in rows for number in (w, s)]
    assert ("flip" in moves) == any(number < 0 for number in weights_and_scales)
    assert ("stretch" in moves) == any(abs(scale) != 1 for _, _, scale in rows)
    assert ("shift" in moves) == ([*last.values()][-1] != 0)
    assert ("add" in moves) == (len(rows) > 1)
    assert ("bend" in moves) == bends
    assert "slice" in moves and all(phrased("moving", move) for move in moves)


def test_every_phrase_that_is_chosen_can_be_chosen():
    words = read_words("en")["phrases"]
    assert set(words["character"]) == {*ACTIVATIONS, "soft"}
    assert set(words["limits"]) == set(ACTIVATIONS)
    sizes = [2.0, 0.5, 1.0, -2.0, -0.5, -1.0, 0.0]
    scales = {sentences.scaling(size) for size in sizes} | {"zero", "level"}
    assert set(words["scaling"]) == scales
    assert set(words["slicing"]) == set(words["spreading"]) == set(map(sentences.slicing, sizes))


def test_the_sentences_of_the_dosage_lesson():
    w = DOSAGE.parameters
    assert sentences.scaling(w["w3"]) == "over_taller"
    assert sentences.scaling(w["w4"]) == "kept_taller"
    assert sentences.slicing(w["w1"]) == "squeezed_flipped"
    assert sentences.comparing(w["w2"], w["w1"]) == "gentler"
    assert [sentences.flattening(node) for node in DOSAGE.curve.nodes] == ["no", "no"]
    assert sentences.likening(DOSAGE.curve.nodes, 1) is None
    height = float(np.ptp([0.0, *DOSAGE.curve.sum]))
    assert sentences.adding(DOSAGE.asked.node("top").scaled[0], height) == "nothing"
    assert sentences.shifting(w["b3"]) == "drops"
    assert sentences.shaping(DOSAGE.network, *DOSAGE.interval) == "bump"
    off, close = DOSAGE.gaps, DOSAGE.close
    assert (sentences.fitting(off, close), sentences.fit_count(off, close)) == ("some", 4)
    assert sentences.missed(off, close) == (1, 2)
    assert sentences.judging(DOSAGE) == "works_close"
    assert sentences.is_misled(DOSAGE)
    assert sentences.describing(activation("softplus")) == "softplus"
