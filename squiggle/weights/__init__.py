"""Weights in: every format that a small network comes in, read into one kind of network."""

from squiggle.weights.formats import FORMATS, Format, read
from squiggle.weights.found import CHOOSE, Weights
from squiggle.weights.writing import WRITERS, write

__all__ = ["CHOOSE", "FORMATS", "WRITERS", "Format", "Weights", "read", "write"]
