"""The formats that weights come in: one reader each, found by the file's ending or by its bytes."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.weights import found
from squiggle.weights.brief import brief
from squiggle.weights.file import MEGABYTE, contents
from squiggle.weights.found import Found, Weights
from squiggle.weights.keras import read_keras
from squiggle.weights.npz import read_npz
from squiggle.weights.onnx_graph import read_onnx
from squiggle.weights.pytorch import read_pytorch
from squiggle.weights.safetensors import read_safetensors
from squiggle.weights.text import read_json, read_toml

LARGEST = MEGABYTE
"""Bytes of a file of weights; 64 nodes with their optimizer's memory are a tenth of that."""

PICKLES = (".pkl", ".pickle", ".joblib")
"""Endings of what would have to be run to be read."""


@dataclass(frozen=True)
class Format:
    """A kind of file: the endings that its names have, and the function that reads its bytes."""

    endings: tuple[str, ...]
    read: Callable[[str, bytes], Found]


FORMATS: dict[str, Format] = {
    "toml": Format((".toml",), read_toml),
    "json": Format((".json",), read_json),
    "npz": Format((".npz",), read_npz),
    "safetensors": Format((".safetensors",), read_safetensors),
    "pytorch": Format((".pt", ".pth", ".ckpt", ".bin"), read_pytorch),
    "onnx": Format((".onnx",), read_onnx),
    "keras": Format((".keras", ".h5", ".hdf5"), read_keras),
}


def read(path: Path, *, activation: str | None = None) -> Weights:
    """The network that the file at `path` holds; `activation` goes before what the file says.

    The format is that of the name's ending, or with another ending that of the first bytes. Nothing
    in the file is run. Raises `SquiggleError` for a file that is missing, too large, damaged, of no
    known format or of another network than 1 input, one hidden layer, 1 output.
    """
    data = contents(path, LARGEST)
    form = _named(path) or _begun(data)
    if form is None:
        endings = " ".join(end for known in FORMATS.values() for end in known.endings)
        raise SquiggleError(f"{path} is of no known format", f"known: {endings}")
    name = brief(path.name, quoted=False, most=80)
    with np.errstate(all="ignore"):  # what is not finite is told by name
        return found.settle(name, form, FORMATS[form].read(name, data), activation)


def _named(path: Path) -> str | None:
    """The format of the ending."""
    ending = path.suffix.lower()
    if ending in PICKLES:
        raise SquiggleError(
            f"{path} is a pickle, and reading one runs what it says",
            "wanted: the recipe of `squiggle export-sklearn`",
        )
    return next((form for form, known in FORMATS.items() if ending in known.endings), None)


def _begun(data: bytes) -> str | None:
    """The format of the first bytes."""
    if data.startswith(b"\x89HDF\r\n\x1a\n"):
        return "keras"
    if data.startswith(b"PK"):
        return _packed(data)
    if data[8:9] == b"{" and data[:8] != b"        ":
        return "safetensors"
    return "json" if data.lstrip()[:1] in (b"{", b"[") else None


def _packed(data: bytes) -> str | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except Exception:  # zipfile knows many words for one thing
        return None
    if any(name.endswith("data.pkl") for name in names):
        return "pytorch"
    if "config.json" in names:
        return "keras"
    return "npz" if any(name.endswith(".npy") for name in names) else None
