"""A lesson: one network, the data it is judged by, and how it is to be told."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from squiggle.core import Network, Trace, Vector, gaps, locked, sample, squared_error
from squiggle.errors import SquiggleError, unknown

LESSONS: tuple[str, ...] = ("dosage",)
"""The lessons that come with the package."""


@dataclass(frozen=True, eq=False)
class Group:
    """Measurements that belong together, such as the low doses; both arrays of shape (S,)."""

    name: str
    inputs: Vector
    targets: Vector


@dataclass(frozen=True, eq=False)
class Lesson:
    """What is told: the network, the measurements (shape (S,) each), the names, the look.

    `question` is the input the viewer is asked about. `decimals` holds, for each parameter, how
    many decimals it was given with.
    """

    name: str
    title: str
    network: Network
    inputs: Vector
    targets: Vector
    groups: tuple[Group, ...]
    input_name: str
    output_name: str
    question: float
    theme: str
    captions: bool
    language: str
    decimals: Mapping[str, int]

    @property
    def parameters(self) -> dict[str, float]:
        """The network's numbers by name, in reading order."""
        return self.network.parameters

    @cached_property
    def trace(self) -> Trace:
        """Every step of the network at the measured inputs."""
        return Trace.of(self.network, self.inputs)

    def trace_at(self, inputs: ArrayLike) -> Trace:
        """Every step of the network at other inputs, shape (S,)."""
        return Trace.of(self.network, inputs)

    @property
    def interval(self) -> tuple[float, float]:
        """The least and the greatest measured input: what the plane shows."""
        return float(self.inputs.min()), float(self.inputs.max())

    @cached_property
    def curve(self) -> Trace:
        """Every step along the whole interval, sampled as densely as the curves bend.

        The measured inputs and the question are among the samples.
        """
        through = [*self.inputs, self.question]
        return self.trace_at(sample(self.network, *self.interval, through=through))

    @cached_property
    def gaps(self) -> Vector:
        """How far the network's output lies above each measurement, shape (S,)."""
        return gaps(self.trace.output, self.targets)

    @property
    def error(self) -> float:
        """The sum of the squared gaps."""
        return squared_error(self.trace.output, self.targets)

    @cached_property
    def few(self) -> tuple[int, ...]:
        """Which measurements a hurried teacher would keep: the first, the asked, the last."""
        asked = int(np.argmin(np.abs(self.inputs - self.question)))
        return tuple(sorted({0, asked, len(self.inputs) - 1}))

    @property
    def error_of_few(self) -> float:
        """The sum of the squared gaps over the `few` alone."""
        return float(np.sum(self.gaps[list(self.few)] ** 2))

    @cached_property
    def digest(self) -> str:
        """64 hex digits that change with anything a viewer could see change, and only then."""
        told = {
            "parameters": {name: repr(value) for name, value in self.parameters.items()},
            "decimals": dict(self.decimals),
            "activation": self.network.layers[0].activation.name,
            "inputs": self.inputs.tolist(),
            "targets": self.targets.tolist(),
            "groups": [(group.name, len(group.inputs)) for group in self.groups],
            "names": [self.title, self.input_name, self.output_name],
            "question": self.question,
            "look": [self.theme, self.captions, self.language],
        }
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def load(name: str = "dosage") -> Lesson:
    """The lesson of that name; an unknown name raises `SquiggleError` with the known ones.

    >>> lesson = load("dosage")
    >>> lesson.parameters["w3"], lesson.decimals["w3"]
    (-1.3, 2)
    """
    if name not in LESSONS:
        raise unknown("lesson", name, LESSONS)
    text = resources.files("squiggle.lesson").joinpath("lessons", f"{name}.toml").read_text("utf-8")
    return read(name, text)


def read(name: str, text: str) -> Lesson:
    """The lesson written in `text` (TOML; see `lessons/dosage.toml` for every key).

    Raises `SquiggleError` naming the key that is missing, or what does not fit together.
    """
    try:
        told = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SquiggleError(f"lesson {name} is not TOML: {error}") from error
    try:
        return _lesson(name, told)
    except KeyError as error:
        raise SquiggleError(f"lesson {name} without {error.args[0]!r}") from error


def _lesson(name: str, told: Mapping[str, Any]) -> Lesson:
    data, given = told["data"], told["network"]["parameters"]
    parameters = {key: _number(name, key, value) for key, value in given.items()}
    inputs = locked([_number(name, "an input", value) for value in data["inputs"]])
    targets = locked([_number(name, "a target", value) for value in data["targets"]])
    question = _number(name, "question", told["question"])
    if inputs.shape != targets.shape or inputs.size < 2:
        raise SquiggleError(
            f"lesson {name} has {inputs.size} inputs but {targets.size} targets",
            "wanted: two inputs at least, and a target for each",
        )
    if not (np.diff(inputs) > 0).all():
        raise SquiggleError(f"lesson {name} has inputs out of order", "wanted: rising inputs")
    if not inputs[0] <= question <= inputs[-1]:
        raise SquiggleError(
            f"lesson {name} asks about {question}", f"wanted: from {inputs[0]} to {inputs[-1]}"
        )
    return Lesson(
        name=name,
        title=told["title"],
        network=Network.of_parameters(parameters, activation=told["network"]["activation"]),
        inputs=inputs,
        targets=targets,
        groups=_groups(name, data.get("groups", {}), inputs, targets),
        input_name=told["names"]["input"],
        output_name=told["names"]["output"],
        question=question,
        theme=told["theme"],
        captions=told["captions"],
        language=told["language"],
        decimals={key: _decimals(value) for key, value in given.items()},
    )


def _number(name: str, key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise SquiggleError(f"lesson {name}: {key} is {value!r}", "wanted: a number")
    if not np.isfinite(number := float(value)):
        raise SquiggleError(f"lesson {name}: {key} is {value}", "wanted: an ordinary number")
    return number


def _groups(
    name: str, sizes: Mapping[str, int], inputs: Vector, targets: Vector
) -> tuple[Group, ...]:
    if sizes and sum(sizes.values()) != len(inputs):
        raise SquiggleError(
            f"lesson {name} groups {sum(sizes.values())} of {len(inputs)} measurements",
            "each belongs to one group",
        )
    ends = np.cumsum(list(sizes.values()), dtype=int)
    return tuple(
        Group(group, locked(inputs[end - size : end]), locked(targets[end - size : end]))
        for (group, size), end in zip(sizes.items(), ends, strict=True)
    )


def _decimals(number: Decimal | int) -> int:
    """How many decimals a number was written with: -1.30 has two."""
    exponent = Decimal(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
