"""Lessons read from TOML: what the package holds, and what is checked on the way in."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib import resources
from typing import Any, TypeVar

import numpy as np

from squiggle.core import Network, Vector, locked
from squiggle.errors import SquiggleError, unknown
from squiggle.lesson.lesson import Group, Lesson

LESSONS: tuple[str, ...] = ("dosage",)
"""The lessons that come with the package."""

KINDS: Mapping[type, str] = {str: "a text", bool: "true or false", dict: "a table", list: "a list"}

T = TypeVar("T")


def load(name: str = "dosage") -> Lesson:
    """The lesson of that name; an unknown name raises `SquiggleError` with the known ones.

    >>> lesson = load("dosage")
    >>> lesson.parameters["w3"], lesson.decimals["w3"]
    (-1.3, 2)
    """
    if name not in LESSONS:
        raise unknown("lesson", name, LESSONS)
    file = resources.files("squiggle.lesson").joinpath("lessons", f"{name}.toml")
    return read(name, file.read_text("utf-8"))


def read(name: str, text: str) -> Lesson:
    """The lesson written in `text` (TOML; `lessons/dosage.toml` shows every key).

    Raises `SquiggleError` naming the lesson and the key that is missing, of the wrong kind, or at
    odds with another.
    """
    try:
        # Decimals, because -1.30 and -1.3 are to be shown as they were given.
        told = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SquiggleError(f"lesson {name} is not TOML: {error}") from error
    names, network, data = (_get(name, told, key, dict) for key in ("names", "network", "data"))
    given = _get(name, network, "parameters", dict)
    parameters = {key: _number(name, key, value) for key, value in given.items()}
    inputs, targets = _measurements(name, data)
    return Lesson(
        name=name,
        title=_get(name, told, "title", str),
        network=Network.of_parameters(
            parameters, activation=_get(name, network, "activation", str)
        ),
        inputs=inputs,
        targets=targets,
        groups=_groups(name, data.get("groups", {}), inputs, targets),
        input_name=_get(name, names, "input", str),
        output_name=_get(name, names, "output", str),
        question=_question(name, told, inputs),
        theme=_get(name, told, "theme", str),
        captions=_get(name, told, "captions", bool),
        language=_get(name, told, "language", str),
        decimals={key: _decimals(value) for key, value in given.items()},
    )


def _get(name: str, table: Mapping[str, Any], key: str, kind: type[T]) -> T:
    if key not in table:
        raise SquiggleError(f"lesson {name} without {key!r}", f"wanted: {KINDS[kind]}")
    if not isinstance(value := table[key], kind):
        raise SquiggleError(f"lesson {name}: {key} is {value!r}", f"wanted: {KINDS[kind]}")
    return value


def _number(name: str, key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise SquiggleError(f"lesson {name}: {key} is {value!r}", "wanted: a number")
    if not np.isfinite(number := float(value)):
        raise SquiggleError(f"lesson {name}: {key} is {value}", "wanted: an ordinary number")
    return number


def _measurements(name: str, data: Mapping[str, Any]) -> tuple[Vector, Vector]:
    inputs, targets = (
        locked([_number(name, key, value) for value in _get(name, data, key, list)])
        for key in ("inputs", "targets")
    )
    if inputs.shape != targets.shape or inputs.size < 2:
        raise SquiggleError(
            f"lesson {name} has {inputs.size} inputs but {targets.size} targets",
            "wanted: two inputs at least, and a target for each",
        )
    if not (np.diff(inputs) > 0).all():
        raise SquiggleError(f"lesson {name} has inputs out of order", "wanted: rising inputs")
    return inputs, targets


def _question(name: str, told: Mapping[str, Any], inputs: Vector) -> float:
    if "question" not in told:
        raise SquiggleError(f"lesson {name} without 'question'", "wanted: a number")
    question = _number(name, "question", told["question"])
    if not inputs[0] <= question <= inputs[-1]:
        raise SquiggleError(
            f"lesson {name} asks about {question}", f"wanted: from {inputs[0]} to {inputs[-1]}"
        )
    return question


def _groups(
    name: str, sizes: Mapping[str, int], inputs: Vector, targets: Vector
) -> tuple[Group, ...]:
    groups, start = [], 0
    for group, size in sizes.items():
        if not isinstance(size, int) or size < 1:
            raise SquiggleError(f"lesson {name}: {group} is {size!r}", "wanted: a count from 1 on")
        part = slice(start, start + size)
        groups.append(Group(group, locked(inputs[part]), locked(targets[part])))
        start += size
    if groups and start != len(inputs):
        raise SquiggleError(
            f"lesson {name} groups {start} of {len(inputs)} measurements",
            "each belongs to one group",
        )
    return tuple(groups)


def _decimals(number: Decimal | int) -> int:
    """How many decimals a number was written with: -1.30 has two."""
    exponent = Decimal(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
