"""Networks and files for these tests."""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, Network, activation
from squiggle.errors import SquiggleError
from squiggle.weights import Weights, read

SAMPLES = Path(__file__).parent / "samples"
ONE_HIDDEN_LAYER = "wanted: 1 input, one hidden layer of 1 to 64 nodes, 1 output"
ASSUMED = "the file names no activation: assumed {} (choose with --set activation=…)"

sizes = st.floats(-1e12, 1e12)
bends = st.builds(
    lambda name, beta: activation(name, beta if name == "softplus" else 1.0),
    st.sampled_from(sorted(ACTIVATIONS)),
    st.floats(1e-3, 1e3),
)
networks = st.builds(
    Network.of_bends,
    st.lists(st.tuples(sizes, sizes, sizes), min_size=1, max_size=64),
    sizes,
    activation=bends,
    output=bends,
)


def random_network(nodes: int, name: str, seed: int = 0, output: str = "identity") -> Network:
    """Weights as training leaves them: some units around 0."""
    rng = np.random.default_rng(seed)
    table = rng.normal(0.0, 2.0, (nodes, 3))
    bias = float(rng.normal())
    return Network.of_bends([tuple(row) for row in table], bias, activation=name, output=output)


def refusal(path: Path, data: bytes | str | None = None) -> str:
    """What is said about a file of these contents: one line that names it, and exit code 2."""
    if data is not None:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(SquiggleError) as caught:
        read(path)
    said = str(caught.value)
    assert caught.value.status == 2 and path.name in said
    assert said.isprintable() and len(said) < 300
    return said


def given(path: Path, data: bytes | str) -> Weights:
    """What a file of these contents is read as."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


def safetensors(header: object, numbers: bytes = b"") -> bytes:
    """A safetensors file of any header."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + numbers


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def rezipped(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same archive with its members changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        return zipped({name: change(name, archive.read(name)) for name in names})


def npy(header: str, numbers: bytes = b"") -> bytes:
    """A .npy file of any header."""
    text = header.encode("latin-1")
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + numbers


def npz(**arrays: object) -> bytes:
    """What numpy.savez writes."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()
