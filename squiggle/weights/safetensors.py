"""The safetensors format: a length, a header in JSON, and the numbers behind it.

The header is eight bytes of length and a JSON table of `{name: {dtype, shape, data_offsets}}`, with
texts under `__metadata__` (the format's own description, safetensors 0.8). It is read here in full:
every claim is checked against the bytes that are there before an array is made of them.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.weights import names
from squiggle.weights.bend import SETTINGS, bends
from squiggle.weights.brief import brief
from squiggle.weights.found import Array, Found
from squiggle.weights.text import parsed_json

KIND = "a file of safetensors"
METADATA = "__metadata__"
LENGTH = 8  # bytes before the header
TYPES: Mapping[str, str] = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "BF16": "<u2",  # the upper half of an F32
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "<i1",
    "U64": "<u8",
    "U32": "<u4",
    "U16": "<u2",
    "U8": "<u1",
}


def read_safetensors(name: str, data: bytes) -> Found:
    """The network of a safetensors file.

    Raises `SquiggleError` when the header is none, when tensors overlap, leave a gap or reach past
    the end, and when their names are not those of a network.
    """
    start = LENGTH + int.from_bytes(data[:LENGTH], "little")
    if len(data) < LENGTH or start > len(data):
        raise SquiggleError(
            f"{name} promises a header of {start - LENGTH} bytes and has {len(data)} in all",
            f"wanted: {KIND}, whole",
        )
    try:
        header = parsed_json(f"{name}'s header", data[LENGTH:start].decode())
    except UnicodeDecodeError:
        raise SquiggleError(f"{name}'s header is not UTF-8", f"wanted: {KIND}") from None
    if not isinstance(header, dict):
        raise SquiggleError(f"{name}'s header is {brief(header)}", "wanted: a table of tensors")
    metadata = header.pop(METADATA, {})
    if not isinstance(metadata, dict) or not all(isinstance(t, str) for t in metadata.values()):
        raise SquiggleError(f"{name}: {METADATA} is {brief(metadata)}", "wanted: texts by name")
    _check_places(name, header, len(data) - start)
    arrays = {key: _array(told, data, start) for key, told in header.items()}
    settings = {key: value for key, value in metadata.items() if key in SETTINGS}
    return names.recognise(name, arrays).bent(*bends(name, settings))


def _check_places(name: str, header: Mapping[str, Any], room: int) -> None:
    """Each tensor as large as its shape says, one behind the other, up to the end of the file."""
    for key, told in header.items():
        _check(name, key, told)
    end = 0
    for key, told in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, after = told["data_offsets"]
        if begin != end or after > room:
            raise SquiggleError(
                f"{name}: {brief(key)} lies at bytes {begin} to {after} of {room}",
                f"wanted: from {end} on, without overlap or gap",
            )
        end = after
    if end != room:
        raise SquiggleError(f"{name} has {room - end} bytes that no tensor claims", "wanted: none")


def _check(name: str, key: str, told: Any) -> None:
    if not isinstance(told, dict) or set(told) != {"dtype", "shape", "data_offsets"}:
        raise SquiggleError(
            f"{name}: {brief(key)} is {brief(told)}", "wanted: dtype, shape, data_offsets"
        )
    kind, shape, offsets = told["dtype"], told["shape"], told["data_offsets"]
    if not isinstance(kind, str) or kind not in TYPES:
        raise SquiggleError(
            f"{name}: {brief(key)} is of the type {brief(kind)}", f"known: {', '.join(TYPES)}"
        )
    if not _counts(shape, most=2) or not _counts(offsets, most=2) or len(offsets) != 2:
        raise SquiggleError(
            f"{name}: {brief(key)} has the shape {brief(shape)} at {brief(offsets)}",
            "wanted: up to 2 sides, and where it begins and ends",
        )
    wide = math.prod(shape) * np.dtype(TYPES[kind]).itemsize
    if offsets[1] - offsets[0] != wide:
        raise SquiggleError(
            f"{name}: {brief(key)} of the shape {brief(shape)} has "
            f"{brief(offsets[1] - offsets[0])} bytes",
            f"wanted: {brief(wide)}",
        )


def _counts(told: Any, most: int) -> bool:
    return (
        isinstance(told, list)
        and len(told) <= most
        and all(type(count) is int and 0 <= count < 2**48 for count in told)
    )


def _array(told: Mapping[str, Any], data: bytes, start: int) -> Array:
    begin, end = told["data_offsets"]
    flat = np.frombuffer(data[start + begin : start + end], TYPES[told["dtype"]])
    if told["dtype"] == "BF16":
        flat = (flat.astype("<u4") << 16).view("<f4")
    return flat.astype(np.float64).reshape(told["shape"])
