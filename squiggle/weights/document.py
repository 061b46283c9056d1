"""A network told in a document: as parameters, as layers, or as arrays with other programs' names.

Documents come from JSON and TOML; their fractions are Decimals, so that the digits are kept.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.weights import names
from squiggle.weights.bend import SETTINGS, Bend, bends
from squiggle.weights.brief import brief
from squiggle.weights.found import Array, Found, Sum

COMMENTS = frozenset({"comment", "description", "name", "notes", "title"})
"""Keys for people, passed over."""

TOLD = "wanted: parameters, layers, or arrays with their names, as docs/weights.md has them"


def understood(name: str, document: Any) -> Found:
    """The layers that the document of the file called `name` tells.

    Raises `SquiggleError` for whatever is no such document, and for a key that nobody reads.
    """
    if isinstance(document, list):
        return _numbers(name, document)
    if not isinstance(document, dict):
        raise SquiggleError(f"{name} holds {brief(document)}", TOLD)
    if isinstance(document.get("network"), dict):  # a lesson
        return understood(name, document["network"])
    settings = {key: value for key, value in document.items() if key in SETTINGS}
    rest = {
        key: value for key, value in document.items() if key not in settings and key not in COMMENTS
    }
    return _told(name, rest).bent(*bends(name, settings))


def _told(name: str, rest: dict[str, Any]) -> Found:
    for key, tell in (("parameters", _numbers), ("layers", _layers)):
        if key in rest:
            others = [other for other in rest if other != key]
            if others:
                known = ", ".join(sorted({*SETTINGS.values(), *COMMENTS}))
                raise SquiggleError(f"{name}: unknown key: {brief(others[0])}", f"known: {known}")
            return tell(name, rest[key])
    if not rest:
        raise SquiggleError(f"{name} tells no network", TOLD)
    return names.recognise(name, _arrays(name, rest))


def _numbers(name: str, told: Any) -> Found:
    if isinstance(told, dict):
        values = {key: _number(name, key, value) for key, value in told.items()}
        return names.numbers(name, values, "the parameters by name")
    if not isinstance(told, list):
        raise SquiggleError(f"{name}: parameters is {brief(told)}", "wanted: a list or a table")
    if told and all(isinstance(part, dict) for part in told):
        return _layers(name, told)
    row = [_number(name, f"number {place}", value) for place, value in enumerate(told, start=1)]
    return names.in_order(name, row, f"{len(row)} numbers in reading order")


def _layers(name: str, told: Any) -> Found:
    if not isinstance(told, list) or not all(isinstance(part, dict) for part in told):
        raise SquiggleError(f"{name}: layers is {brief(told)}", "wanted: a list of tables")
    sums = [_sum(name, f"layer {place}", part) for place, part in enumerate(told, start=1)]
    return Found("layers of weights and biases", tuple(sums))


def _sum(name: str, layer: str, told: Mapping[str, Any]) -> Sum:
    known = ("weights", "biases", "activation", "beta")
    for key in told:
        if key not in known and key not in COMMENTS:
            raise SquiggleError(
                f"{name}: {layer} has an unknown key: {brief(key)}", f"known: {', '.join(known)}"
            )
    for key in ("weights", "biases"):
        if key not in told:
            raise SquiggleError(f"{name}: {layer} without {key}", f"wanted: {', '.join(known)}")
    weights = _array(name, f"{layer} weights", told["weights"])
    biases = _array(name, f"{layer} biases", told["biases"])
    bend: Bend | None = bends(f"{name}: {layer}", told)[0]
    return Sum(weights, biases, bend)


def _arrays(name: str, told: Mapping[str, Any]) -> dict[str, Array]:
    """Arrays by name: inner tables become names with dots, scikit-learn's lists are numbered."""
    found: dict[str, Array] = {}
    for key, value in _leaves(name, told):
        if key.rstrip("_") in ("coefs", "intercepts") and isinstance(value, list):
            parts = {f"{key.rstrip('_')}_{place}": part for place, part in enumerate(value)}
        else:
            parts = {key: value}
        for part, numbers in parts.items():
            if part in found:
                raise SquiggleError(f"{name} says {brief(part)} twice", "wanted: once")
            found[part] = _array(name, part, numbers)
    return found


def _leaves(name: str, told: Mapping[str, Any], depth: int = 0) -> list[tuple[str, Any]]:
    if depth > 4:
        raise SquiggleError(f"{name}: tables nested too deep", TOLD)
    leaves: list[tuple[str, Any]] = []
    for key, value in told.items():
        if isinstance(value, dict):
            leaves += [(f"{key}.{end}", leaf) for end, leaf in _leaves(name, value, depth + 1)]
        else:
            leaves.append((key, value))
    return leaves


def _array(name: str, key: str, told: Any) -> Array:
    """The numbers of a number, a list or a list of lists, as objects that keep their digits."""
    if not isinstance(told, list):
        array = np.empty((), dtype=object)
        array[()] = _number(name, key, told)
        return array
    rows = [row if isinstance(row, list) else [row] for row in told]
    width = len(rows[0]) if rows else 0
    flat = not any(isinstance(row, list) for row in told)
    if not flat and not all(isinstance(row, list) and len(row) == width for row in told):
        raise SquiggleError(
            f"{name}: {brief(key)} has rows of different lengths", "wanted: one length"
        )
    array = np.empty((len(rows), width), dtype=object)
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            array[place, column] = _number(name, key, value)
    return array[:, 0] if flat and told else array


def _number(name: str, key: str, value: Any) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise SquiggleError(
            f"{name}: {brief(key, quoted=False)} is {brief(value)}", "wanted: a number"
        )
    return value
