"""Which part of the input a film shows, when the lesson does not say."""

import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from squiggle.core import LARGEST, Network, crossings

NARROWEST = 1e-6
"""The least width of an interval, as a share of its numbers' size: ticks have to differ."""
SMALLEST = 1e-9
"""The least width of any interval (data units)."""
REACH = 4.0  # |weight · input + bias| at which a smooth bend is nearly over: softplus(-4) is 0.02
FAINT = 0.02  # share of the largest weight below which a bend is so wide that it looks straight
CORNER = 1.0  # the same for a corner, so that both sides of it are seen


def is_wide(low: float, high: float) -> bool:
    """Whether an interval can be drawn.

    >>> is_wide(0.0, 1.0), is_wide(3.0, 3.0), is_wide(1e6, 1e6 + 1e-3)
    (True, False, False)
    """
    return high - low >= max(SMALLEST, NARROWEST * max(abs(low), abs(high)))


def around(network: Network, through: Sequence[float] = ()) -> tuple[float, float]:
    """An interval with round ends that shows where a network bends, and every input in `through`.

    A bend reaches from its crossing as far as the activation visibly bends; one that is very much
    wider than the sharpest is passed over. A network that bends nowhere is shown from 0 to 1.

    >>> around(Network.of_bends([(2.0, -4.0, 1.0)], 0.0, activation="relu"))
    (1.5, 2.5)
    """
    kind = network.activation
    reach = CORNER if kind.name == "relu" else REACH / kind.beta
    weights = [abs(weight) for weight, _, _ in network.bends()]
    ends = list(through)
    for weight, at in zip(weights, crossings(network), strict=True):
        if at is not None and weight >= FAINT * max(weights) and not kind.is_plain:
            away = min(LARGEST, reach / weight)
            ends += [at - away, at + away]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    margin = (high - low) / 10  # no dot on the edge
    ends += [end for x in through for end in (x - margin, x + margin)]
    low, high = min(ends, default=low), max(ends, default=high)
    return _rounded(*_widened(*(min(LARGEST, max(-LARGEST, end)) for end in (low, high))))


def _widened(low: float, high: float) -> tuple[float, float]:
    """The interval, or one around it that can be drawn."""
    if is_wide(low, high):
        return low, high
    half = max(0.5, 2 * NARROWEST * max(abs(low), abs(high))) if low == high else None
    half = half or max(SMALLEST, 2 * NARROWEST * max(abs(low), abs(high)))
    return max(-LARGEST, low - half), min(LARGEST, high + half)


def _rounded(low: float, high: float) -> tuple[float, float]:
    """Outwards to the next round number: a tenth of the width's power of ten."""
    step = Decimal(1).scaleb(math.floor(math.log10(high - low)) - 1)
    floor = (Decimal(low) / step).to_integral_value(ROUND_FLOOR) * step
    ceiling = (Decimal(high) / step).to_integral_value(ROUND_CEILING) * step
    return float(max(floor, Decimal(-LARGEST))), float(min(ceiling, Decimal(LARGEST)))
