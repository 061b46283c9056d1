"""Digests: 64 hex digits that are the same when, and only when, two values say the same."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np


def digest(value: Any) -> str:
    """The SHA-256 of what a value says: records, arrays, mappings, rows, numbers, texts.

    Fields that a record does not compare by are left out. Raises `TypeError` for anything else:
    what cannot be digested must not decide a picture.

    >>> digest((1.0, "a")) == digest((1.0, "a")), digest(1.0) == digest(1)
    (True, False)
    """
    found = hashlib.sha256()
    for piece in _pieces(value):
        found.update(len(piece).to_bytes(8, "big") + piece)
    return found.hexdigest()


def _pieces(value: Any) -> Any:
    """The value as a row of bytes, each kind under its own name."""
    if value is None or isinstance(value, bool | int | float | str | Decimal | np.generic):
        plain = value.item() if isinstance(value, np.generic) else value
        yield f"{type(plain).__name__} {plain!r}".encode()
    elif isinstance(value, np.ndarray):
        yield f"array {value.dtype.str} {value.shape}".encode()
        yield np.ascontiguousarray(value).tobytes()
    elif isinstance(value, Mapping):
        yield f"mapping {len(value)}".encode()
        for key, item in value.items():
            yield from _pieces(key)
            yield from _pieces(item)
    elif isinstance(value, tuple | list):
        yield f"row {len(value)}".encode()
        for item in value:
            yield from _pieces(item)
    elif isinstance(value, set | frozenset):
        yield from _pieces(sorted(value))
    elif is_dataclass(value) and not isinstance(value, type):
        told = [field.name for field in fields(value) if field.compare]
        yield f"record {type(value).__qualname__} {len(told)}".encode()
        for name in told:
            yield from _pieces(getattr(value, name))
    else:
        raise TypeError(f"no digest of {type(value).__name__}")


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes; raises `OSError` when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
