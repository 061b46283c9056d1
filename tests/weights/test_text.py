"""JSON and TOML as people write them: what is understood, how it is shown, and what is refused."""

import json

import pytest

from squiggle.core import activation
from squiggle.weights import read

from .some import ASSUMED, ONE_HIDDEN_LAYER, given, refusal

SEVEN = {"w1": -34.4, "b1": 2.14, "w2": -2.52, "b2": 1.29, "w3": -1.3, "w4": 2.28, "b3": -0.58}
ROW = "[-34.4, 2.14, -2.52, 1.29, -1.30, 2.28, -0.58]"
NAMED = '{"w1": -34.4, "b1": 2.14, "w2": -2.52, "b2": 1.29, "w3": -1.30, "w4": 2.28, "b3": -0.58}'
TABLE = "w1 = -34.4\nb1 = 2.14\nw2 = -2.52\nb2 = 1.29\nw3 = -1.30\nw4 = 2.28\nb3 = -0.58\n"

SAME = {
    "row.json": ROW,
    "row-by-name.json": f'{{"parameters": {ROW}, "title": "seven numbers"}}',
    "named.json": NAMED,
    "parameters.json": f'{{"parameters": {NAMED}}}',
    "row.toml": f"parameters = {ROW}",
    "named.toml": TABLE,
    "parameters.toml": f"[parameters]\n{TABLE}",
    "lesson.toml": f'title = "mine"\n[network.parameters]\n{TABLE}[data]\ninputs = [0.0]',
    "layers.json": '[{"weights": [[-34.4], [-2.52]], "biases": [2.14, 1.29]},'
    ' {"weights": [[-1.30, 2.28]], "biases": [-0.58]}]',
    "layers.toml": "[[layers]]\nweights = [[-34.4], [-2.52]]\nbiases = [2.14, 1.29]\n"
    "[[layers]]\nweights = [[-1.30, 2.28]]\nbiases = [-0.58]\n",
    "pytorch.json": '{"0.weight": [[-34.4], [-2.52]], "0.bias": [2.14, 1.29],'
    ' "2.weight": [[-1.30, 2.28]], "2.bias": [-0.58]}',
    "pytorch.toml": "[hidden]\nweight = [[-34.4], [-2.52]]\nbias = [2.14, 1.29]\n"
    "[output]\nweight = [[-1.30, 2.28]]\nbias = [-0.58]\n",
    "keras.json": '{"dense/kernel:0": [[-34.4, -2.52]], "dense/bias:0": [2.14, 1.29],'
    ' "dense_1/kernel:0": [[-1.30], [2.28]], "dense_1/bias:0": [-0.58]}',
    "sklearn.json": '{"coefs_": [[[-34.4, -2.52]], [[-1.30], [2.28]]],'
    ' "intercepts_": [[2.14, 1.29], [-0.58]]}',
}


@pytest.mark.parametrize("name", SAME)
def test_every_way_to_write_the_seven_numbers_gives_the_same_network(tmp_path, name):
    weights = given(tmp_path / name, SAME[name])
    assert weights.network.parameters == SEVEN
    assert weights.decimals == {"w1": 1, "w3": 2} | dict.fromkeys(("b1", "w2", "b2", "w4", "b3"), 2)
    assert weights.format == name.rpartition(".")[2]
    assert weights.notes[0].startswith(f"{name}: ")
    assert weights.notes[0].endswith(", 1 input, 2 hidden nodes, 1 output")
    row = any(word in name for word in ("row", "named", "parameters", "lesson"))
    assert weights.notes[1:] == (ASSUMED.format("softplus" if row else "relu"),)


@pytest.mark.parametrize(
    ("settings", "hidden", "output"),
    [
        ({"activation": "tanh"}, ("tanh", 1), ("identity", 1)),
        ({"activation": "ReLU"}, ("relu", 1), ("identity", 1)),
        (
            {"activation": "logistic", "out_activation_": "identity"},
            ("sigmoid", 1),
            ("identity", 1),
        ),
        ({"activation": "linear"}, ("identity", 1), ("identity", 1)),
        ({"activation": "softplus", "beta": 2.5}, ("softplus", 2.5), ("identity", 1)),
        ({"activation": "tanh", "output_activation": "relu"}, ("tanh", 1), ("relu", 1)),
        (
            {"activation": "relu", "output_activation": "softplus", "output_beta": 4},
            ("relu", 1),
            ("softplus", 4),
        ),
    ],
)
def test_a_file_names_its_activations(tmp_path, settings, hidden, output):
    weights = given(tmp_path / "a.json", json.dumps(settings | {"parameters": SEVEN}))
    assert weights.network.activation == activation(*hidden)
    assert weights.network.output_activation == activation(*output)
    said = () if output[0] == "identity" else (f"{output[0]} after the output's sum",)
    assert weights.notes[1:] == said


def test_each_layer_may_name_its_own(tmp_path):
    layers = [
        {"weights": [[1], [2]], "biases": [0, 1], "activation": "softplus", "beta": 3},
        {"weights": [[3, 4]], "biases": [5], "activation": "sigmoid"},
    ]
    network = given(tmp_path / "a.json", json.dumps({"layers": layers})).network
    assert network.activation == activation("softplus", 3)
    assert network.output_activation == activation("sigmoid")


def test_whoever_reads_chooses_the_activation(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(NAMED)
    told = read(path, activation="tanh")
    assert told.network.activation == activation("tanh") and len(told.notes) == 1
    path.write_text(json.dumps({"activation": "softplus", "beta": 2, "parameters": SEVEN}))
    assert read(path, activation="softplus").network.activation == activation("softplus", 2)
    changed = read(path, activation="relu")
    assert changed.network.activation == activation("relu")
    assert changed.notes[1:] == ("the file says softplus: read as relu, as set",)


def test_digits_are_counted_as_written_and_not_beyond_a_double(tmp_path):
    weights = given(tmp_path / "a.json", "[1, 2.50, 1e-3, 1e-300, 1.5e2, 3.0, -0.0]")
    assert list(weights.decimals.values()) == [0, 2, 3, 17, 0, 1, 1]
    assert weights.network.parameters["b2"] == 1e-300


FAR = "wanted: at most 1e+12 in size"
NUMBER = "wanted: a number"
WRONG = {
    "{": "a.json is not JSON: Expecting property name enclosed in double quotes: "
    "line 1 column 2 (char 1)",
    "1.5": "a.json holds 1.5 - wanted: parameters, layers, or arrays with their names, "
    "as docs/weights.md has them",
    "{}": "a.json tells no network - wanted: parameters, layers, or arrays with their names, "
    "as docs/weights.md has them",
    "[]": "a.json: 0 numbers - wanted: 3 for each hidden node and 1 more, as w1 b1 w2 b2 w3 w4 b3",
    "[1, 2, 3]": "a.json: 3 numbers - wanted: 3 for each hidden node and 1 more, "
    "as w1 b1 w2 b2 w3 w4 b3",
    "[1, 2, 3, null]": f"a.json: number 4 is None - {NUMBER}",
    '[1, 2, "3", 4]': f"a.json: number 3 is '3' - {NUMBER}",
    "[1, 2, true, 4]": f"a.json: number 3 is True - {NUMBER}",
    "[1, 2, NaN, 4]": "a.json: w2 is NaN - wanted: an ordinary number",
    "[1, 2, -Infinity, 4]": f"a.json: w2 is -Infinity - {FAR}",
    "[1, 2, 3, 1e300]": f"a.json: b2 is 1e+300 - {FAR}",
    "[1, 2, 3, 1e3000]": f"a.json: b2 is 1E+3000 - {FAR}",
    "[1, 2, 3, 2000000000000]": f"a.json: b2 is 2e+12 - {FAR}",
    f"[1, 2, 3, {'9' * 400}]": f"a.json: b2 is {'9' * 39}… - {FAR}",
    f"[1, 2, 3, {'9' * 5000}]": "a.json holds a number too long to read - wanted: 1e12 at most",
    "[1, 2, 3, 1e99999999999999999999]": "a.json holds a number too long to read - "
    "wanted: 1e12 at most",
    "[" * 30000: "a.json is nested too deep - wanted: a list of lists",
    '{"a":' * 10000: "a.json is nested too deep - wanted: a list of lists",
    '{"w1": 1, "w1": 2}': "a.json says 'w1' twice - wanted: once",
    '{"w1": 1, "b1": 1, "w2": 1, "b3": 1}': "a.json without b2 - wanted: w1 b1 w2 b2",
    '{"w1": 1, "b1": 1, "w2": 1, "b2": 1, "w9": 1}': "a.json without w3 - wanted: "
    "w1 b1 w2 b2 w3 w4 b3",
    '{"parameters": {"x": 1}}': "a.json without w1 - wanted: w1 b1 w2 b2",
    '{"parameters": 5}': "a.json: parameters is 5 - wanted: a list or a table",
    '{"parameters": [1, 2, 3, 4], "activaton": "tanh"}': "a.json: unknown key: 'activaton' - "
    "known: activation, beta, comment, description, name, notes, output_activation, output_beta, "
    "title",
    '{"parameters": [1, 2, 3, 4], "activation": "swish"}': "a.json: unknown activation: 'swish' - "
    "known: identity, relu, sigmoid, softplus, tanh",
    '{"parameters": [1, 2, 3, 4], "activation": 5}': "a.json: activation is 5 - wanted: a name",
    '{"parameters": [1, 2, 3, 4], "activation": "tanh", "beta": 2}': "a.json: tanh with beta 2 - "
    "only softplus has a beta",
    '{"parameters": [1, 2, 3, 4], "beta": 2}': "a.json: beta without activation - "
    "wanted: activation = 'softplus'",
    '{"parameters": [1, 2, 3, 4], "activation": "softplus", "beta": -1}': "a.json: beta is -1 - "
    "wanted: from 0.001 to 1000",
    '{"parameters": [1, 2, 3, 4], "activation": "softplus", "beta": []}': "a.json: beta is [] - "
    "wanted: a number",
    '{"layers": [{"weights": [[1]], "biases": [1]}]}': f"a.json: 1 layer - {ONE_HIDDEN_LAYER}",
    '{"layers": []}': f"a.json: 0 layers - {ONE_HIDDEN_LAYER}",
    '{"layers": 7}': "a.json: layers is 7 - wanted: a list of tables",
    '{"layers": [{"weights": [[1]]}]}': "a.json: layer 1 without biases - "
    "wanted: weights, biases, activation, beta",
    '{"layers": [{"weight": [[1]]}]}': "a.json: layer 1 has an unknown key: 'weight' - "
    "known: weights, biases, activation, beta",
    '{"layers": [{"weights": [1], "biases": [1]}]}': "a.json: layer 1 has weights of shape (1,), "
    "biases of shape (1,) - wanted: a row of weights and one bias for each node",
    '{"layers": [{"weights": [[1], [1, 2]], "biases": [1]}]}': "a.json: 'layer 1 weights' has rows "
    "of different lengths - wanted: one length",
    '{"0.weight": [[[1]]]}': f"a.json: 0.weight is [1] - {NUMBER}",
    '{"gamma": 1}': "a.json holds 'gamma' - wanted: weights and biases of one hidden layer and one "
    "output, named as docs/weights.md has",
    '{"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}': "a.json: tables nested too deep - wanted: "
    "parameters, layers, or arrays with their names, as docs/weights.md has them",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:40])
def test_what_is_no_network_is_told_in_one_line(tmp_path, text):
    assert refusal(tmp_path / "a.json", text) == WRONG[text]


WRONG_TOML = {
    "a = ": "a.toml is not TOML: Invalid value (at end of document)",
    "w1 = 1\nw1 = 2\n": "a.toml is not TOML: Cannot overwrite a value (at line 2, column 7)",
    "parameters = [1, 2, nan, 4]": "a.toml: w2 is NaN - wanted: an ordinary number",
    "parameters = [1, 2, +inf, 4]": f"a.toml: w2 is Infinity - {FAR}",
    "parameters = [1, 2, 1979-05-27, 4]": "a.toml: number 3 is datetime.date(1979, 5, 27) - "
    "wanted: a number",
    "a = " + "[" * 30000: "a.toml is nested too deep - wanted: a list of lists",
    ".".join("a" * 20000) + " = 1": "a.toml has 19999 dots - wanted: at most 500",
    f"a = {'9' * 5000}": "a.toml holds a number too long to read - wanted: 1e12 at most",
    "#" * 70000: "a.toml is a text of 68.4 kB - wanted: 64 kB at most",
}


@pytest.mark.parametrize("text", WRONG_TOML, ids=lambda text: text[:40])
def test_what_is_no_network_in_toml_is_told_in_one_line(tmp_path, text):
    assert refusal(tmp_path / "a.toml", text) == WRONG_TOML[text]


@pytest.mark.parametrize("name", ["a.json", "a.toml"])
def test_bytes_that_are_no_text_are_told(tmp_path, name):
    assert refusal(tmp_path / name, b"[1, \xff]") == f"{name} is no text: byte 4 is not UTF-8"


def test_a_mark_at_the_start_of_a_text_is_passed_over(tmp_path):
    assert given(tmp_path / "a.json", "\ufeff[1, 2, 3, 4]").network.parameters["b2"] == 4.0


@pytest.mark.parametrize("nodes", [1, 2, 3, 64])
def test_one_to_sixty_four_nodes(tmp_path, nodes):
    row = [float(place) for place in range(3 * nodes + 1)]
    network = given(tmp_path / "a.json", json.dumps(row)).network
    assert list(network.parameters.values()) == row
    many = "1 hidden node" if nodes == 1 else f"{nodes} hidden nodes"
    assert f", {many}, " in read(tmp_path / "a.json").notes[0]


def test_sixty_five_nodes_are_too_many(tmp_path):
    said = refusal(tmp_path / "a.json", json.dumps([0] * 196))
    assert said == f"a.json: 1 input, 65 hidden nodes, 1 output - {ONE_HIDDEN_LAYER}"
