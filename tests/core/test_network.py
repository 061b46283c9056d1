"""What a network accepts, and that nobody can change it afterwards."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, Layer, Network, activation
from squiggle.errors import SquiggleError

RELU, IDENTITY = activation("relu"), activation("identity")
weights = st.floats(-50, 50)
bends = st.lists(st.tuples(weights, weights, weights), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("weights", "biases", "message"),
    [
        ([1.0], [0.0], "weights of shape (1,) with biases of shape (1,)"),
        ([[1.0]], 0.0, "weights of shape (1, 1) with biases of shape ()"),
        ([[1.0], [2.0]], [0.0], "weights for 2 nodes but biases for 1 node"),
        (np.zeros((0, 1)), [], "a layer without nodes"),
        (np.zeros((1, 0)), [0.0], "a layer without nodes"),
        ([[np.nan]], [0.0], "a weight or bias is not finite"),
        ([[1.0]], [np.inf], "a weight or bias is not finite"),
    ],
)
def test_a_layer_refuses_what_does_not_fit(weights, biases, message):
    with pytest.raises(SquiggleError) as caught:
        Layer(weights, biases, RELU)
    assert caught.value.message == message
    assert caught.value.hint and "\n" not in str(caught.value)


def test_layers_must_follow_each_other():
    one, three = Layer([[1.0]], [0.0], RELU), Layer([[1.0, 1.0, 1.0]], [0.0], IDENTITY)
    with pytest.raises(SquiggleError, match="layer 1 gives 1 number but layer 2 takes 3"):
        Network([one, three])
    with pytest.raises(SquiggleError, match="a network without layers"):
        Network([])


def test_arrays_are_copies_and_locked():
    mine = np.array([[1.0], [2.0]])
    layer = Layer(mine, [0.0, 0.0], RELU)
    mine[0, 0] = 99.0
    assert layer.weights[0, 0] == 1.0
    for array in (layer.weights, layer.biases):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        layer.weights = mine
    with pytest.raises(dataclasses.FrozenInstanceError):
        Network([layer]).layers = ()


def test_a_parameter_table_is_a_copy():
    network = Network.of_bends([(1.0, 2.0, 3.0)], 4.0)
    network.parameters["w1"] = 99.0
    assert network.parameters["w1"] == 1.0


@pytest.mark.parametrize("travel", [lambda n: pickle.loads(pickle.dumps(n)), copy.deepcopy])
def test_stays_locked_on_the_other_side_of_a_process_border(travel):
    network = travel(Network.of_bends([(1.0, 2.0, 3.0)], 4.0, activation="tanh"))
    assert network.parameters == {"w1": 1.0, "b1": 2.0, "w2": 3.0, "b2": 4.0}
    assert network.layers[0].activation == activation("tanh")
    assert not network.layers[0].weights.flags.writeable


def test_two_bends_names_seven_numbers_in_reading_order():
    network = Network.two_bends(1, 2, 3, 4, 5, 6, 7)
    assert list(network.parameters.items()) == [
        ("w1", 1.0), ("b1", 2.0), ("w2", 3.0), ("b2", 4.0), ("w3", 5.0), ("w4", 6.0), ("b3", 7.0),
    ]  # fmt: skip


@given(bends=bends, bias=weights, name=st.sampled_from(sorted(ACTIVATIONS)))
def test_parameters_there_and_back(bends, bias, name):
    network = Network.of_bends(bends, bias, activation=name)
    again = Network.of_parameters(network.parameters, activation=name)
    assert again.parameters == network.parameters
    assert again.bends() == network.bends() == tuple(bends)
    assert len(network.parameters) == 3 * len(bends) + 1


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "parameters without w1, b1, w2, b2"),
        ({"w1": 1, "b1": 1, "w2": 1}, "parameters without b2"),
        ({"w1": 1, "b1": 1, "w2": 1, "b2": 1, "bias": 1}, "parameters without w3, w4, b3"),
    ],
)
def test_of_parameters_names_what_is_missing(parameters, message):
    with pytest.raises(SquiggleError) as caught:
        Network.of_parameters(parameters)
    assert caught.value.message == message


def test_changed_replaces_what_it_is_told_and_nothing_else():
    network = Network.two_bends(1, 2, 3, 4, 5, 6, 7, activation="relu")
    changed = network.changed(w3=-5.0)
    assert changed.parameters == network.parameters | {"w3": -5.0}
    assert changed.layers[0].activation is RELU
    assert network.parameters["w3"] == 5.0
    with pytest.raises(SquiggleError, match="unknown parameter: 'w9' - known: w1, b1, w2, b2, w3"):
        network.changed(w9=1.0)


@pytest.mark.parametrize(
    "network",
    [
        Network([Layer([[1.0, 1.0]], [0.0], RELU), Layer([[1.0]], [0.0], IDENTITY)]),
        Network([Layer([[1.0]], [0.0], IDENTITY)]),
    ],
    ids=["two inputs", "no hidden layer"],
)
def test_only_a_curve_has_named_parameters(network):
    assert not network.is_curve
    with pytest.raises(SquiggleError, match="is not one curve - wanted: 1 input, 1 hidden layer"):
        _ = network.parameters


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        (Layer([[2.0, 1.0]], [0.0], RELU), "1 relu node on 2 inputs"),
        (
            Network.two_bends(1, 2, 3, 4, 5, 6, 7),
            "a network with 1 input, 2 softplus nodes and 1 output",
        ),
        (
            Network(
                [Layer(np.ones((3, 2)), [0, 0, 0], RELU), Layer(np.ones((2, 3)), [0, 0], RELU)]
            ),
            "a network with 2 inputs, 3 relu nodes and 2 relu outputs",
        ),
    ],
)
def test_reads_as_a_sentence(thing, sentence):
    assert repr(thing) == sentence


@given(bends=bends, bias=weights, name=st.sampled_from(sorted(ACTIVATIONS)))
def test_a_call_is_the_formula_written_out(bends, bias, name):
    bend, x = activation(name).f, np.linspace(-2, 2, 9)
    direct = sum(s * bend(w * x + b) for w, b, s in bends) + bias
    called = Network.of_bends(bends, bias, activation=name)(x[:, None])[:, 0]
    np.testing.assert_allclose(called, direct, rtol=1e-12, atol=1e-10)


def test_a_number_beyond_the_largest_is_refused_with_the_limit():
    with pytest.raises(SquiggleError, match=r"size 1e\+300 - wanted: at most 1e\+12"):
        Network.of_bends([(1e300, 0.0, 1.0)], 0.0)


def test_the_output_may_bend_too():
    network = Network.of_bends([(1.0, 0.0, 2.0)], -1.0, activation="relu", output="relu")
    assert network.is_curve and network.output_activation == RELU
    assert network([[0.0], [1.0]]).ravel().tolist() == [0.0, 1.0]
    assert network.changed(b2=0.0).output_activation == RELU
