"""Where planes stand: the dose axis is in one place in every chapter, so curves can be compared."""

from dataclasses import dataclass

from squiggle.stage.frame import NETWORK, PLANES, Box

AXIS = Box(PLANES.left + 92, 190, PLANES.right - 282, 830)
"""The inside of the one large plane: room for tick labels left and below, for curve names right."""

BELOW = NETWORK.inset(bottom=20)
"""What is worked out is written at the foot of this, below the diagram."""

BETWEEN = 132  # pixels between two stacked planes: tick labels of the upper, words of the lower

LOWER = (376, 396)  # pixels: the least and the greatest height of the lower of two planes


@dataclass(frozen=True)
class Stacked:
    """Two planes above each other, if possible with the same pixels per unit of height."""

    upper: Box
    lower: Box


def stacked(upper: tuple[float, float], lower: tuple[float, float]) -> Stacked:
    """Boxes for two planes whose y ranges are given (data units).

    A unit has as many pixels in one as in the other, unless the lower plane would have no room for
    a table of `MARKS` rows, or the upper one for ticks.
    """
    heights = upper[1] - upper[0], lower[1] - lower[0]
    room = AXIS.height - BETWEEN
    low = min(LOWER[1], max(LOWER[0], room * heights[1] / sum(heights)))
    edge = AXIS.bottom - low - BETWEEN
    return Stacked(
        Box(AXIS.left, AXIS.top, AXIS.right, edge),
        Box(AXIS.left, edge + BETWEEN, AXIS.right, AXIS.bottom),
    )
