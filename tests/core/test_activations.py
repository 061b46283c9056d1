"""The bent curves against arbitrary precision, against each other, and against their slopes."""

import math
import pickle

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, activation
from squiggle.core.activations import softplus
from squiggle.errors import SquiggleError

EXACT = {
    "identity": lambda x: x,
    "relu": lambda x: max(x, mpmath.mpf(0)),
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "tanh": mpmath.tanh,
}
EXACT_SLOPE = {
    "identity": lambda x: mpmath.mpf(1),
    "relu": lambda x: mpmath.mpf(x > 0),
    "sigmoid": lambda x: mpmath.exp(-x) / (1 + mpmath.exp(-x)) ** 2,
    "softplus": lambda x: 1 / (1 + mpmath.exp(-x)),
    "tanh": lambda x: mpmath.sech(x) ** 2,
}
# Below -708 the results leave the normal doubles, so relative precision ends there by nature.
PLACES = np.concatenate([np.linspace(-700, 700, 281), [-30.0, -1e-9, 0.0, 1e-9, 0.1, 1e4]])
finite = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.floats(-1e4, 1e4)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("which", "exact"), [("f", EXACT), ("df", EXACT_SLOPE)])
def test_agrees_with_arbitrary_precision_in_relative_terms(name, which, exact):
    with mpmath.workdps(1000):  # as many, because 1 + e^x must keep e^-700 beside e^700
        wanted = np.array([float(exact[name](mpmath.mpf(float(x)))) for x in PLACES])
    got = getattr(activation(name), which)(PLACES)
    normal = np.abs(wanted) > 1e-300
    np.testing.assert_allclose(got[normal], wanted[normal], rtol=1e-15)
    np.testing.assert_allclose(got[~normal], wanted[~normal], atol=1e-300)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slope_is_the_central_difference(name):
    curve, step = activation(name), 1e-5
    places = np.array([x for x in np.linspace(-8, 8, 101) if abs(x) > 2 * step])
    difference = (curve.f(places + step) - curve.f(places - step)) / (2 * step)
    np.testing.assert_allclose(curve.df(places), difference, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(x=finite)
def test_finite_without_a_warning_for_every_number_there_is(name, x):
    assert math.isfinite(activation(name).f(x))
    assert math.isfinite(activation(name).df(x))


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(x=numbers, y=numbers)
def test_never_falls(name, x, y):
    low, high = sorted([x, y])
    assert activation(name).f(low) <= activation(name).f(high)
    assert activation(name).df(x) >= 0


@given(x=numbers)
def test_softplus_lies_above_the_corner_wherever_doubles_can_tell(x):
    corner = max(x, 0.0)
    assert softplus(x) >= corner
    if -700 < x < 30:
        assert softplus(x) > corner


@given(x=numbers)
def test_softplus_of_x_and_of_minus_x_differ_by_x(x):
    assert softplus(x) - softplus(-x) == pytest.approx(x, abs=1e-11, rel=1e-12)


@given(x=st.floats(-300, 300))
def test_sigmoid_is_half_a_tanh(x):
    sigmoid, tanh = activation("sigmoid").f, activation("tanh").f
    assert 2 * sigmoid(x) - 1 == pytest.approx(float(tanh(x / 2)), abs=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("shape", [(), (3,), (2, 2), (0,)])
def test_keeps_the_shape(name, shape):
    curve = activation(name)
    assert curve.f(np.zeros(shape)).shape == curve.df(np.zeros(shape)).shape == shape


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_leaves_its_input_alone(name):
    x = np.array([-1.0, 2.0])
    activation(name).f(x)[0] = 7.0
    assert x.tolist() == [-1.0, 2.0]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_formula_says_what_the_curve_does(name):
    words = activation(name).formula.replace("^", "**").replace("e**", "math.e**")
    known = {"math": math, "log": math.log, "max": max, "tanh": math.tanh}
    for x in (-1.5, 0.25, 2.0):
        assert eval(words, known | {"x": x}) == pytest.approx(float(activation(name).f(x)))


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(SquiggleError) as caught:
        activation("swish")
    assert str(caught.value) == (
        "unknown activation: 'swish' - known: identity, relu, sigmoid, softplus, tanh"
    )


def test_reads_as_a_sentence():
    assert repr(activation("relu")) == "relu: max(0, x)"


@given(x=st.floats(-50, 50), beta=st.floats(0.1, 20))
def test_a_sharper_softplus_is_softplus_in_another_scale(x, beta):
    sharp = activation("softplus", beta=beta)
    assert sharp.f(x) == pytest.approx(softplus(beta * x) / beta, rel=1e-12)
    step = 1e-6 / beta
    rise = (sharp.f(x + step) - sharp.f(x - step)) / (2 * step)
    assert sharp.df(x) == pytest.approx(rise, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize(("name", "beta"), [("relu", 2.0), ("softplus", 0.0), ("softplus", 1e9)])
def test_a_beta_that_means_nothing_is_refused(name, beta):
    with pytest.raises(SquiggleError, match="beta"):
        activation(name, beta)


def test_activations_cross_process_borders():
    sharp = activation("softplus", beta=2.0)
    assert pickle.loads(pickle.dumps(sharp)) == sharp != activation("softplus")
