"""Damaged files and random documents: a network comes out, or one clear line, and nothing else.

2,430 inputs in all: `EXAMPLES` or `SLOW` of each damaged file, documents and arrays at random.
"""

import io
import json
import math
import resource
import sys
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from squiggle.errors import SquiggleError
from squiggle.weights import Weights, read

from .some import SAMPLES, npz, random_network, safetensors
from .test_oracles import onnx_model, torch_model

EXAMPLES = 200
SLOW = 10  # for .h5, which starts a process each time
fuzzing = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

LESSON = """activation = "softplus"
beta = 2.0
[parameters]
w1 = -34.4
b1 = 2.14
w2 = -1.30
b2 = 0.5
"""
LAYERS = [
    {"weights": [[1.5], [2]], "biases": [0, 1], "activation": "tanh"},
    {"weights": [[1.5, -1]], "biases": [0.25]},
]


def valid(name: str) -> bytes:
    """A file of that name that is in order, by the program that makes such files."""
    if name.startswith("model"):
        torch = pytest.importorskip("torch", reason="PyTorch makes the file")
        file = io.BytesIO()
        torch.save(torch_model(random_network(2, "relu"), torch.float32).state_dict(), file)
        return file.getvalue()
    if name == "graph.onnx":
        model = onnx_model(random_network(2, "relu"), "float32", gemm={"transB": 1, "alpha": 2.0})
        return model.SerializeToString()
    if name.endswith((".h5", ".keras")):
        pytest.importorskip("h5py", reason="h5py is an extra")
    if name == "arrays.npz":
        return npz(w1=1.0, b1=2.0, w2=3.0, b2=4.0, activation="softplus", beta=2.0)
    if name == "lesson.toml":
        return LESSON.encode()
    if name == "layers.json":
        return json.dumps({"layers": LAYERS}).encode()
    return (SAMPLES / name).read_bytes()


FILES = {
    "lesson.toml": EXAMPLES,
    "layers.json": EXAMPLES,
    "regressor.json": EXAMPLES,
    "arrays.npz": EXAMPLES,
    "float32.safetensors": EXAMPLES,
    "bfloat16.safetensors": EXAMPLES,
    "model.pt": EXAMPLES,
    "graph.onnx": EXAMPLES,
    "tanh.keras": SLOW,
    "linear.h5": SLOW,
    "relu.weights.h5": SLOW,
}

edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "set", "cut", "insert", "copy"]),
        st.floats(0, 1, exclude_max=True),
        st.one_of(
            st.binary(min_size=1, max_size=8),
            st.sampled_from([b"\0" * 8, b"\xff" * 8, b"\xff\xff\xff\x7f", b"-", b"9" * 6, b"[[[["]),
        ),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data: bytes, told: list[tuple[str, float, bytes]]) -> bytes:
    for kind, share, word in told:
        place = int(share * len(data))
        if kind == "flip" and data:
            data = data[:place] + bytes([data[place] ^ (1 << word[0] % 8)]) + data[place + 1 :]
        elif kind == "set":
            data = data[:place] + word + data[place + len(word) :]
        elif kind == "cut":
            data = data[:place]
        elif kind == "insert":
            data = data[:place] + word + data[place:]
        else:
            start = word[0] * len(data) // 256
            data = data[:place] + data[start : start + 16] + data[place + 16 :]
    return data


def outcome(path, data: bytes) -> Weights | None:
    """Only a network or a refusal, in a second and in a few megabytes."""
    path.write_bytes(data)
    began = time.process_time()
    try:
        weights = read(path)
    except SquiggleError as error:
        said = str(error)
        assert said.isprintable() and len(said) < 400 and path.name in said
        assert error.status == 2
        weights = None
    else:
        parameters = list(weights.network.parameters.values())
        assert all(math.isfinite(value) and abs(value) <= 1e12 for value in parameters)
        assert 4 <= len(parameters) <= 193 and all(line.isprintable() for line in weights.notes)
    assert time.process_time() - began < 1
    return weights


@pytest.mark.parametrize("name", FILES)
def test_damaged_files(tmp_path, name):
    data, path = valid(name), tmp_path / name
    assert outcome(path, data) is not None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    @settings(fuzzing, max_examples=FILES[name])
    @given(told=edits)
    def all_of_them(told):
        outcome(path, damaged(data, told))

    all_of_them()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < (100_000 if sys.platform == "linux" else 100_000_000)  # kilobytes, or bytes


words = st.one_of(
    st.sampled_from(
        ["parameters", "layers", "network", "weights", "biases", "activation", "beta", "w1", "b1"]
    ),
    st.sampled_from(
        ["w2", "b2", "0.weight", "0.bias", "2.weight", "coefs_", "intercepts_", "name"]
    ),
    st.sampled_from(["dense/kernel:0", "w00", "final_bias", "out_activation_", "kernel", "weight"]),
    st.text(max_size=5),
)
leaves = st.one_of(
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.text(max_size=5),
    st.sampled_from(["relu", "tanh", "softplus"]),
)
documents = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=8), st.dictionaries(words, inner, max_size=8)),
    max_leaves=30,
)


@fuzzing
@given(document=st.one_of(documents, st.none()))
def test_random_json(tmp_path, document):
    outcome(tmp_path / "a.json", json.dumps(document).encode())


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(v)}" for key, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return repr(value) if isinstance(value, float) else json.dumps(value)


@fuzzing
@given(document=st.dictionaries(words, documents, max_size=3))
def test_random_toml(tmp_path, document):
    lines = [f"{json.dumps(key)} = {toml(value)}" for key, value in document.items()]
    outcome(tmp_path / "a.toml", "\n".join(lines).encode())


arrays = st.dictionaries(
    st.one_of(words.filter(str.isprintable), st.sampled_from(["0.", "2."]).map("{}weight".format)),
    st.builds(
        lambda shape, kind, seed: np.random.default_rng(seed).integers(-9, 9, shape).astype(kind),
        st.lists(st.integers(0, 3), max_size=3).map(tuple),
        st.sampled_from(["<f8", "<f4", "<f2", "<i8", "<i4", "|i1"]),
        st.integers(0, 9),
    ),
    max_size=6,
)
TYPES = {"<f8": "F64", "<f4": "F32", "<f2": "F16", "<i8": "I64", "<i4": "I32", "|i1": "I8"}


@fuzzing
@given(told=arrays)
def test_random_arrays(tmp_path, told):
    header, numbers = {}, b""
    for key, array in told.items():
        begin, numbers = len(numbers), numbers + array.tobytes()
        place = [begin, len(numbers)]
        kind = TYPES[array.dtype.str]
        header[key] = {"dtype": kind, "shape": list(array.shape), "data_offsets": place}
    outcome(tmp_path / "a.safetensors", safetensors(header, numbers))


@fuzzing
@given(data=st.binary(max_size=200), ending=st.sampled_from(["", ".json", ".npz", ".safetensors"]))
def test_random_bytes(tmp_path, data, ending):
    outcome(tmp_path / f"a{ending}", data)
