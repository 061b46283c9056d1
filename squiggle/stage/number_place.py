"""Where the live numbers of a diagram stand: in its nodes, beside them, below a narrow input."""

from dataclasses import dataclass

from squiggle.stage.arrangement import Arrangement, Spot
from squiggle.stage.chip import CHIP_HEIGHT

INSIDE = 10  # pixels from a node's edge to a number in it at least
VALUE_ROW = 24  # pixels from a node's middle to the middle of either number in it
WIDE_INPUT, INPUT_BELOW = 90, 140  # pixels: wider inputs of three nodes stand so far below
ANY = float("inf")


@dataclass(frozen=True)
class NumberPlace:
    """Pixels: the number's middle, the room it has, and where it begins at least."""

    x: float
    y: float
    room: float
    least: float


def number_place(
    arrangement: Arrangement, spot: Spot, side: str, row: int | None, widest: float
) -> NumberPlace:
    """The place of a number of the node at `spot`.

    `side` is "" for the input's, "in" and "out" for what comes in and goes out, or "scaled"; `row`
    tells how a hidden node stands (see `Arrangement.sides`; None: another node). `widest` are the
    pixels of the widest input.
    """
    is_tight, left = arrangement.is_tight, arrangement.region.left
    x, y, least = spot.x, spot.y, left
    if side == "scaled":
        spacing = arrangement.spacing
        across, up = spacing.scaled if row else spacing.of_middle
        past = spot.x + spot.radius + INSIDE
        return NumberPlace(x + across, y + (up * row if row else up), ANY, past)
    if side:
        y += VALUE_ROW if side == "out" else -VALUE_ROW
    elif is_tight and widest > WIDE_INPUT:  # a weight stands close on its right
        x, y = left, y + INPUT_BELOW
    if is_tight and spot == arrangement.output:  # a weight stands close on its left
        least = spot.x - spot.radius + INSIDE
    return NumberPlace(x, y, _chord(spot, VALUE_ROW if side else 0), least)


def _chord(spot: Spot, row: float) -> float:
    """The pixels that a circle has for a number `row` pixels above or below its middle."""
    reach = row + CHIP_HEIGHT / 4
    return 2 * float(max(0.0, (spot.radius - INSIDE) ** 2 - reach**2) ** 0.5)
