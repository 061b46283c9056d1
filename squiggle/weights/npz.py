"""NumPy's .npz: a zip of .npy files, whose headers are checked before an array is made."""

import math
import re

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.weights import names
from squiggle.weights.archive import members
from squiggle.weights.bend import SETTINGS, bends
from squiggle.weights.brief import brief
from squiggle.weights.found import Array, Found

KIND = "a file of numpy.savez"
MAGIC = b"\x93NUMPY"
HEADER = {
    "descr": re.compile(r"'descr': *'([<>|=]?)([fiuU])([1-9]\d{0,6})'"),
    "fortran_order": re.compile(r"'fortran_order': *(True|False)"),
    "shape": re.compile(r"'shape': *\(((?:\d{1,9}L?, *)*(?:\d{1,9}L?)?)\)"),
}
"""What a header says (NumPy's own description of the format, NEP 1)."""


def read_npz(name: str, data: bytes) -> Found:
    """The network of a NumPy archive.

    Raises `SquiggleError` when it is none. An array of Python objects is refused: reading it would
    run what the file says.
    """
    arrays: dict[str, Array] = {}
    settings: dict[str, object] = {}
    for member, content in members(name, data, KIND).items():
        key = member.removesuffix(".npy")
        array = _array(name, key, content)
        if key in SETTINGS:
            settings[key] = _setting(name, key, array)
        elif array.dtype.kind == "U":
            raise SquiggleError(f"{name}: {brief(key)} is a text", "wanted: numbers")
        else:
            arrays[key] = array.astype(np.float64)
    return names.recognise(name, arrays).bent(*bends(name, settings))


def _array(name: str, key: str, content: bytes) -> Array:
    """The array of one .npy file, a view of `content`."""
    if content[:6] != MAGIC or len(content) < 12 or content[6] not in (1, 2, 3):
        raise SquiggleError(f"{name}: {brief(key)} is no NumPy array", f"wanted: {KIND}")
    wide = 2 if content[6] == 1 else 4
    start = 8 + wide + int.from_bytes(content[8 : 8 + wide], "little")
    header = content[8 + wide : start].decode("latin-1")
    told = {part: pattern.findall(header) for part, pattern in HEADER.items()}
    if "'O'" in header or "|O" in header:
        raise SquiggleError(f"{name}: {brief(key)} holds Python objects", "wanted: plain numbers")
    if start > len(content) or any(len(found) != 1 for found in told.values()):
        raise SquiggleError(
            f"{name}: {brief(key)} has a header that says nothing", f"wanted: {KIND}"
        )
    order, kind, width = told["descr"][0]
    shape = tuple(int(side.strip(" L")) for side in told["shape"][0].split(",") if side.strip())
    try:
        dtype = np.dtype(f"{order}{kind}{width}")
    except TypeError:
        raise SquiggleError(
            f"{name}: {brief(key)} holds {kind}{width}", "wanted: numbers"
        ) from None
    if len(shape) > 2 or math.prod(shape) * dtype.itemsize != len(content) - start:
        raise SquiggleError(
            f"{name}: {brief(key)} has {len(content) - start} bytes for the shape {shape}",
            "wanted: a file that is whole, with arrays of 0, 1 or 2 dimensions",
        )
    flat = (
        np.frombuffer(content, dtype, math.prod(shape), start) if math.prod(shape) else np.empty(0)
    )
    return flat.reshape(shape, order="F" if told["fortran_order"] == ["True"] else "C")


def _setting(name: str, key: str, array: Array) -> object:
    if array.size != 1:
        raise SquiggleError(f"{name}: {brief(key)} has the shape {array.shape}", "wanted: one word")
    try:
        return array.ravel()[0].item()
    except ValueError:  # a U array may hold what is no character
        raise SquiggleError(f"{name}: {brief(key)} is no text", "wanted: one word") from None
