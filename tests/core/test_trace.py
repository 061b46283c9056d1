"""The trace against the printed numbers, against arbitrary precision, and against itself."""

import dataclasses

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, LARGEST, Layer, Network, Trace, activation, node_names
from squiggle.errors import SquiggleError

NETWORK = Network.two_bends(-34.4, 2.14, -2.52, 1.29, -1.30, 2.28, -0.58)
DOSES = [0.0, 0.1, 0.4, 0.5, 0.9, 1.0]

# The published walk through this network, as it prints its numbers. It bends by log(1 + e^x) as
# written, which far left loses digits: 1 + e^-28.82 keeps 13 binary digits of the small term. What
# it prints there is a few parts in 10,000 off; all else agrees to the last digits of a double.
PRINTED = {
    "top": {
        "biased": [2.14, -1.2999999999999998, -11.62, -15.059999999999999, -28.82, -32.26],
        "bent": [
            2.2512325998949305, 0.24100845383299216, 8.984546677413703e-06,
            2.8808791465998513e-07, 3.044231533521716e-13, 9.76996261670133e-15,
        ],
        "scaled": [
            -2.92660237986341, -0.3133109899828898, -1.1679910680637815e-05,
            -3.745142890579807e-07, -3.9575009935782306e-13, -1.270095140171173e-14,
        ],
    },
    "bottom": {
        "biased": [1.29, 1.038, 0.28200000000000003, 0.030000000000000027, -0.978, -1.23],
        "bent": [
            1.533158534955108, 1.3411830334097958, 0.8440549162893263,
            0.7082596763414484, 0.31922613976831005, 0.25641783303708743,
        ],
        "scaled": [
            3.495601459697646, 3.0578973161743344, 1.9244452091396638,
            1.6148320620585022, 0.7278355986717469, 0.5846326593245593,
        ],
    },
}  # fmt: skip
PRINTED_SUM = [
    0.5689990798342359, 2.7445863261914445, 1.9244335292289831,
    1.614831687544213, 0.7278355986713511, 0.5846326593245467,
]  # fmt: skip
PRINTED_OUTPUT = [
    -0.011000920165764039, 2.1645863261914444, 1.3444335292289833,
    1.0348316875442132, 0.1478355986713511, 0.004632659324546706,
]  # fmt: skip
TRACE = Trace.of(NETWORK, DOSES)


@pytest.mark.parametrize("node", ["top", "bottom"])
def test_pre_activations_are_the_printed_ones(node):
    np.testing.assert_allclose(TRACE.node(node).biased, PRINTED[node]["biased"], rtol=1e-15)


@pytest.mark.parametrize("step", ["bent", "scaled"])
def test_the_bottom_node_is_the_printed_one(step):
    np.testing.assert_allclose(
        getattr(TRACE.node("bottom"), step), PRINTED["bottom"][step], rtol=1e-15
    )


@pytest.mark.parametrize("step", ["bent", "scaled"])
def test_the_top_node_is_the_printed_one_where_the_naive_formula_still_has_digits(step):
    got, printed = getattr(TRACE.node("top"), step), np.array(PRINTED["top"][step])
    np.testing.assert_allclose(got[:2], printed[:2], rtol=1e-15)
    # What the naive form can lose at most: half a unit in the last place of 1, as part of e^x.
    lost = np.finfo(float).eps / 2 / TRACE.node("top").bent[2:]
    assert (np.abs(got[2:] / printed[2:] - 1) <= lost).all()


def test_far_left_the_printed_heights_are_off_and_ours_are_not():
    heights = TRACE.node("top").bent[4:]
    exact = [float(mpmath.log1p(mpmath.exp(mpmath.mpf(float(x))))) for x in (-28.82, -32.26)]
    np.testing.assert_allclose(heights, exact, rtol=1e-14)
    off = np.array(PRINTED["top"]["bent"][4:]) / exact - 1
    assert (np.abs(off) * 10_000).round().tolist() == [4, 5]


def test_sum_and_output_are_the_printed_ones():
    # Sums of numbers near 3 that leave numbers near 0.01: two ulps of 3 are honest.
    np.testing.assert_allclose(TRACE.sum, PRINTED_SUM, rtol=0, atol=1e-15)
    np.testing.assert_allclose(TRACE.output, PRINTED_OUTPUT, rtol=0, atol=1e-15)


def test_the_outputs_told_in_the_film():
    assert TRACE.output.round(3).tolist() == [-0.011, 2.165, 1.344, 1.035, 0.148, 0.005]


numbers = st.floats(-50, 50)
networks = st.builds(
    Network.of_bends,
    st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=4),
    numbers,
    activation=st.sampled_from(sorted(ACTIVATIONS)),
)
inputs = st.lists(st.floats(-10, 10), min_size=1, max_size=8)


@given(network=networks, inputs=inputs)
def test_every_step_follows_from_the_one_before(network, inputs):
    trace = Trace.of(network, inputs)
    x = np.array(inputs)
    for node in trace.nodes:
        np.testing.assert_array_equal(node.multiplied, node.weight * x)
        np.testing.assert_array_equal(node.biased, node.multiplied + node.bias)
        np.testing.assert_array_equal(node.bent, node.activation.f(node.biased))
        np.testing.assert_array_equal(node.scaled, node.scale * node.bent)
    np.testing.assert_allclose(trace.sum, sum(node.scaled for node in trace.nodes), rtol=1e-15)
    np.testing.assert_array_equal(trace.output, trace.sum + trace.bias)


@given(network=networks, inputs=inputs)
def test_the_last_step_is_the_network(network, inputs):
    direct = network(np.array(inputs)[:, None])[:, 0]
    np.testing.assert_allclose(Trace.of(network, inputs).output, direct, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_random_networks_against_arbitrary_precision(seed):
    rng = np.random.default_rng(seed)
    bends, bias = rng.normal(0, 5, (3, 3)).tolist(), float(rng.normal())
    x = float(rng.uniform(-1, 1))
    with mpmath.workdps(60):
        exact = mpmath.mpf(bias)
        for w, b, s in bends:
            exact += mpmath.mpf(s) * mpmath.log1p(mpmath.exp(mpmath.mpf(w) * x + b))
    output = Trace.of(Network.of_bends(bends, bias), [x]).output[0]
    assert output == pytest.approx(float(exact), rel=1e-13, abs=1e-13)


finite = st.floats(allow_nan=False, allow_infinity=False)
drawable = st.floats(-LARGEST, LARGEST)


@given(
    bend=st.tuples(drawable, drawable, drawable),
    bias=drawable,
    x=finite,
    name=st.sampled_from(sorted(ACTIVATIONS)),
)
def test_finite_or_refused_but_never_infinite(bend, bias, x, name):
    network = Network.of_bends([bend], bias, activation=name)
    try:
        trace = Trace.of(network, [x])
    except SquiggleError as error:
        assert error.message == "the numbers grow beyond what a computer holds"
    else:
        assert np.isfinite([trace.output[0], trace.sum[0], trace.nodes[0].scaled[0]]).all()


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ([0.0, np.nan], "input 2 is nan"),
        ([np.inf], "input 1 is inf"),
        ([[0.0]], "inputs of shape (1, 1)"),
        (0.0, "inputs of shape ()"),
    ],
)
def test_refuses_what_is_not_a_row_of_numbers(inputs, message):
    with pytest.raises(SquiggleError) as caught:
        Trace.of(NETWORK, inputs)
    assert caught.value.message == message


def test_refuses_a_network_that_is_not_a_curve():
    relu = activation("relu")
    with pytest.raises(SquiggleError, match="is not one curve"):
        Trace.of(Network([Layer([[1.0, 1.0]], [0.0], relu)]), [0.0])


def test_nothing_in_a_trace_can_be_changed():
    for part in (TRACE, *TRACE.nodes):
        for field in dataclasses.fields(part):
            value = getattr(part, field.name)
            if isinstance(value, np.ndarray):
                assert value.shape == (6,)
                with pytest.raises(ValueError, match="read-only"):
                    value[0] = 1.0
        with pytest.raises(dataclasses.FrozenInstanceError):
            part.bias = 0.0


def test_inputs_are_copied():
    mine = np.array([0.0, 1.0])
    trace = Trace.of(NETWORK, mine)
    mine[0] = 7.0
    assert trace.inputs.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("count", range(1, 6))
def test_nodes_have_names_of_their_own(count):
    assert len(set(node_names(count))) == count
    with pytest.raises(KeyError):
        TRACE.node("left")
