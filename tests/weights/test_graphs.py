"""ONNX and Keras: graphs that are no chain, numbers that lie elsewhere, and files that are none."""

import io
import json
import os
import re
import time
import zipfile

import numpy as np
import pytest

from squiggle.weights import read

from .some import ONE_HIDDEN_LAYER, SAMPLES, given, random_network, refusal, rezipped, zipped
from .test_oracles import onnx_model

CHAIN = (
    "wanted: Gemm, MatMul, Add and Relu, Sigmoid, Softplus, Tanh in a chain, "
    "as one hidden layer needs"
)
DENSE = "wanted: Dense layers in a chain, with Activation or ReLU between them"


@pytest.fixture
def onnx():
    return pytest.importorskip("onnx", reason="onnx is an extra")


@pytest.fixture
def model(onnx):
    return onnx_model(random_network(2, "relu"), "float32", gemm={})


def told(path, model) -> str:
    return refusal(path / "a.onnx", model.SerializeToString())


def test_numbers_in_other_files_are_refused_even_if_they_are_there(tmp_path, onnx, model):
    (tmp_path / "secret").write_bytes(bytes(8))
    tensor = model.graph.initializer[0]
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="secret")
    assert (
        told(tmp_path, model) == "a.onnx: 'cb' lies in another file - wanted: a model in one file"
    )


def test_operations_that_no_told_network_has_are_named(tmp_path, model):
    for operation in ("LeakyRelu", "Conv", "Loop", "x" * 1000, "new\nline"):
        model.graph.node[1].op_type = operation
        said = told(tmp_path, model)
        assert said.startswith("a.onnx: operation '") and said.endswith(CHAIN)


def test_an_operation_of_another_domain_is_not_the_one_we_know(tmp_path, model):
    model.graph.node[1].domain = "mine"
    assert told(tmp_path, model) == f"a.onnx: operation 'Relu' - {CHAIN}"


def test_graphs_that_are_no_chain_are_told(tmp_path, onnx, model):
    node = onnx.helper.make_node
    for extra, said in [
        (node("Add", ["x", "x"], ["z"]), "'Add' does not follow the operation before"),
        (node("Relu", ["x"], ["z"]), "'Relu' does not follow the operation before"),
        (node("Add", ["y", "x"], ["z"]), "'Add' joins two branches"),
        (node("Relu", ["y"], ["z"]), "the output is not the last operation's"),
        (node("Relu", ["y", "cb"], ["z"]), "Relu of another kind"),
        (node("Constant", [], ["z"], value_float=1.0), "a Constant without a tensor"),
    ]:
        changed = onnx.ModelProto()
        changed.CopyFrom(model)
        changed.graph.node.append(extra)
        assert told(tmp_path, changed) == f"a.onnx: {said} - {CHAIN}"


def test_tensors_that_lie_are_told(tmp_path, onnx, model):
    kind, data = "a.onnx: 'cb' ", model.graph.initializer[0]
    data.dims[:] = [2**40, 2**40]
    assert told(tmp_path, model).startswith(f"{kind}has the shape [1099511627776, 1099511627776]")
    data.dims[:] = [-1, 2]
    assert told(tmp_path, model) == f"{kind}has the shape [-1, 2] - wanted: a matrix or a row"
    data.dims[:] = [64, 64]
    assert told(tmp_path, model) == f"{kind}is damaged - wanted: as many numbers as its shape"
    data.data_type = onnx.TensorProto.STRING
    assert told(tmp_path, model) == f"{kind}is of the type 8 - wanted: numbers"


def test_a_gemm_that_turns_its_input_is_told(tmp_path, onnx, model):
    model.graph.node[0].attribute.append(onnx.helper.make_attribute("transA", 1))
    assert told(tmp_path, model) == "a.onnx: Gemm turns its input - wanted: a row a sample"


def test_a_deeper_network_is_told(tmp_path, onnx):
    helper, tensor = onnx.helper, onnx.numpy_helper.from_array
    nodes = [helper.make_node("MatMul", [str(n), "w"], [str(n + 1)]) for n in range(3)]
    x, y = (helper.make_tensor_value_info(name, 1, ["n", 1]) for name in "03")
    held = [tensor(np.ones((1, 1), "f4"), "w")]
    deep = helper.make_model(helper.make_graph(nodes, "net", [x], [y], held))
    assert told(tmp_path, deep) == f"a.onnx: 3 layers - {ONE_HIDDEN_LAYER}"


@pytest.mark.parametrize("data", [b"\0", b"text", b"\x0a" * 1000, os.urandom(1000)])
def test_what_is_no_graph_is_told(tmp_path, onnx, data):
    assert " is " in refusal(tmp_path / "a.onnx", data)


# --- Keras ------------------------------------------------------------------------------------


@pytest.fixture
def h5py():
    return pytest.importorskip("h5py", reason="h5py is an extra")


def keras(**changes: object) -> bytes:
    """The sample tanh.keras with other words in its table."""

    def change(name: str, content: bytes) -> bytes:
        if name == "config.json":
            for old, new in changes.items():
                assert old.encode() in content
                content = content.replace(f'"{old}"'.encode(), json.dumps(new).encode())
        return content

    return rezipped((SAMPLES / "tanh.keras").read_bytes(), change)


def test_a_layer_that_could_hold_code_is_refused_by_its_name(tmp_path):
    said = refusal(tmp_path / "a.keras", keras(Activation="Lambda"))
    assert said == f"a.keras: a layer of the class 'Lambda' - {DENSE}"


@pytest.mark.parametrize("word", ["swish", "exec", {"class_name": "function", "config": "mine"}])
def test_an_activation_that_is_not_ours_is_told(tmp_path, word):
    name = word if isinstance(word, str) else "mine"
    said = refusal(tmp_path / "a.keras", keras(tanh=word))
    assert said == (
        f"a.keras: unknown activation: '{name}' - known: identity, relu, sigmoid, softplus, tanh"
    )


def test_an_activation_that_nothing_precedes_or_that_follows_another_is_told(tmp_path):
    for changes in ({"Dense": "ReLU"}, {"linear": "sigmoid"}):
        said = refusal(tmp_path / "a.keras", keras(**changes))
        assert said.endswith(f" where none should be - {DENSE}")
    data = rezipped(
        (SAMPLES / "relu.keras").read_bytes(),
        lambda _, content: content.replace(b'"max_value": null', b'"max_value": 0.00'),
    )
    said = refusal(tmp_path / "a.keras", data)
    assert said == f"a.keras: a layer of the class 'ReLU' - {DENSE}"


def test_more_than_a_kernel_and_a_bias_is_told(tmp_path, h5py):
    with zipfile.ZipFile(SAMPLES / "tanh.keras") as archive:
        config = archive.read("config.json")

    def quantized(made):
        for place in range(3):
            made[f"layers/dense/vars/{place}"] = np.ones((1, 3))

    data = zipped({"config.json": config, "model.weights.h5": h5(h5py, quantized)})
    said = "a.keras holds 'layers/dense/vars/2' - wanted: a kernel and a bias"
    assert refusal(tmp_path / "a.keras", data) == said


def test_layers_that_are_no_chain_are_told(tmp_path):
    data = rezipped(
        (SAMPLES / "tanh.keras").read_bytes(),
        lambda _, content: content.replace(b'"keras_history": ["act', b'"keras_history": ["den')
    )  # fmt: skip
    said = refusal(tmp_path / "a.keras", data)
    assert said == f"a.keras: 'Dense' does not follow the layer before - {DENSE}"


def test_a_deep_keras_model_is_told(tmp_path, h5py):
    said = refusal(tmp_path / "deep.keras", (SAMPLES / "deep.keras").read_bytes())
    assert said == f"deep.keras: 3 layers - {ONE_HIDDEN_LAYER}"


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "a.keras without config.json and model.weights.h5 - wanted: what model.save writes"),
        ({"config.json": b"{"}, "a.keras's config.json is not JSON: "),
        ({"config.json": b"[" * 99999}, "a.keras's config.json is nested too deep"),
        ({"config.json": b"\xff"}, "a.keras: config.json is not UTF-8"),
        ({"config.json": b"{}"}, "a.keras: a model of the class None without layers"),
        ({"config.json": b'{"config": {"layers": [1]}}'}, "a.keras: a model of the class None"),
        ({"config.json": b'{"config": {"layers": [{}]}}'}, "a.keras: a layer is {}"),
        ({"config.json": b'{"config": {"layers": []}}'}, "a.keras without a Dense layer"),
        ({"config.json": b'{"config": {"layers": [{"class_name": "Dense", "config": {}}]}}'},
         "a.keras is damaged, or no HDF5 file"),
    ],
)  # fmt: skip
def test_tables_that_are_none_are_told(tmp_path, h5py, members, said):
    both = {"model.weights.h5": b"none"} | members if members else members
    assert refusal(tmp_path / "a.keras", zipped(both)).startswith(said)


def h5(h5py, write) -> bytes:
    file = io.BytesIO()
    with h5py.File(file, "w") as made:
        write(made)
    return file.getvalue()


def test_numbers_that_lie_outside_the_file_are_refused(tmp_path, h5py):
    other = tmp_path / "secret.h5"
    with h5py.File(other, "w") as made:
        made["kernel"] = np.ones((1, 2))
    (tmp_path / "raw").write_bytes(bytes(16))

    def external(made):
        raw = [(str(tmp_path / "raw"), 0, 16)]
        made.create_dataset("dense/kernel", (1, 2), "f8", external=raw)

    def virtual(made):
        layout = h5py.VirtualLayout((1, 2), "f8")
        layout[:] = h5py.VirtualSource(str(other), "kernel", (1, 2))
        made.create_virtual_dataset("dense/kernel", layout)

    def link(made):
        made["dense"] = h5py.ExternalLink(str(other), "/")

    def soft(made):
        made["dense"] = h5py.SoftLink("/other")

    for write, said in [
        (external, "keeps numbers in other files"),
        (virtual, "keeps numbers in other files"),
        (link, "points to other places"),
        (soft, "points to other places"),
    ]:
        told = refusal(tmp_path / "a.h5", h5(h5py, write))
        assert told == f"a.h5 {said} - wanted: all numbers in one file"


def test_groups_and_datasets_that_would_take_forever_are_refused(tmp_path, h5py):
    def circle(made):
        made["a"] = made["/"]

    def many(made):
        for place in range(1001):
            made.create_group(str(place))

    def wide(made):
        made.create_dataset("dense/kernel", (10**6, 10**6), "f8")

    def packed(made):
        made.create_dataset("dense/kernel", data=np.zeros((64, 64)), compression="gzip")

    def chunked(made):
        made.create_dataset("dense/kernel", (1, 2), "f8", chunks=True, maxshape=(None, None))

    def text(made):
        made["dense/kernel"] = "text"

    for write, said in [
        (circle, "holds too many groups - wanted: a small network"),
        (many, "holds too many groups - wanted: a small network"),
        (wide, "holds a dataset that is too large - wanted: at most 64 hidden nodes"),
        (packed, "holds what is packed or no number - wanted: plain numbers"),
        (chunked, "holds what is packed or no number - wanted: plain numbers"),
        (text, "holds what is packed or no number - wanted: plain numbers"),
    ]:
        data = h5(h5py, write)
        began = time.monotonic()
        assert refusal(tmp_path / "a.h5", data) == f"a.h5 {said}"
        assert time.monotonic() - began < 2


def test_a_file_that_leads_the_library_into_a_loop_is_ended(tmp_path, h5py):
    data = (SAMPLES / "linear.h5").read_bytes()
    place = data.index(b"GCOL") + 16  # where texts lie, one behind the other; the room left is last
    while int.from_bytes(data[place : place + 2], "little"):
        place += 16 + (int.from_bytes(data[place + 8 : place + 16], "little") + 7) // 8 * 8
    endless = data[: place + 8] + bytes(8) + data[place + 16 :]  # whose end is its beginning
    began = time.monotonic()
    said = refusal(tmp_path / "a.h5", endless)
    assert said.startswith("a.h5 is damaged, or no HDF5 file")
    assert 0.2 < time.monotonic() - began < 5


def test_numbers_that_are_missing_are_told(tmp_path, h5py):
    with zipfile.ZipFile(SAMPLES / "tanh.keras") as archive:
        config = archive.read("config.json")
    empty = h5(h5py, lambda made: None)
    data = zipped({"config.json": config, "model.weights.h5": empty})
    assert refusal(tmp_path / "a.keras", data) == (
        "a.keras without the numbers of the layer 'dense' - wanted: a kernel and a bias"
    )


def test_an_hdf5_file_of_arrays_alone_needs_their_names(tmp_path, h5py):
    def write(made):
        made["dense/kernel"], made["dense/bias"] = [[1.0, 2.0]], [3.0, 4.0]
        made["dense_1/kernel"], made["dense_1/bias"] = [[5.0], [6.0]], [7.0]

    network = given(tmp_path / "a.h5", h5(h5py, write)).network
    assert list(network.parameters.values()) == [1.0, 3.0, 2.0, 4.0, 5.0, 6.0, 7.0]


def test_the_samples_are_small_and_say_how_they_were_made():
    assert sum(path.stat().st_size for path in SAMPLES.iterdir() if path.is_file()) < 2**18
    made = (SAMPLES / "make.py").read_text()
    for path in SAMPLES.glob("*.*"):
        if path.suffix not in (".py", ".json", ".safetensors"):
            assert re.search(rf'"{path.name}"', made)
    assert read(SAMPLES / "float64.safetensors").network.layers[0].size == 4
