"""Where an axis is marked, and how its marks are numbered: for any range of finite numbers.

Ticks are exact decimals (whole multiples of a round step), so that 0.3 is not 0.30000000000000004
and a step of 1e-10 is not lost beside a start of 1000.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from itertools import pairwise

import numpy as np

from squiggle.lesson.numbers import ENOUGH, LARGE, PLAIN, Numbers
from squiggle.stage.text import width
from squiggle.stage.types import Vector

NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
FEWEST, MOST = 4, 7  # ticks of a main axis
SPARSE = 3  # ticks of one where more have no room
NEARLY = Decimal(
    "1e-9"
)  # of a step: how far outside the range a tick may lie, for 0.1 is no double
NARROW = 1e-12  # of the size of its ends: a range that is narrower is none
NOTHING = 1e-300  # and so is one that is narrower than this
TRUE = Decimal("0.005")  # of the gap between ticks: how far a number may be from its tick
ROOM = 84  # pixels: the widest number that fits between an axis and the diagram
BROAD = 110  # pixels: the widest number that fits beside an axis


def padded(values: Sequence[float] | Vector, share: float = 0.08) -> tuple[float, float]:
    """The least and the greatest of `values`, moved apart by a share of their distance.

    Where all are one number, and so have no distance, the range reaches half of its size to both
    sides (0.5 for 0).

    >>> padded([0.0, 2.0], 0.25), padded([4.0, 4.0]), padded([0.0])
    ((-0.5, 2.5), (2.0, 6.0), (-0.5, 0.5))
    """
    low, high = float(np.min(values)), float(np.max(values))
    size = max(abs(low), abs(high))
    pad = share * high - share * low
    if high - low <= max(NARROW * size, NOTHING):
        pad = size / 2 if size > NOTHING else 0.5
    return low - pad, high + pad


def nice_step(low: float, high: float, most: int) -> float:
    """The smallest step of 1, 2, 2.5 or 5 times a power of ten that gives at most `most` steps.

    A range without a width (`padded`) is widened first; the step is never 0.

    >>> nice_step(-3.2, 3.8, 7)
    1.0
    """
    return float(_steps(*_wide(low, high), most)[0])


def nice_ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Round numbers between `low` and `high`, both included where they are round.

    >>> nice_ticks(0, 1, 2)
    [0.0, 0.5, 1.0]
    """
    low, high = _wide(low, high)
    return _multiples(low, high, _steps(low, high, most)[0])


def ticks(low: float, high: float) -> list[float]:
    """Four to seven round numbers between `low` and `high`, for the main axis of a plane.

    Of the steps that give seven at most it is the smallest, and that gives four at least: eight
    multiples of one step have four multiples of the next among them. A larger one is taken when its
    numbers are narrower and the smallest one's have no room beside the diagram.

    >>> ticks(-0.24, 3.04), ticks(1000.001, 1000.003)[:2]
    ([0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0], [1000.001, 1000.0015])
    """
    low, high = _wide(low, high)
    tries = (_multiples(low, high, step) for step in _steps(low, high, MOST + 1))
    found = [places for places in tries if FEWEST <= len(places) <= MOST]
    widths = [broadest(tick_texts(places, PLAIN)) for places in found]
    return found[0] if widths[0] <= ROOM else found[int(np.argmin(widths))]


def other_ticks(low: float, high: float) -> list[list[float]]:
    """Other ways to mark an axis, for where a number of `ticks` has no room: coarser, then finer.

    >>> other_ticks(0.0, 3.0), other_ticks(-2.6, 2.6)
    ([[0.0, 1.0, 2.0, 3.0]], [[-2.0, 0.0, 2.0], [-2.5, 0.0, 2.5]])
    """
    low, high = _wide(low, high)
    usual = ticks(low, high)
    found = [_multiples(low, high, step) for step in _steps(low, high, MOST + 1)]
    found = [places for places in found if SPARSE <= len(places) <= MOST and places != usual]
    coarser = [places for places in found if len(places) < len(usual)]
    return coarser + [places for places in found[::-1] if len(places) >= len(usual)]


def tick_texts(places: Sequence[float], numbers: Numbers) -> list[str]:
    """The numbers of an axis's ticks, no two alike if the ticks are not, in one form.

    They have as many decimals as the ticks need. Large or tiny ones have an exponent in common, a
    multiple of 3, if that is the narrower way to write them.

    >>> tick_texts([0.0, 0.5, 1.0], Numbers()), tick_texts([1.2e6, 1.4e6], Numbers(","))
    (['0.0', '0.5', '1.0'], ['1,2e6', '1,4e6'])
    """
    exact = [Decimal(repr(float(place))) for place in places]
    largest = max(map(abs, exact), default=Decimal(0))
    power = largest.adjusted() // 3 * 3
    powers = [power, power + 3, power - 3, 0]
    if largest < LARGE:
        powers.insert(0, 0)
    with localcontext(prec=ENOUGH):
        forms = (_in_powers(exact, power, numbers) for power in dict.fromkeys(powers))
        best = next(forms)
        return best if broadest(best) <= BROAD else min([best, *forms], key=broadest)


def broadest(texts: Sequence[str], size: float = 27) -> float:
    """The width in pixels of the broadest of some numbers of `size` pixels cap height."""
    return max((width(text, size) for text in texts), default=0.0)


def _wide(low: float, high: float) -> tuple[float, float]:
    """The range itself, or a wide one around it if it has no width."""
    none = high - low <= max(NARROW * max(abs(low), abs(high)), NOTHING)
    return padded([low, high]) if none else (low, high)


def _steps(low: float, high: float, most: int) -> list[Decimal]:
    """The smallest round step that gives at most `most` steps, and the next ones."""
    rough = (Decimal(high) - Decimal(low)) / most
    powers = (Decimal(1).scaleb(rough.adjusted() + more) for more in range(2))
    steps = [Decimal(str(nice)) * power for power in powers for nice in NICE[:-1]]
    return [step for step in [*steps, steps[0] * 100] if step >= rough * (1 - NEARLY)]


def _multiples(low: float, high: float, step: Decimal) -> list[float]:
    """The whole multiples of `step` between two numbers, both included."""
    first = (Decimal(low) / step - NEARLY).to_integral_value(ROUND_CEILING)
    last = (Decimal(high) / step + NEARLY).to_integral_value(ROUND_FLOOR)
    return [float(i * step) for i in range(int(first), int(last) + 1)]


def _in_powers(exact: Sequence[Decimal], power: int, numbers: Numbers) -> list[str]:
    """Numbers as so many times 10 to the `power`, with as few decimals as still tell them apart."""
    parts = [number.scaleb(-power) for number in exact]
    gaps = [high - low for low, high in pairwise(sorted(set(parts)))]
    least = min(gaps, default=max(map(abs, parts), default=Decimal(0)))
    decimals = 0
    while any(abs(round(part, decimals) - part) > TRUE * least for part in parts):
        decimals += 1
    return [numbers.powered(part, decimals, power) for part in parts]
