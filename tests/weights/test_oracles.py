"""The same file through the program that made it and through ours: the outputs agree.

`pytest -s` prints the largest difference that was seen for each program.
"""

import json
import warnings

import numpy as np
import pytest

from squiggle.core import ACTIVATIONS, Network
from squiggle.weights import read

from .samples.make import INPUTS
from .some import SAMPLES, random_network

NODES = (1, 2, 3, 7, 64)
DENSE = np.linspace(-6.0, 6.0, 241)[:, None]
SEEN: dict[str, float] = {}


def agree(program: str, network: Network, inputs, outputs, tolerance: float) -> None:
    """Differences are relative to the largest output of the curve."""
    ours, theirs = network(inputs)[:, 0], np.ravel(outputs)
    difference = float(np.abs(ours - theirs).max() / max(np.abs(theirs).max(), 1e-3))
    SEEN[program] = max(SEEN.get(program, 0.0), difference)
    assert difference < tolerance


@pytest.fixture(scope="module", autouse=True)
def told():
    yield
    for program, difference in sorted(SEEN.items()):
        print(f"\n  {program}: {difference:.1e}", end="")


def torch_model(network: Network, dtype):
    """The network as PyTorch's own layers."""
    torch = pytest.importorskip("torch", reason="PyTorch is an extra")
    bends = {
        "identity": torch.nn.Identity,
        "relu": torch.nn.ReLU,
        "sigmoid": torch.nn.Sigmoid,
        # PyTorch goes over to a straight line at beta x = 20, where the curve is off by 2e-9.
        "softplus": lambda: torch.nn.Softplus(beta=network.activation.beta, threshold=40),
        "tanh": torch.nn.Tanh,
    }
    hidden, output = network.layers
    model = torch.nn.Sequential(
        torch.nn.Linear(1, hidden.size),
        bends[hidden.activation.name](),
        torch.nn.Linear(hidden.size, 1),
    )
    with torch.no_grad():
        for place, layer in ((0, hidden), (2, output)):
            model[place].weight.copy_(torch.tensor(layer.weights))
            model[place].bias.copy_(torch.tensor(layer.biases))
    return model.to(dtype)


def numbers(torch, model, inputs, dtype):
    with torch.no_grad():
        return model(torch.tensor(inputs, dtype=dtype)).numpy()


@pytest.mark.parametrize("nodes", NODES)
@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("kind", "tolerance"), [("float32", 1e-6), ("float64", 1e-12)])
def test_pytorch(tmp_path, name, nodes, kind, tolerance):
    torch = pytest.importorskip("torch", reason="PyTorch is an extra")
    dtype = getattr(torch, kind)
    model = torch_model(random_network(nodes, name, seed=nodes), dtype)
    torch.save(model.state_dict(), tmp_path / "a.pt")
    read_back = read(tmp_path / "a.pt", activation=name)
    assert read_back.format == "pytorch" and read_back.network.activation.name == name
    # The forward pass itself in float64: what is compared is the reading, not PyTorch's rounding.
    outputs = numbers(torch, model.double(), DENSE, torch.float64)
    agree(f"PyTorch, {kind}, computed in float64", read_back.network, DENSE, outputs, 1e-12)
    outputs = numbers(torch, model.to(dtype), DENSE, dtype)
    agree(f"PyTorch, {kind}", read_back.network, DENSE, outputs, tolerance)


@pytest.mark.parametrize("nodes", NODES)
@pytest.mark.parametrize("kind", ["float32", "float64", "float16", "bfloat16"])
def test_safetensors(tmp_path, nodes, kind):
    torch = pytest.importorskip("torch", reason="PyTorch is an extra")
    saver = pytest.importorskip("safetensors.torch", reason="safetensors makes the file")
    model = torch_model(random_network(nodes, "tanh", seed=nodes), getattr(torch, kind))
    saver.save_file(model.state_dict(), tmp_path / "a.safetensors", {"activation": "Tanh"})
    weights = read(tmp_path / "a.safetensors")
    assert len(weights.notes) == 1
    outputs = numbers(torch, model.double(), DENSE, torch.float64)
    agree(f"safetensors, {kind}", weights.network, DENSE, outputs, 1e-12)


SKLEARN = {"identity": "identity", "relu": "relu", "sigmoid": "logistic", "tanh": "tanh"}


@pytest.mark.parametrize("nodes", NODES)
@pytest.mark.parametrize("name", SKLEARN)
def test_scikit_learn(tmp_path, monkeypatch, name, nodes):
    sklearn = pytest.importorskip("sklearn.neural_network", reason="scikit-learn makes the file")
    from sklearn.exceptions import ConvergenceWarning

    from squiggle.commands.weights import RECIPE

    targets = np.sin(DENSE[:, 0])
    regressor = sklearn.MLPRegressor(
        hidden_layer_sizes=(nodes,), activation=SKLEARN[name], max_iter=3, random_state=nodes
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        regressor.fit(DENSE, targets)
    monkeypatch.chdir(tmp_path)
    exec(RECIPE, {"regressor": regressor})
    arrays = {f"coefs_{place}": array for place, array in enumerate(regressor.coefs_)}
    arrays |= {f"intercepts_{place}": array for place, array in enumerate(regressor.intercepts_)}
    np.savez(tmp_path / "regressor.npz", **arrays, activation=regressor.activation)
    for file in ("regressor.json", "regressor.npz"):
        weights = read(tmp_path / file)
        assert weights.network.activation.name == name and len(weights.notes) == 1
        agree("scikit-learn", weights.network, DENSE, regressor.predict(DENSE), 1e-12)


def run_onnx(model, inputs) -> np.ndarray:
    runtime = pytest.importorskip("onnxruntime", reason="onnxruntime computes the outputs")
    options = runtime.SessionOptions()
    options.log_severity_level, options.intra_op_num_threads = 3, 1
    session = runtime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return session.run(None, {session.get_inputs()[0].name: inputs})[0]


OPERATIONS = {"relu": "Relu", "sigmoid": "Sigmoid", "softplus": "Softplus", "tanh": "Tanh"}


def onnx_model(network: Network, kind, *, gemm: dict | None = None, constants: bool = False):
    """The network as a graph: Gemm, or MatMul and Add; weights as initializers or as Constants."""
    onnx = pytest.importorskip("onnx", reason="onnx is an extra")
    helper, names = onnx.helper, iter("abcdefghijklmnopq")
    element = helper.np_dtype_to_tensor_dtype(np.dtype(kind))
    nodes, held, current = [], [], "x"

    def constant(array):
        tensor = onnx.numpy_helper.from_array(np.asarray(array, kind), f"c{next(names)}")
        if constants:
            nodes.append(helper.make_node("Constant", [], [tensor.name], value=tensor))
        else:
            held.append(tensor)
        return tensor.name

    for layer in network.layers:
        weights = layer.weights.T / (gemm or {}).get("alpha", 1.0)
        biases = layer.biases / (gemm or {}).get("beta", 1.0)
        following = next(names)
        if gemm is None:
            parts = [current, constant(weights)]
            nodes.append(helper.make_node("MatMul", parts, [f"{following}1"]))
            nodes.append(helper.make_node("Add", [constant(biases), f"{following}1"], [following]))
        else:
            weights = weights.T if gemm.get("transB") else weights
            parts = [current, constant(weights), constant(biases)]
            nodes.append(helper.make_node("Gemm", parts, [following], **gemm))
        current = following
        if layer.activation.name in OPERATIONS:
            following = next(names)
            operation = OPERATIONS[layer.activation.name]
            nodes.append(helper.make_node(operation, [current], [following]))
            current = following
    nodes.append(helper.make_node("Identity", [current], ["y"]))
    given = [helper.make_tensor_value_info("x", element, ["n", 1])]
    out = [helper.make_tensor_value_info("y", element, ["n", 1])]
    graph = helper.make_graph(nodes, "net", given, out, held)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)


@pytest.mark.parametrize("nodes", NODES)
@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(
    ("gemm", "constants"),
    [
        (None, False),
        (None, True),
        ({}, False),
        ({"transB": 1}, True),
        ({"transB": 1, "alpha": 0.5, "beta": 2.0}, False),
    ],
)
def test_onnx(tmp_path, name, nodes, gemm, constants):
    output = name if nodes == 3 else "identity"
    network = random_network(nodes, name, seed=nodes, output=output)
    model = onnx_model(network, "float32", gemm=gemm, constants=constants)
    (tmp_path / "a.onnx").write_bytes(model.SerializeToString())
    weights = read(tmp_path / "a.onnx")
    assert weights.network.activation.name == name
    assert weights.network.output_activation.name == output
    outputs = run_onnx(model, DENSE.astype("float32"))
    agree("onnxruntime, float32", weights.network, DENSE.astype("float32"), outputs, 1e-6)


@pytest.mark.parametrize("name", sorted({*ACTIVATIONS} - {"softplus"}))  # it has none in float64
def test_onnx_in_doubles(tmp_path, name):
    network = random_network(7, name)
    model = onnx_model(network, "float64", gemm={})
    (tmp_path / "a.onnx").write_bytes(model.SerializeToString())
    read_back = read(tmp_path / "a.onnx").network
    assert read_back.parameters == network.parameters
    agree("onnxruntime, float64", read_back, DENSE, run_onnx(model, DENSE), 1e-12)


@pytest.mark.filterwarnings("ignore:.*legacy TorchScript-based ONNX export:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:torch")
@pytest.mark.parametrize(
    ("name", "beta"), [*((name, 1.0) for name in ACTIVATIONS), ("softplus", 2.5)]
)
def test_what_pytorch_exports_as_onnx(tmp_path, name, beta):
    torch = pytest.importorskip("torch", reason="PyTorch makes the file")
    onnx = pytest.importorskip("onnx", reason="onnx is an extra")
    network = random_network(5, name)
    model = torch_model(network, torch.float32)
    if name == "softplus":
        model[1] = torch.nn.Softplus(beta=beta)
    path = tmp_path / "a.onnx"
    names = {"input_names": ["x"], "dynamic_axes": {"x": {0: "n"}}}
    torch.onnx.export(model, (torch.zeros(1, 1),), path, dynamo=False, **names)
    weights = read(path)
    assert weights.network.activation.name == name
    assert weights.network.activation.beta == beta
    outputs = numbers(torch, model, DENSE, torch.float32)
    agree("PyTorch's ONNX export", weights.network, DENSE, outputs, 1e-6)
    outputs = run_onnx(onnx.load(path), DENSE.astype("float32"))
    agree("PyTorch's ONNX export, onnxruntime", weights.network, DENSE, outputs, 1e-6)


KERAS = {
    "softplus.keras": (4, "softplus", "identity"),
    "tanh.keras": (3, "tanh", "identity"),
    "relu.keras": (64, "relu", "identity"),
    "sigmoid.keras": (1, "sigmoid", "sigmoid"),
    "linear.h5": (2, "identity", "softplus"),
    "functional.h5": (5, "relu", "identity"),
    "relu.weights.h5": (6, "relu", "identity"),
}


@pytest.mark.parametrize("name", KERAS)
def test_keras(name):
    pytest.importorskip("h5py", reason="h5py is an extra")
    outputs = json.loads((SAMPLES / "outputs.json").read_text())[name]
    weights = read(SAMPLES / name)
    network = weights.network
    told = (network.layers[0].size, network.activation.name, network.output_activation.name)
    assert told == KERAS[name] and weights.format == "keras"
    assumed = [note for note in weights.notes if "assumed" in note]
    assert bool(assumed) == (".weights" in name)
    agree("Keras", network, np.array(INPUTS)[:, None], outputs, 1e-6)


def test_a_checked_in_regressor_of_scikit_learn():
    outputs = json.loads((SAMPLES / "outputs.json").read_text())["regressor.json"]
    weights = read(SAMPLES / "regressor.json")
    assert weights.network.activation.name == "sigmoid" and len(weights.notes) == 1
    agree("scikit-learn", weights.network, np.array(INPUTS)[:, None], outputs, 1e-12)


def test_statquests_own_network(tmp_path):
    """The tutorial's module: two scalars a node, relu after each, relu after the sum."""
    torch = pytest.importorskip("torch", reason="PyTorch is an extra")

    class Basic(torch.nn.Module):
        def __init__(self):
            super().__init__()
            values = {"w00": 1.7, "b00": -0.85, "w01": -40.8, "w10": 12.6, "b10": 0.0}
            for name, value in (values | {"w11": 2.7, "final_bias": -16.0}).items():
                setattr(self, name, torch.nn.Parameter(torch.tensor(value)))

        def forward(self, x):
            top = torch.relu(x * self.w00 + self.b00) * self.w01
            bottom = torch.relu(x * self.w10 + self.b10) * self.w11
            return torch.relu(top + bottom + self.final_bias)

    model = Basic()
    torch.save(model.state_dict(), tmp_path / "basic.pt")
    weights = read(tmp_path / "basic.pt")
    inputs = np.linspace(0, 1, 101)[:, None]
    with torch.no_grad():
        outputs = model.double()(torch.tensor(inputs)).numpy()
    assert weights.notes[0] == (
        "basic.pt: StatQuest's parameters, 1 input, 2 hidden nodes, 1 output"
    )
    agree("PyTorch, StatQuest's module", weights.network, inputs, outputs, 1e-12)


def test_a_checkpoint_with_its_optimizer(tmp_path):
    torch = pytest.importorskip("torch", reason="PyTorch is an extra")
    model = torch_model(random_network(4, "relu"), torch.float32)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 1)).sum().backward()
    optimizer.step()
    told = {"model_state_dict": model.state_dict(), "epoch": 3, "loss": 0.25}
    torch.save(told | {"optimizer_state_dict": optimizer.state_dict()}, tmp_path / "a.pth")
    network = read(tmp_path / "a.pth").network
    outputs = numbers(torch, model.double(), DENSE, torch.float64)
    agree("PyTorch, float32, computed in float64", network, DENSE, outputs, 1e-12)
