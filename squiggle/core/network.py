"""A network: layers of weights and biases that nobody can change behind our back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from squiggle.core import activations
from squiggle.core.activations import Activation
from squiggle.core.vector import Matrix, Vector, locked
from squiggle.errors import SquiggleError, unknown

LARGEST = 1e12
"""The largest size of a weight or bias: three of them multiplied stay far inside a double, and axes
still have numbers that a viewer can read."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Nodes side by side: `weights` of shape (out, in), `biases` of shape (out,), one activation.

    The arrays are copied and locked. Raises `SquiggleError` when the shapes disagree, when there
    is no node, or when a number is not finite or larger than `LARGEST`.

    >>> Layer([[2.0], [3.0]], [0.0, 1.0], activations.activation("relu"))
    2 relu nodes on 1 input
    """

    weights: Matrix
    biases: Vector
    activation: Activation

    def __init__(self, weights: ArrayLike, biases: ArrayLike, activation: Activation) -> None:
        """Copy, lock and check."""
        object.__setattr__(self, "weights", locked(weights))
        object.__setattr__(self, "biases", locked(biases))
        object.__setattr__(self, "activation", activation)
        self._check()

    def _check(self) -> None:
        weights, biases = self.weights, self.biases
        if weights.ndim != 2 or biases.ndim != 1:
            raise SquiggleError(
                f"weights of shape {weights.shape} with biases of shape {biases.shape}",
                "weights have the shape (out, in), biases (out,)",
            )
        if weights.shape[0] != biases.shape[0]:
            raise SquiggleError(
                f"weights for {_count(weights.shape[0], 'node')} "
                f"but biases for {_count(biases.shape[0], 'node')}",
                "each node has one bias",
            )
        if not weights.size:
            raise SquiggleError("a layer without nodes", "it needs a node and an input at least")
        if not (np.isfinite(weights).all() and np.isfinite(biases).all()):
            raise SquiggleError("a weight or bias is not finite", "each must be an ordinary number")
        largest = max(np.abs(weights).max(), np.abs(biases).max())
        if largest > LARGEST:
            raise SquiggleError(
                f"a weight or bias of size {largest:g}",
                f"wanted: at most {LARGEST:g}, beyond which no curve can be drawn",
            )

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return int(self.weights.shape[0])

    @property
    def inputs(self) -> int:
        """How many numbers each node takes."""
        return int(self.weights.shape[1])

    def __call__(self, inputs: Matrix) -> Matrix:
        """The outputs, shape (S, out), for inputs of shape (S, in)."""
        return self.activation.f(inputs @ self.weights.T + self.biases)

    def __reduce__(self) -> tuple[object, ...]:
        """Be built anew on the other side of a process border: pickles forget the lock."""
        return (type(self), (self.weights, self.biases, self.activation))

    def __repr__(self) -> str:
        """Read as a sentence."""
        return (
            f"{_count(self.size, f'{self.activation.name} node')} on {_count(self.inputs, 'input')}"
        )


@dataclass(frozen=True, eq=False)
class Network:
    """Layers in order, each fed by the one before.

    Raises `SquiggleError` without a layer, or when a layer takes more or fewer numbers than the one
    before it gives.
    """

    layers: tuple[Layer, ...]

    def __init__(self, layers: Sequence[Layer]) -> None:
        """Check that the layers follow each other."""
        object.__setattr__(self, "layers", tuple(layers))
        if not self.layers:
            raise SquiggleError("a network without layers", "it needs one at least")
        for place, (before, after) in enumerate(pairwise(self.layers), start=1):
            if before.size != after.inputs:
                raise SquiggleError(
                    f"layer {place} gives {_count(before.size, 'number')} "
                    f"but layer {place + 1} takes {after.inputs}",
                    "the shapes must agree",
                )

    @classmethod
    def two_bends(
        cls,
        w1: float,
        b1: float,
        w2: float,
        b2: float,
        w3: float,
        w4: float,
        b3: float,
        *,
        activation: str = "softplus",
    ) -> Self:
        """The network of the lesson: w3 f(w1 x + b1) + w4 f(w2 x + b2) + b3.

        >>> network = Network.two_bends(-34.4, 2.14, -2.52, 1.29, -1.3, 2.28, -0.58)
        >>> network
        a network with 1 input, 2 softplus nodes and 1 output
        >>> network([[0.5]]).round(4).tolist()
        [[1.0348]]
        """
        return cls.of_bends([(w1, b1, w3), (w2, b2, w4)], b3, activation=activation)

    @classmethod
    def of_bends(
        cls,
        bends: Sequence[tuple[float, float, float]],
        bias: float,
        *,
        activation: str | Activation = "softplus",
        output: str | Activation = "identity",
    ) -> Self:
        """One input, a hidden node for each (weight, bias, scale), one output that adds them up.

        `output` is the activation after that sum.

        >>> Network.of_bends([(1.0, 0.0, 2.0)], 0.5, activation="relu")
        a network with 1 input, 1 relu node and 1 output
        """
        table = np.array(bends, dtype=np.float64).reshape(len(bends), 3)
        hidden = Layer(table[:, :1], table[:, 1], _activation(activation))
        return cls([hidden, Layer(table[:, 2:].T, [bias], _activation(output))])

    def __call__(self, inputs: ArrayLike) -> Matrix:
        """The outputs, shape (S, out), for inputs of shape (S, in)."""
        values = np.asarray(inputs, dtype=np.float64)
        for layer in self.layers:
            values = layer(values)
        return values

    @property
    def is_curve(self) -> bool:
        """Whether it is a sum of bent curves: one input, one hidden layer, one output."""
        shape = [self.layers[0].inputs, *(layer.size for layer in self.layers)]
        return len(shape) == 3 and shape[0] == shape[2] == 1

    @property
    def activation(self) -> Activation:
        """What bends in the hidden layer."""
        return self.layers[0].activation

    @property
    def output_activation(self) -> Activation:
        """What bends after the last sum."""
        return self.layers[-1].activation

    def bends(self) -> tuple[tuple[float, float, float], ...]:
        """The hidden nodes of a curve as (weight, bias, scale), top to bottom.

        Raises `SquiggleError` when the network is not a curve (see `is_curve`).
        """
        if not self.is_curve:
            raise SquiggleError(
                f"{self!r} is not one curve", "wanted: 1 input, 1 hidden layer, 1 output"
            )
        hidden, last = self.layers
        columns = hidden.weights[:, 0], hidden.biases, last.weights[0]
        return tuple((float(w), float(b), float(s)) for w, b, s in zip(*columns, strict=True))

    @property
    def parameters(self) -> dict[str, float]:
        """Every number of a curve by name, in reading order: w1 b1 w2 b2 w3 w4 b3 for two nodes.

        Numbered on, first into the hidden nodes and then out of them: N nodes have the weights w1
        to w2N and the biases b1 to bN+1. Raises `SquiggleError` when the network is not a curve.

        >>> Network.of_bends([(1.0, 0.0, 2.0)], 0.5).parameters
        {'w1': 1.0, 'b1': 0.0, 'w2': 2.0, 'b2': 0.5}
        """
        bends = self.bends()
        named: dict[str, float] = {}
        for place, (weight, bias, _) in enumerate(bends, start=1):
            named |= {f"w{place}": weight, f"b{place}": bias}
        for place, (_, _, scale) in enumerate(bends, start=len(bends) + 1):
            named[f"w{place}"] = scale
        return named | {f"b{len(bends) + 1}": float(self.layers[-1].biases[0])}

    @classmethod
    def of_parameters(
        cls,
        parameters: Mapping[str, float],
        *,
        activation: str | Activation = "softplus",
        output: str | Activation = "identity",
    ) -> Self:
        """The curve whose `parameters` are these, in any order.

        Raises `SquiggleError` naming what is missing or left over.

        >>> Network.of_parameters({"w1": 1.0, "b1": 0.0, "w2": 2.0})
        Traceback (most recent call last):
        squiggle.errors.SquiggleError: parameters without b2 - wanted: w1, b1, w2, b2
        """
        nodes = max(1, (len(parameters) - 1 + 2) // 3)
        into = [name for place in range(1, nodes + 1) for name in (f"w{place}", f"b{place}")]
        scales = [f"w{place}" for place in range(nodes + 1, 2 * nodes + 1)]
        wanted = [*into, *scales, f"b{nodes + 1}"]
        if missing := [name for name in wanted if name not in parameters]:
            raise SquiggleError(
                f"parameters without {', '.join(missing)}", f"wanted: {', '.join(wanted)}"
            )
        for name in parameters:
            if name not in wanted:
                raise unknown("parameter", name, wanted)
        value = {name: float(parameters[name]) for name in wanted}
        bends = [
            (value[f"w{place}"], value[f"b{place}"], value[f"w{place + nodes}"])
            for place in range(1, nodes + 1)
        ]
        return cls.of_bends(bends, value[wanted[-1]], activation=activation, output=output)

    def changed(self, **parameters: float) -> Self:
        """The same curve with some parameters replaced; an unknown name raises `SquiggleError`.

        >>> Network.of_bends([(1.0, 0.0, 2.0)], 0.5).changed(w2=3.0).parameters["w2"]
        3.0
        """
        known = self.parameters
        for name in parameters:
            if name not in known:
                raise unknown("parameter", name, known)
        kinds = {"activation": self.activation, "output": self.output_activation}
        return type(self).of_parameters(known | parameters, **kinds)

    def __repr__(self) -> str:
        """Read as a sentence."""
        *hidden, last = self.layers
        nodes = [_count(layer.size, f"{layer.activation.name} node") for layer in hidden]
        plain = last.activation.name == "identity"
        output = _count(last.size, "output" if plain else f"{last.activation.name} output")
        parts = [_count(self.layers[0].inputs, "input"), *nodes]
        return f"a network with {', '.join(parts)} and {output}"


def _activation(kind: str | Activation) -> Activation:
    return activations.activation(kind) if isinstance(kind, str) else kind


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
