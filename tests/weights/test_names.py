"""Arrays by the names that programs give them: which layer each one is, and what was assumed."""

import numpy as np
import pytest

from squiggle.core import activation

from .some import ASSUMED, ONE_HIDDEN_LAYER, given, npz, refusal

INTO, BIASES, OUT, LAST = [[1.0], [2.0]], [3.0, 4.0], [[5.0, 6.0]], [7.0]
READING_ORDER = [1.0, 3.0, 2.0, 4.0, 5.0, 6.0, 7.0]


def linear(hidden: str, output: str) -> dict[str, object]:
    return {
        f"{hidden}weight": INTO,
        f"{hidden}bias": BIASES,
        f"{output}weight": OUT,
        f"{output}bias": LAST,
    }


def dense(hidden: str, output: str, end: str = "") -> dict[str, object]:
    return {
        f"{hidden}kernel{end}": np.transpose(INTO),
        f"{hidden}bias{end}": BIASES,
        f"{output}kernel{end}": np.transpose(OUT),
        f"{output}bias{end}": LAST,
    }


TUTORIAL = {"w00": 1.0, "b00": 3.0, "w01": 5.0, "w10": 2.0, "b10": 4.0, "w11": 6.0}
KNOWN = {
    "PyTorch Sequential": [
        linear("0.", "2."),
        linear("net.0.", "net.2."),
        linear("_orig_mod.model.9.", "_orig_mod.model.11."),
    ],
    "PyTorch Linear layers": [
        linear("fc1.", "fc2."),
        linear("fc9.", "fc10."),
        linear("hidden.", "out."),
        linear("block.hidden.", "head."),
    ],
    "Keras' Dense layers": [
        dense("dense/", "dense_1/", ":0"),
        dense("sequential/dense/", "sequential/dense_1/"),
        dense("dense_9/", "dense_10/"),
        dense("hidden/", "output/"),
    ],
    "scikit-learn's MLPRegressor": [
        {
            "coefs_0": np.transpose(INTO),
            "intercepts_0": BIASES,
            "coefs_1": np.transpose(OUT),
            "intercepts_1": LAST,
        }
    ],
    "StatQuest's parameters": [
        TUTORIAL | {"final_bias": 7.0},
        {key: [value] for key, value in TUTORIAL.items()} | {"final_bias": LAST},
    ],
    "the parameters w1 b1 w2 b2 w3 w4 b3": [
        dict(zip(["w1", "b1", "w2", "b2", "w3", "w4", "b3"], READING_ORDER, strict=True))
    ],
}


@pytest.mark.parametrize(
    ("kind", "arrays"), [(kind, arrays) for kind, all_of in KNOWN.items() for arrays in all_of]
)
def test_names_tell_the_layers(tmp_path, kind, arrays):
    weights = given(tmp_path / "a.npz", npz(**arrays))
    assert list(weights.network.parameters.values()) == READING_ORDER
    assert weights.notes[0] == f"a.npz: {kind}, 1 input, 2 hidden nodes, 1 output"
    assumed = ASSUMED.format("softplus" if "w1" in kind else "relu")
    assert assumed in weights.notes
    assert weights.decimals is None


def test_layers_are_ordered_by_number_even_if_the_file_has_them_otherwise(tmp_path):
    turned = dict(reversed(linear("2.", "10.").items()))
    weights = given(tmp_path / "a.npz", npz(**turned))
    assert list(weights.network.parameters.values()) == READING_ORDER and len(weights.notes) == 2


def test_layers_without_numbers_are_ordered_by_their_shapes_and_that_is_told(tmp_path):
    turned = dict(reversed(linear("z.", "a.").items()))
    weights = given(tmp_path / "a.npz", npz(**turned))
    assert list(weights.network.parameters.values()) == READING_ORDER
    assert weights.notes[1] == "by their shapes z comes before a"


def test_two_layers_of_one_shape_are_taken_in_the_order_of_the_file_and_that_is_told(tmp_path):
    one = {"b.weight": [[1.0]], "b.bias": [2.0], "a.weight": [[3.0]], "a.bias": [4.0]}
    weights = given(tmp_path / "a.npz", npz(**one))
    assert weights.network.parameters == {"w1": 1.0, "b1": 2.0, "w2": 3.0, "b2": 4.0}
    assert weights.notes[1] == "two layers of one shape: took b as the hidden one"


def test_a_missing_bias_is_zero_and_that_is_told(tmp_path):
    arrays = linear("0.", "2.")
    del arrays["0.bias"]
    weights = given(tmp_path / "a.npz", npz(**arrays))
    assert weights.network.bends() == ((1.0, 0.0, 5.0), (2.0, 0.0, 6.0))
    assert weights.notes[1] == "no 0.bias: taken as 0"


def test_statquests_networks_end_in_a_relu_unless_the_file_says_otherwise(tmp_path):
    arrays = TUTORIAL | {"final_bias": 7.0}
    weights = given(tmp_path / "a.npz", npz(**arrays))
    assert weights.network.activation == weights.network.output_activation == activation("relu")
    assert weights.notes[1:] == (
        "StatQuest's networks end in a relu: assumed here too",
        ASSUMED.format("relu"),
        "relu after the output's sum",
    )
    plain = given(tmp_path / "a.npz", npz(**arrays, output_activation="identity"))
    assert plain.network.output_activation.is_plain


def test_texts_beside_the_arrays_name_the_activations(tmp_path):
    words = {"activation": "softplus", "beta": 2.0, "output_activation": np.array(["tanh"])}
    network = given(tmp_path / "a.npz", npz(**linear("0.", "2."), **words)).network
    assert network.activation == activation("softplus", 2.0)
    assert network.output_activation == activation("tanh")


WANTED = (
    "wanted: weights and biases of one hidden layer and one output, named as docs/weights.md has"
)
WRONG = [
    ({}, f"a.npz holds no arrays - {WANTED}"),
    ({"x": 1, "y": 2}, f"a.npz holds 'x', 'y' - {WANTED}"),
    ({f"x{place}": 1 for place in range(9)}, f"a.npz holds 'x0', 'x1', 'x2', 'x3', … - {WANTED}"),
    (
        {"0.weight": INTO, "0.bias": BIASES},
        f"a.npz: 1 layer - {ONE_HIDDEN_LAYER}",
    ),
    (
        linear("0.", "2.") | {"4.weight": [[1.0]], "4.bias": [1.0]},
        f"a.npz: 3 layers - {ONE_HIDDEN_LAYER}",
    ),
    (
        {"0.weight": np.ones((3, 2)), "0.bias": np.ones(3), "2.weight": np.ones((4, 3))},
        f"a.npz: 2 inputs, 3 hidden nodes, 4 outputs - {ONE_HIDDEN_LAYER}",
    ),
    (
        {"0.weight": np.ones((65, 1)), "2.weight": np.ones((1, 65))},
        f"a.npz: 1 input, 65 hidden nodes, 1 output - {ONE_HIDDEN_LAYER}",
    ),
    (
        {"0.weight": np.ones((0, 1)), "2.weight": np.ones((1, 0))},
        f"a.npz: 1 input, 0 hidden nodes, 1 output - {ONE_HIDDEN_LAYER}",
    ),
    (
        {"0.weight": np.ones((3, 1)), "2.weight": np.ones((1, 4))},
        "a.npz: the hidden layer gives 3 numbers but the output takes 4 - the shapes must agree",
    ),
    (
        {"0.weight": np.ones((3, 1)), "0.bias": np.ones(2), "2.weight": np.ones((1, 3))},
        "a.npz: layer 1 has weights of shape (3, 1), biases of shape (2,) - "
        "wanted: a row of weights and one bias for each node",
    ),
    (
        {"0.weight": np.ones(3)},
        "a.npz: '0.weight' has the shape (3,) - "
        "wanted: a matrix for each weight, a row of numbers for each bias",
    ),
    (
        linear("0.", "2.") | {"norm.running_mean": [0.0]},
        "a.npz holds 'norm.running_mean' - wanted: weight and bias only",
    ),
    (linear("0.", "2.") | {"3.bias": [0.0]}, "a.npz holds '3.bias' - but no weight for it"),
    (
        {"w00": 1, "b00": 1, "final_bias": 1},
        "a.npz holds 'w00', 'b00', 'final_bias' - wanted: w00 b00 w01 w10 b10 w11 … final_bias",
    ),
    ({"w1": 1, "b1": 1, "w2": [1, 2], "b2": 1}, "a.npz: 'w2' has the shape (2,) - "
     "wanted: one number"),
    (
        {"coefs_0": [[1.0]], "intercepts_1": [1.0]},
        "a.npz holds 'coefs_0', 'intercepts_1' - "
        "wanted: coefs_0, intercepts_0, coefs_1, intercepts_1",
    ),
    (
        {"0.weight": [[1.0]], "0.bias": [np.nan], "2.weight": [[1.0]], "2.bias": [1.0]},
        "a.npz: b1 is NaN - wanted: an ordinary number",
    ),
    (
        {"0.weight": [[-np.inf]], "0.bias": [0.0], "2.weight": [[1.0]], "2.bias": [1.0]},
        "a.npz: w1 is infinite - wanted: at most 1e+12 in size",
    ),
    (
        {"0.weight": [[-1e300]], "0.bias": [0.0], "2.weight": [[1.0]], "2.bias": [1.0]},
        "a.npz: w1 is -1e+300 - wanted: at most 1e+12 in size",
    ),
    (
        linear("0.", "2.") | {"activation": "swish"},
        "a.npz: unknown activation: 'swish' - known: identity, relu, sigmoid, softplus, tanh",
    ),
    (linear("0.", "2.") | {"activation": 3}, "a.npz: activation is 3 - wanted: a name"),
    (
        linear("0.", "2.") | {"activation": ["relu", "relu"]},
        "a.npz: 'activation' has the shape (2,) - wanted: one word",
    ),
    (
        linear("0.", "2.") | {"out_activation_": "relu", "output_activation": "relu"},
        "a.npz tells output_activation twice - wanted: once",
    ),
    (linear("0.", "2.") | {"3.bias": "text"}, "a.npz: '3.bias' is a text - wanted: numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("arrays", "said"), WRONG)
def test_arrays_that_are_no_network_are_told_in_one_line(tmp_path, arrays, said):
    assert refusal(tmp_path / "a.npz", npz(**arrays)) == said
