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
}
"""Kinds that are written as another: terms and their sum alike."""
FIGURES = 2  # significant digits of a squared error, at least
MOST = 5  # decimals of it; what would need more has an exponent
ENDS = 2  # measurements, the first and the last, that are among any few
TINY = 1e-5  # a spread below which differences are not told: what is smaller is written as 0


def decimals_for(values: Mapping[str, Vector]) -> dict[str, int]:
    """Decimals by kind for what is told; `values` has an array for each kind of `PLACES`.

    >>> spread = {kind: np.array([0.0, 2.0]) for kind in PLACES}
    >>> decimals_for(spread)["bent"], decimals_for(spread | {"bent": np.array([0, 5e4])})["bent"]
    (3, 0)
    """
    told = {kind: places(values[kind], usual) for kind, usual in PLACES.items()}
    told["input"] = input_places(values["input"])
    return told | {kind: told[like] for kind, like in LIKE.items()}


def input_places(ends: Vector) -> int:
    """Decimals of inputs in an interval with these ends: few, for they stand in a small circle.

    They tell tenths of the interval apart, however narrow it is.

    >>> [input_places(np.array([0.0, end])) for end in (1.0, 50.0, 300.0, 0.003)]
    [2, 1, 0, 4]
    """
    widest, spread = float(np.abs(ends).max()), float(np.ptp(ends))
    room = PLACES["input"] - (math.floor(math.log10(widest)) if widest >= 1 else 0)
    least = 1 - math.floor(math.log10(spread)) if spread else 0
    return max(0, min(places(ends, PLACES["input"]), room), least)


def places(values: Vector, usual: int) -> int:
    """Decimals that tell numbers apart which are spread like `values`, `usual` in everyday life."""
    spread = float(np.ptp(values))
    if spread <= max(TINY, 1e-12 * float(np.abs(values).max())):
        return usual
    size = math.floor(math.log10(spread))
    return max(0, usual - max(0, size - 1) + max(0, -1 - size))


def error_places(whole: float, usual: int, measured: int) -> int:
    """Decimals of the squared error over so many measurements, and of every part of it.

    They show two digits of the whole, and one decimal more than outputs have where a few can be
    picked out: their error is small beside it. They do not depend on which, which only one chapter
    shows.

    >>> error_places(4.83, 2, 9), error_places(0.0027, 2, 9), error_places(9e6, 0, 9)
    (3, 4, 0)
    >>> error_places(36.0, 2, 1)
    2
    """
    least = FIGURES - 1 - math.floor(math.log10(whole)) if whole > 0 else 0
    more = usual > 0 and measured > ENDS
    return min(MOST, max(usual + more, least))
