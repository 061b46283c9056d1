"""Where the parts of a network stand: in pixels, for any number of hidden nodes.

Up to three hidden nodes are drawn in full, with names, numbers and room for live values. Of more,
the first is drawn in full and the others as a crowd below it.
"""

from dataclasses import dataclass
from math import ceil

from squiggle.stage.frame import NETWORK

RISE = 196  # pixels from the middle of the diagram to the upper node of two
TIGHT_RISE = 225  # and of three, whose circles are smaller
CROWD_TOP, CROWD_BOTTOM = 520.0, 800.0
SHARE = 2 / 5  # of the distance between two nodes of a crowd: a circle's radius
CROWD_ROWS, CROWD_GAP = 12, 50.0  # nodes in a column at most; pixels between their middles at most


@dataclass(frozen=True)
class Spot:
    """A circle: its middle and its radius in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Arrangement:
    """The spots of all nodes. `full` counts the hidden nodes that are drawn in full.

    `sides` says, for each of these, whether it stands above (-1), below (1) or on (0) the middle.
    """

    input: Spot
    hidden: tuple[Spot, ...]
    output: Spot
    full: int
    sides: tuple[int, ...]

    @property
    def is_open(self) -> bool:
        """Whether the middle of the diagram is free, so that names can stand inside it."""
        return len(self.hidden) <= 2


def arrange(count: int) -> Arrangement:
    """The arrangement of a network with so many hidden nodes, from 1 on."""
    left, middle = NETWORK.left, 490.0
    if count == 3:
        hidden = [Spot(left + 316, middle + side * TIGHT_RISE, 63) for side in (-1, 0, 1)]
        ends = Spot(left + 42, middle, 42), Spot(left + 604, middle, 56)
        return Arrangement(ends[0], tuple(hidden), ends[1], 3, (-1, 0, 1))
    ends = Spot(left + 58, middle, 58), Spot(left + 552, middle, 86)
    upper, lower = (Spot(left + 268, middle + side * RISE, 86) for side in (-1, 1))
    if count <= 2:
        return Arrangement(ends[0], (upper, lower)[:count], ends[1], count, (-1, 1)[:count])
    return Arrangement(ends[0], (upper, *_crowd(count - 1, lower.x)), ends[1], 1, (-1,))


def _crowd(count: int, x: float) -> list[Spot]:
    """Circles in columns around `x`, as large as there is room."""
    columns = ceil(count / CROWD_ROWS)
    rows = ceil(count / columns)
    gap = min(CROWD_GAP, (CROWD_BOTTOM - CROWD_TOP) / rows)
    top = (CROWD_TOP + CROWD_BOTTOM - gap * (rows - 1)) / 2
    places = [(i % rows, i // rows) for i in range(count)]
    return [
        Spot(x + (column - (columns - 1) / 2) * gap, top + row * gap, SHARE * gap)
        for row, column in places
    ]
