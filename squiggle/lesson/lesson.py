"""A lesson: one network, the data it is judged by, and how it is to be told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from squiggle.core import Network, Trace, Vector, gaps, sample, squared_error


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
