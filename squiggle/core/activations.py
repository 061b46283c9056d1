"""Activation functions: the bent curves a network is built from, each with its slope.

All of them take numbers of any shape and return that shape, and none overflows: an exponential is
only ever taken of something below zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from squiggle.core.vector import Vector
from squiggle.errors import SquiggleError, unknown

BETAS = (1e-3, 1e3)
"""The least and the greatest `beta`: beyond them the eye sees a straight line or a corner."""


@dataclass(frozen=True)
class Activation:
    """A bent curve: its name, its formula for display, the curve `f` and its slope `df`.

    `formula` is Typst mathematics that also reads well as plain text. `beta` is the sharpness of a
    softplus; 1 for everything else. Two activations are equal when name and `beta` are.
    """

    name: str
    formula: str
    f: Callable[[ArrayLike], Vector] = field(compare=False)
    df: Callable[[ArrayLike], Vector] = field(compare=False)
    beta: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Whether it leaves every number as it is."""
        return self.name == "identity"

    def __repr__(self) -> str:
        """Read as a sentence."""
        return f"{self.name}: {self.formula}"


def softplus(x: ArrayLike) -> Vector:
    """log(1 + e^x), to the last digits of a double on all of the real line.

    The textbook form loses every digit far left (1 + e^x rounds to 1) and overflows far right, so
    the larger of the two terms is taken out: max(x, 0) + log(1 + e^-|x|), with `log1p` for the
    logarithm (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 1.14.1).

    >>> softplus([-1000.0, 0.0, 1000.0]).round(6).tolist()
    [0.0, 0.693147, 1000.0]
    """
    x = np.asarray(x, dtype=np.float64)
    return np.asarray(np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x))))


def sharp_softplus(x: ArrayLike, beta: float) -> Vector:
    """log(1 + e^(beta x)) / beta: nearer to a corner the greater `beta` is.

    >>> sharp_softplus([-10.0, 0.0, 10.0], 2.0).round(6).tolist()
    [0.0, 0.346574, 10.0]
    """
    return softplus(beta * np.asarray(x, dtype=np.float64)) / beta


def sharp_sigmoid(x: ArrayLike, beta: float) -> Vector:
    """1 / (1 + e^(-beta x)): the slope of `sharp_softplus`.

    >>> float(sharp_sigmoid(0.0, 2.0))
    0.5
    """
    return sigmoid(beta * np.asarray(x, dtype=np.float64))


def sigmoid(x: ArrayLike) -> Vector:
    """1 / (1 + e^-x): the share that climbs from 0 to 1, and the slope of softplus.

    >>> float(sigmoid(0.0))
    0.5
    """
    x = np.asarray(x, dtype=np.float64)
    z = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1.0, z) / (1.0 + z))


def sigmoid_slope(x: ArrayLike) -> Vector:
    """e^-|x| / (1 + e^-|x|)^2; the usual s (1 - s) would cancel to 0 far right.

    >>> float(sigmoid_slope(0.0))
    0.25
    """
    z = np.exp(-np.abs(np.asarray(x, dtype=np.float64)))
    return np.asarray(z / (1.0 + z) ** 2)


def relu(x: ArrayLike) -> Vector:
    """max(0, x): flat, then a straight slope.

    >>> relu([-2.0, 3.0]).tolist()
    [0.0, 3.0]
    """
    return np.asarray(np.maximum(np.asarray(x, dtype=np.float64), 0.0))


def relu_slope(x: ArrayLike) -> Vector:
    """0 left of the corner, 1 right of it, and by custom 0 in the corner itself.

    >>> relu_slope([-2.0, 0.0, 3.0]).tolist()
    [0.0, 0.0, 1.0]
    """
    return np.asarray(np.asarray(x, dtype=np.float64) > 0, dtype=np.float64)


def tanh(x: ArrayLike) -> Vector:
    """The hyperbolic tangent: from -1 to 1.

    >>> float(tanh(0.0))
    0.0
    """
    return np.asarray(np.tanh(np.asarray(x, dtype=np.float64)))


def tanh_slope(x: ArrayLike) -> Vector:
    """4 e^-2|x| / (1 + e^-2|x|)^2; the usual 1 - tanh^2 would cancel to 0 from |x| = 19 on.

    >>> float(tanh_slope(0.0))
    1.0
    """
    z = np.exp(-np.abs(np.asarray(x, dtype=np.float64))) ** 2  # squared here: 2|x| can overflow
    return np.asarray(4.0 * z / (1.0 + z) ** 2)


def identity(x: ArrayLike) -> Vector:
    """X itself: a node that does not bend.

    >>> identity([1.5]).tolist()
    [1.5]
    """
    return np.array(x, dtype=np.float64)


def identity_slope(x: ArrayLike) -> Vector:
    """1 everywhere.

    >>> identity_slope([1.5]).tolist()
    [1.0]
    """
    return np.ones_like(np.asarray(x, dtype=np.float64))


ACTIVATIONS: Mapping[str, Activation] = {
    "identity": Activation("identity", "x", identity, identity_slope),
    "relu": Activation("relu", "max(0, x)", relu, relu_slope),
    "sigmoid": Activation("sigmoid", "1 / (1 + e^(-x))", sigmoid, sigmoid_slope),
    "softplus": Activation("softplus", "log(1 + e^x)", softplus, sigmoid),
    "tanh": Activation("tanh", "tanh(x)", tanh, tanh_slope),
}


def activation(name: str, beta: float = 1.0) -> Activation:
    """The activation of that name; only a softplus has a `beta` other than 1.

    An unknown name raises `SquiggleError` with the known ones; so does a `beta` outside `BETAS`.

    >>> activation("softplus")
    softplus: log(1 + e^x)
    >>> activation("softplus", beta=2.5)
    softplus: log(1 + e^(2.5 x)) / 2.5
    """
    if name not in ACTIVATIONS:
        raise unknown("activation", name, ACTIVATIONS)
    if beta == 1.0:
        return ACTIVATIONS[name]
    if name != "softplus":
        raise SquiggleError(f"{name} with beta {beta:g}", "only softplus has a beta")
    if not BETAS[0] <= beta <= BETAS[1]:
        raise SquiggleError(f"beta is {beta:g}", f"wanted: from {BETAS[0]:g} to {BETAS[1]:g}")
    f, df = partial(sharp_softplus, beta=beta), partial(sharp_sigmoid, beta=beta)
    return Activation(name, f"log(1 + e^({beta:g} x)) / {beta:g}", f, df, beta)
