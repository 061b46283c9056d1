"""The numeric core: NumPy only, and the single source of every number on screen."""

from squiggle.core.activations import ACTIVATIONS, Activation, activation
from squiggle.core.curve import (
    Point,
    Turn,
    best_line,
    crossings,
    extremes,
    gaps,
    sample,
    slope,
    squared_error,
    turns,
)
from squiggle.core.network import LARGEST, Layer, Network
from squiggle.core.trace import NodeTrace, Trace, node_names
from squiggle.core.vector import Matrix, Vector, locked

__all__ = [
    "ACTIVATIONS",
    "LARGEST",
    "Activation",
    "Layer",
    "Matrix",
    "Network",
    "NodeTrace",
    "Point",
    "Trace",
    "Turn",
    "Vector",
    "activation",
    "best_line",
    "crossings",
    "extremes",
    "gaps",
    "locked",
    "node_names",
    "sample",
    "slope",
    "squared_error",
    "turns",
]
