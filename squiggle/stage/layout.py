"""Where planes stand: the dose axis is in one place in every chapter, so curves can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from squiggle.stage.frame import Box, Frame
from squiggle.stage.shapes import FRAMES

BETWEEN = 132  # pixels between two stacked planes: tick labels of the upper, words of the lower


@dataclass(frozen=True)
class Stacked:
    """Two planes above each other, if possible with the same pixels per unit of height."""

    upper: Box
    lower: Box


def stacked(upper: tuple[float, float], lower: tuple[float, float], frame: Frame) -> Stacked:
    """Boxes for two planes whose y ranges are given (data units).

    A unit has as many pixels in one as in the other, unless the lower plane would have no room for
    a table of `MARKS` rows, or the upper one for ticks.
    """
    axis, heights = frame.axis, (upper[1] - upper[0], lower[1] - lower[0])
    room = axis.height - BETWEEN
    least, most = frame.lower
    low = min(most, max(least, room * heights[1] / sum(heights)))
    edge = axis.bottom - low - BETWEEN
    return Stacked(replace(axis, bottom=edge), replace(axis, top=edge + BETWEEN))


@dataclass(frozen=True)
class Showcase:
    """One large plane, and what is told beside it: shares of its width and height.

    `waits` says that a plane passes there while it grows, so that what is told comes afterwards.
    """

    plane: Box
    readings: tuple[float, float]
    formula: tuple[float, float]
    waits: bool = False


SHOWCASES: Mapping[str, Showcase] = {
    "16:9": Showcase(FRAMES["16:9"].content.inset(90, 80, 728, 70), (1.12, 0.3), (1.36, 0.6)),
    "4:3": Showcase(FRAMES["4:3"].content.inset(90, 80, 478, 70), (1.1, 0.3), (1.28, 0.6), True),
    "1:1": Showcase(FRAMES["1:1"].content.inset(90, 80, 386, 70), (1.1, 0.3), (1.38, 0.6), True),
    "9:16": Showcase(FRAMES["9:16"].content.inset(90, 260, 60, 480), (0.2, 1.2), (0.5, 1.44), True),
}
