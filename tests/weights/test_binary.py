"""safetensors and .npz: headers that lie are refused before anything is made of them."""

import functools
import io
import json
import math
import re
import struct
import time
import tracemalloc
import zipfile

import numpy as np
import pytest

from squiggle.weights import read

from .some import SAMPLES, given, npy, npz, refusal, rezipped, safetensors, zipped

KIND = "wanted: a file of safetensors"
NUMBERS = struct.pack("<7f", 1, 2, 3, 4, 5, 6, 7)
HEADER = {
    "0.weight": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
    "0.bias": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]},
    "2.weight": {"dtype": "F32", "shape": [1, 2], "data_offsets": [16, 24]},
    "2.bias": {"dtype": "F32", "shape": [1], "data_offsets": [24, 28]},
}


def changed(**told: object) -> dict:
    """The header with one tensor told otherwise."""
    return HEADER | {"0.bias": HEADER["0.bias"] | told}


def test_the_header_itself_is_in_order(tmp_path):
    weights = given(tmp_path / "a.safetensors", safetensors(HEADER, NUMBERS))
    assert list(weights.network.parameters.values()) == [1.0, 3.0, 2.0, 4.0, 5.0, 6.0, 7.0]


def test_metadata_names_the_activations(tmp_path):
    words = {"format": "pt", "activation": "softplus", "beta": "2", "output_activation": "tanh"}
    data = safetensors({"__metadata__": words} | HEADER, NUMBERS)
    network = given(tmp_path / "a.safetensors", data).network
    assert (network.activation.name, network.activation.beta) == ("softplus", 2.0)
    assert network.output_activation.name == "tanh"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (changed(data_offsets=[8, 20]), "'0.bias' of the shape [2] has 12 bytes - wanted: 8"),
        (
            changed(shape=[2**40, 2**40]),
            "'0.bias' of the shape [1099511627776, 1099511627776] has 8 bytes - wanted: "
            "4835703278458516698824704",
        ),
        (
            changed(shape=[-2]),
            "'0.bias' has the shape [-2] at [8, 16] - "
            "wanted: up to 2 sides, and where it begins and ends",
        ),
        (
            changed(shape=[True, 2]),
            "'0.bias' has the shape [True, 2] at [8, 16] - "
            "wanted: up to 2 sides, and where it begins and ends",
        ),
        (
            changed(shape=[1, 1, 2]),
            "'0.bias' has the shape [1, 1, 2] at [8, 16] - "
            "wanted: up to 2 sides, and where it begins and ends",
        ),
        (
            changed(data_offsets=[16, 8]),
            "'0.bias' of the shape [2] has -8 bytes - wanted: 8",
        ),
        (
            changed(data_offsets=[2**60, 2**60 + 8]),
            "'0.bias' has the shape [2] at [1152921504606846976, 11529215046068469… - "
            "wanted: up to 2 sides, and where it begins and ends",
        ),
        (
            changed(data_offsets=[0, 8]),
            "'0.bias' lies at bytes 0 to 8 of 28 - wanted: from 8 on, without overlap or gap",
        ),
        (
            changed(data_offsets=[4096, 4104]),
            "'2.weight' lies at bytes 16 to 24 of 28 - "
            "wanted: from 8 on, without overlap or gap",
        ),
        (
            HEADER | {"2.bias": {"dtype": "F64", "shape": [1], "data_offsets": [24, 32]}},
            "'2.bias' lies at bytes 24 to 32 of 28 - wanted: from 24 on, without overlap or gap",
        ),
        (
            HEADER | {"2.bias": {"dtype": "I16", "shape": [1], "data_offsets": [24, 26]}},
            None,
        ),
        (
            changed(dtype="F8_E4M3"),
            "'0.bias' is of the type 'F8_E4M3' - "
            "known: F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8",
        ),
        (
            changed(dtype=7),
            "'0.bias' is of the type 7 - "
            "known: F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8",
        ),
        (changed(more=1), "'0.bias' is {'data_offsets': [8, 16], 'dtype': 'F32… - "
         "wanted: dtype, shape, data_offsets"),
        (HEADER | {"0.bias": 5}, "'0.bias' is 5 - wanted: dtype, shape, data_offsets"),
        (HEADER | {"__metadata__": {"a": 1}}, "__metadata__ is {'a': 1} - wanted: texts by name"),
        (HEADER | {"__metadata__": []}, "__metadata__ is [] - wanted: texts by name"),
    ],
)  # fmt: skip
def test_a_header_that_lies_is_told(tmp_path, header, said):
    told = refusal(tmp_path / "a.safetensors", safetensors(header, NUMBERS))
    if said is None:
        assert told == "a.safetensors has 2 bytes that no tensor claims - wanted: none"
    else:
        assert told == f"a.safetensors: {said}"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"", "a.safetensors's header is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"[]", "a.safetensors's header is [] - wanted: a table of tensors"),
        (b"\xff", "a.safetensors's header is not UTF-8 - wanted: a file of safetensors"),
        (b"[" * 100_000, "a.safetensors's header is nested too deep - wanted: a list of lists"),
        (b'{"a": 1, "a": 1}', "a.safetensors's header says 'a' twice - wanted: once"),
    ],
)
def test_a_header_that_is_none_is_told(tmp_path, header, said):
    assert refusal(tmp_path / "a.safetensors", safetensors(header)) == said


def test_every_cut_of_a_file_is_refused(tmp_path):
    data = (SAMPLES / "float64.safetensors").read_bytes()
    for end in range(1, len(data)):
        refusal(tmp_path / "a.safetensors", data[:end])


GOOD = npz(**{"0.weight": [[1.0], [2.0]], "0.bias": [3.0, 4.0], "2.weight": [[5.0, 6.0]]})
WHOLE = "wanted: a file that is whole, with arrays of 0, 1 or 2 dimensions"
SHAPED = "{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}"


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (npy(SHAPED.format("|O", "(2,)"), b"cos\nsystem\n."), "holds Python objects - "
         "wanted: plain numbers"),
        (npy(SHAPED.format("<f8", "(2,)"), b"\0" * 8), f"has 8 bytes for the shape (2,) - {WHOLE}"),
        (npy(SHAPED.format("<f8", "(99999999, 99999999)")), "has 0 bytes for the shape "
         f"(99999999, 99999999) - {WHOLE}"),
        (npy(SHAPED.format("<f8", "(0, 99999999, 0)")), "has 0 bytes for the shape "
         f"(0, 99999999, 0) - {WHOLE}"),
        (npy(SHAPED.format("<f8", "(-1,)"), b"\0" * 8), "has a header that says nothing - "
         "wanted: a file of numpy.savez"),
        (npy(SHAPED.format("<f8", "(2**9,)")), "has a header that says nothing - "
         "wanted: a file of numpy.savez"),
        (npy(SHAPED.format("<f3", "(2,)"), b"\0" * 6), "holds f3 - wanted: numbers"),
        (npy(SHAPED.format("<c16", "(1,)"), b"\0" * 16), "has a header that says nothing - "
         "wanted: a file of numpy.savez"),
        (npy("__import__('os')"), "has a header that says nothing - wanted: a file of numpy.savez"),
        (npy(SHAPED.format("<f8", "(1,)"), b"\0" * 8)[:40], "has a header that says nothing - "
         "wanted: a file of numpy.savez"),
        (b"\x93NUMPY\x09\x00" + b"\0" * 20, "is no NumPy array - wanted: a file of numpy.savez"),
        (b"text", "is no NumPy array - wanted: a file of numpy.savez"),
        (b"", "is no NumPy array - wanted: a file of numpy.savez"),
    ],
)  # fmt: skip
def test_an_array_that_lies_is_told(tmp_path, array, said):
    data = rezipped(GOOD, lambda name, content: array if name == "0.bias.npy" else content)
    assert refusal(tmp_path / "a.npz", data) == f"a.npz: '0.bias' {said}"


@pytest.mark.parametrize("kind", ["<f8", ">f8", "<f4", ">f2", "<i8", ">i4", "|u1"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_numbers_of_every_kind_and_order_are_the_same(tmp_path, kind, order):
    arrays = {
        "0.weight": np.array([[1], [2]], kind, order=order),
        "0.bias": np.array([3, 4], kind),
        "2.weight": np.array([[5, 6]], kind, order=order),
        "2.bias": np.array([7], kind),
    }
    network = given(tmp_path / "a.npz", npz(**arrays)).network
    assert list(network.parameters.values()) == [1.0, 3.0, 2.0, 4.0, 5.0, 6.0, 7.0]


def test_an_array_is_read_as_numpy_reads_it(tmp_path):
    data = npz(**{"0.weight": np.arange(6.0).reshape(3, 2)})
    with np.load(io.BytesIO(data), allow_pickle=False) as numpys:
        assert numpys["0.weight"].shape == (3, 2)
    compressed = io.BytesIO()
    np.savez_compressed(compressed, w1=1.0, b1=2.0, w2=3.0, b2=4.0)
    assert given(tmp_path / "a.npz", compressed.getvalue()).network.parameters["w2"] == 3.0


@functools.cache
def bomb() -> bytes:
    """Two hundred kilobytes that unpack to as many megabytes."""
    return zipped({"a.npy": bytes(200_000_000)}, zipfile.ZIP_DEFLATED)


ENDINGS = (".npz", ".pt", ".keras")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, ending):
    data = bomb()
    tracemalloc.start()
    began = time.process_time()
    said = refusal(tmp_path / f"a{ending}", data)
    assert said == f"a{ending} unpacks to 190 MB - wanted: at most 1 MB, a small network"
    assert time.process_time() - began < 1
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_bomb_that_promises_to_be_small_is_unpacked_no_further(tmp_path, ending):
    data = bomb()
    promised = struct.pack("<I", 200_000_000)
    assert data.count(promised) == 2  # before the member and in the directory
    tracemalloc.start()
    said = refusal(tmp_path / f"a{ending}", data.replace(promised, struct.pack("<I", 100)))
    assert said.startswith(f"a{ending} is damaged, or no zip archive - wanted: ")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("ending", ENDINGS)
def test_odd_archives_are_told(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    many = zipped({str(place): b"" for place in range(1001)})
    assert refusal(path, many) == f"{path.name} holds 1001 files - wanted: at most 1000"
    rare = zipped({"a": b"b"}, zipfile.ZIP_LZMA)
    said = f"{path.name} is packed in a rare way - wanted: stored or deflated"
    assert refusal(path, rare) == said
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a", b"b")
            archive.writestr("a", b"c")
    assert refusal(path, file.getvalue()) == f"{path.name} holds 'a' twice - wanted: once"
    locked = bytearray(zipped({"a": b"b"}))
    for found in re.finditer(rb"PK\x01\x02", bytes(locked)):
        locked[found.start() + 8] |= 1
    said = f"{path.name} is locked with a password - wanted: an open archive"
    assert refusal(path, bytes(locked)) == said
    damaged = zipped({"a": b"b" * 100})[:-30]
    assert refusal(path, damaged).startswith(f"{path.name} is damaged, or no zip archive - wanted")


@pytest.mark.parametrize("name", ["float64", "float32", "float16", "bfloat16"])
def test_samples_of_safetensors_compute_what_pytorch_computed(name):
    from .samples.make import INPUTS

    outputs = json.loads((SAMPLES / "outputs.json").read_text())[f"{name}.safetensors"]
    network = read(SAMPLES / f"{name}.safetensors").network
    got = network(np.array(INPUTS)[:, None])[:, 0]
    np.testing.assert_allclose(got, outputs, rtol=1e-14, atol=1e-15)
    assert math.isfinite(got.sum())
