"""How many decimals a kind of number is written with: as many as its spread asks for."""

import math
from collections.abc import Mapping

import numpy as np

from squiggle.core import Vector

PLACES: Mapping[str, int] = {"input": 2, "biased": 2, "bent": 3, "output": 2}
"""Decimals of numbers that lie between 0.1 and 100 apart. Heights of the bent curve have one more
than what follows from them: then nearly every sum that is shown checks on a calculator."""
LIKE: Mapping[str, str] = {
    "multiplied": "biased",
    "scaled": "output",
    "sum": "output",
    "shifted": "output",
    "gap": "output",
    "error": "output",
}
"""Kinds that are written as another: terms and their sum alike."""
TINY = 1e-5  # a spread below which differences are not told: what is smaller is written as 0


def decimals_for(values: Mapping[str, Vector]) -> dict[str, int]:
    """Decimals by kind for what is told; `values` has an array for each kind of `PLACES`.

    >>> spread = {kind: np.array([0.0, 2.0]) for kind in PLACES}
    >>> decimals_for(spread)["bent"], decimals_for(spread | {"bent": np.array([0, 5e4])})["bent"]
    (3, 0)
    """
    told = {kind: places(values[kind], usual) for kind, usual in PLACES.items()}
    told["input"] = min(told["input"], max(0, PLACES["input"] - _size(values["input"])))
    return told | {kind: told[like] for kind, like in LIKE.items()}


def _size(values: Vector) -> int:
    """The power of ten of the widest of `values`: inputs are written inside a small circle."""
    widest = float(np.abs(values).max(initial=0.0))
    return math.floor(math.log10(widest)) if widest >= 1 else 0


def places(values: Vector, usual: int) -> int:
    """Decimals that tell numbers apart which are spread like `values`, `usual` in everyday life."""
    spread = float(np.ptp(values))
    if spread <= max(TINY, 1e-12 * float(np.abs(values).max())):
        return usual
    size = math.floor(math.log10(spread))
    return max(0, usual - max(0, size - 1) + max(0, -1 - size))
