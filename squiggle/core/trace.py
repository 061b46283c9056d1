"""The trace: every number a network makes on the way from its inputs to its outputs.

Scenes draw a trace and compute nothing, so what is on screen is what stands here.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from squiggle.core.activations import Activation
from squiggle.core.network import Network
from squiggle.core.vector import Vector, locked
from squiggle.errors import SquiggleError


@dataclass(frozen=True, eq=False)
class NodeTrace:
    """What one hidden node makes of S inputs, step by step; each array has the shape (S,), locked.

    multiplied = weight · input, biased = multiplied + bias,
    bent = f(biased), scaled = scale · bent.
    """

    name: str
    weight: float
    bias: float
    scale: float
    activation: Activation
    multiplied: Vector
    biased: Vector
    bent: Vector
    scaled: Vector

    @classmethod
    def of(
        cls, name: str, bend: tuple[float, float, float], activation: Activation, inputs: Vector
    ) -> Self:
        """The steps of the node (weight, bias, scale) at inputs of shape (S,)."""
        weight, bias, scale = bend
        multiplied = weight * inputs
        biased = multiplied + bias
        bent = activation.f(biased)
        steps = (locked(step) for step in (multiplied, biased, bent, scale * bent))
        return cls(name, weight, bias, scale, activation, *steps)


@dataclass(frozen=True, eq=False)
class Trace:
    """All steps at S inputs: `nodes` top to bottom, their `sum`, `shifted` and `output`.

    shifted = sum + bias, output = f(shifted) with the output's own activation f, which leaves the
    number as it is unless a network says otherwise.

    >>> network = Network.two_bends(-34.4, 2.14, -2.52, 1.29, -1.3, 2.28, -0.58)
    >>> trace = Trace.of(network, [0.0, 0.5])
    >>> trace.node("top").bent.round(3).tolist()
    [2.251, 0.0]
    >>> trace.output.round(2).tolist()
    [-0.01, 1.03]
    """

    inputs: Vector
    nodes: tuple[NodeTrace, ...]
    sum: Vector
    shifted: Vector
    output: Vector
    bias: float
    activation: Activation

    @classmethod
    def of(cls, network: Network, inputs: ArrayLike) -> Self:
        """Trace a curve (one input, one hidden layer, one output) at inputs of shape (S,).

        Raises `SquiggleError` for any other network, for inputs that are not finite, and when the
        numbers grow too large to hold.
        """
        inputs = locked(inputs)
        if inputs.ndim != 1:
            raise SquiggleError(f"inputs of shape {inputs.shape}", "wanted: one row of numbers")
        if not np.isfinite(inputs).all():
            place = int(np.argmin(np.isfinite(inputs)))
            raise SquiggleError(
                f"input {place + 1} is {inputs[place]}", "each must be an ordinary number"
            )
        bends = network.bends()
        bias = float(network.layers[-1].biases[0])
        bent = network.activation
        with np.errstate(over="ignore", invalid="ignore"):
            nodes = tuple(
                NodeTrace.of(name, bend, bent, inputs)
                for name, bend in zip(node_names(len(bends)), bends, strict=True)
            )
            total = np.sum([node.scaled for node in nodes], axis=0)
            shifted = total + bias
        if not all(np.isfinite(array).all() for array in (shifted, *(n.biased for n in nodes))):
            raise SquiggleError(
                "the numbers grow beyond what a computer holds", "smaller weights or inputs"
            )
        last = network.output_activation
        return cls(
            inputs, nodes, locked(total), locked(shifted), locked(last.f(shifted)), bias, last
        )

    def node(self, name: str) -> NodeTrace:
        """The hidden node of that name; `KeyError` when there is none."""
        return {node.name: node for node in self.nodes}[name]


def node_names(count: int) -> tuple[str, ...]:
    """What viewers call the hidden nodes, top to bottom.

    >>> node_names(1), node_names(2), node_names(4)
    (('node',), ('top', 'bottom'), ('node 1', 'node 2', 'node 3', 'node 4'))
    """
    few = {1: ("node",), 2: ("top", "bottom"), 3: ("top", "middle", "bottom")}
    return few.get(count, tuple(f"node {place}" for place in range(1, count + 1)))
