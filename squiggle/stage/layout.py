"""Where planes stand: the dose axis is in one place in every chapter, so curves can be compared."""

from dataclasses import dataclass

from squiggle.stage.frame import PLANES, Box

AXIS = Box(PLANES.left + 76, 190, PLANES.right - 282, 830)
"""The inside of the one large plane: room for tick labels left and below, for curve names right."""

BETWEEN = 132  # pixels between two stacked planes: tick labels of the upper, words of the lower


@dataclass(frozen=True)
class Stacked:
    """Two planes above each other, if possible with the same pixels per unit of height."""

    upper: Box
    lower: Box


def stacked(upper: tuple[float, float], lower: tuple[float, float], alike: float) -> Stacked:
    """Boxes for two planes whose y ranges are given (data units).

    A plane is at most `alike` times as high as the other one, even if a unit is not as large then.
    """
    tall, low = upper[1] - upper[0], lower[1] - lower[0]
    heights = max(tall, low / alike), max(low, tall / alike)
    pixels = (AXIS.height - BETWEEN) / sum(heights)
    edge = AXIS.top + heights[0] * pixels
    return Stacked(
        Box(AXIS.left, AXIS.top, AXIS.right, edge),
        Box(AXIS.left, edge + BETWEEN, AXIS.right, AXIS.bottom),
    )
