"""Each sentence that depends on numbers is true: judged anew, by other means, on random lessons."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.core import Network, gaps
from squiggle.lesson import sentences
from squiggle.lesson.words import read_words

from .some import DENSE, DOSAGE, lessons, retold, weights

TABLES = read_words("en")["phrases"]
curve = np.sin(3 * DENSE) + 2  # any heights above zero


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
    assert key in TABLES["scaling"]


@given(weight=weights)
def test_slicing_is_what_happens_to_the_bend(weight):
    start, end = 0.0, weight  # the part of the bend that lies above inputs from 0 to 1
    key = sentences.slicing(weight)
    assert ("flipped" in key) == (end < start)
    assert ("squeezed" in key) == (abs(end - start) > 1)
    assert ("widened" in key) == (0 < abs(end - start) < 1)
    assert (key == "flat") == (end == start)
    assert key in TABLES["slicing"] and key in TABLES["spreading"]


@given(bias=weights)
def test_sliding_and_shifting_follow_the_sign(bias):
    moved = 1.0 + bias
    assert sentences.sliding(bias) == ("right" if moved > 1 else "left" if moved < 1 else "nowhere")
    assert sentences.shifting(bias) == ("rises" if moved > 1 else "drops" if moved < 1 else "stays")
    assert sentences.sliding(bias) in TABLES["sliding"]
    assert sentences.shifting(bias) in TABLES["shifting"]


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
    assert key in TABLES["comparing"]


@given(scaled=st.floats(-1, 1))
def test_almost_nothing_is_less_than_a_twentieth(scaled):
    assert (sentences.adding(scaled) == "nothing") == (-0.05 < scaled < 0.05)
    assert sentences.adding(scaled) in TABLES["adding"]


@settings(deadline=None)
@given(lesson=lessons)
def test_a_bump_is_one_top_with_lower_ends(lesson):
    output = lesson.trace_at(DENSE).output
    span = np.ptp(output)
    above, below = output.max() - output[[0, -1]].max(), output[[0, -1]].min() - output.min()
    room = 2 * sentences.WIGGLE * span
    key = sentences.shaping(lesson)
    assert key in TABLES["shaping"]
    if key == "flat":
        assert span < 0.006
    if key == "bump":
        top = int(output.argmax())
        assert above > 0
        assert np.diff(np.maximum.accumulate(output[: top + 1]) - output[: top + 1]).max() < room
        assert below < room
    if key == "dip":
        assert below > 0 and above < room
    if key == "slope":
        assert above < room and below < room
    if span > 0.006 and above > room and below > room:
        assert key == "wave"


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
    assert sentences.shaping(retold(Network.of_bends(bends, 0.0))) == key


def test_a_wave_has_more_than_one_turn():
    network = Network.of_bends([(20, -5, 1), (20, -10, -2), (20, -15, 2)], 0.0, activation="tanh")
    assert sentences.shaping(retold(network)) == "wave"


@given(off=st.lists(st.floats(-3, 3), min_size=1, max_size=8))
def test_fits_and_misses_are_counted(off):
    fits = sum(1 for gap in off if -0.2 <= gap <= 0.2)
    off = np.array(off)
    key, missing = sentences.fitting(off), sentences.missing(off)
    assert sentences.fit_count(off) == fits
    assert (key == "all") == (fits == len(off))
    if fits < len(off):
        assert key == {0: "none", 1: "one"}.get(fits, "some")
    assert missing == {0: "none", 1: "one", 2: "two"}.get(len(off) - fits, "many")
    told = sentences.missed(off)
    assert len(told) == min(2, len(off) - fits)
    assert all(abs(off[place]) > 0.2 for place in told)
    untold = np.delete(np.abs(off), told)
    assert not told or not untold.size or untold.max() <= np.abs(off[list(told)]).min()
    assert [sentences.siding(off[place]) for place in told] == [
        "high" if off[place] > 0 else "low" for place in told
    ]
    assert key in TABLES["fitting"] and missing in TABLES["missing"]


@given(output=st.floats(-3, 3))
def test_a_verdict_names_the_nearer_outcome(output):
    key = sentences.judging(output)
    assert key.startswith("works") == (output >= 0.5) == (abs(output - 1) <= abs(output))
    if key.endswith("close"):
        assert min(abs(output), abs(output - 1)) <= 0.2
    assert key in TABLES["judging"]


@settings(deadline=None)
@given(lesson=lessons)
def test_the_few_are_a_part_of_all(lesson):
    key = sentences.narrowing(lesson)
    off = np.array(lesson.gaps)
    few = float(np.sum(off[[0, 3, 5]] ** 2))
    if key == "perfect":
        assert few < 0.005 <= np.sum(off**2)
    if key == "smaller":
        assert few < np.sum(off**2)
    if key == "same":
        assert few == pytest.approx(np.sum(off**2))
    assert key in TABLES["narrowing"]


@given(targets=st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=3, max_size=6))
def test_a_straight_line_can_or_cannot(targets):
    inputs = np.arange(len(targets), dtype=float)
    straight = all(abs(bend) < 1e-12 for bend in np.diff(targets, 2))
    assert sentences.lining(inputs, np.array(targets)) == ("can" if straight else "cannot")


def test_one_measurement_is_met_by_many_lines():
    assert sentences.lining(np.array([0.5]), np.array([1.0])) == "can"


@given(lesson=lessons)
def test_groups_speak_only_when_each_is_of_one_mind(lesson):
    minds = [set(group.targets.tolist()) for group in lesson.groups]
    told = all(len(mind) == 1 for mind in minds) and len(set(lesson.targets.tolist())) == 2
    assert (sentences.grouping(lesson) == "by_group") == told


@given(lesson=lessons)
def test_moves_are_those_the_network_makes(lesson):
    w = lesson.parameters
    moves = sentences.moving(w, 2)
    assert ("flip" in moves) == any(w[name] < 0 for name in ("w1", "w2", "w3", "w4"))
    assert ("stretch" in moves) == any(abs(w[name]) != 1 for name in ("w3", "w4"))
    assert ("shift" in moves) == (w["b3"] != 0)
    assert {"slice", "add"} <= set(moves) <= set(TABLES["moving"])


def test_the_sentences_of_the_dosage_lesson():
    w = DOSAGE.parameters
    assert sentences.scaling(w["w3"]) == "over_taller"
    assert sentences.scaling(w["w4"]) == "kept_taller"
    assert sentences.slicing(w["w1"]) == "squeezed_flipped"
    assert sentences.comparing(w["w2"], w["w1"]) == "gentler"
    assert sentences.adding(DOSAGE.trace.node("top").scaled[3]) == "nothing"
    assert sentences.shifting(w["b3"]) == "drops"
    assert sentences.shaping(DOSAGE) == "bump"
    off = gaps(DOSAGE.trace.output, DOSAGE.targets)
    assert (sentences.fitting(off), sentences.fit_count(off)) == ("some", 4)
    assert sentences.missed(off) == (1, 2)
    assert sentences.judging(DOSAGE.trace.output[3]) == "works_close"
    assert sentences.narrowing(DOSAGE) == "perfect"
