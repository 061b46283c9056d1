"""Turn a small neural network into an animated lesson that is true to its last digit."""

__version__ = "0.2.0"
