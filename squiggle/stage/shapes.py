"""The shapes in which a film comes, and the frame of each: where things stand, in pixels.

Where there is width the network stands beside the planes, where there is height above them.
"""

from collections.abc import Mapping

from squiggle.errors import unknown
from squiggle.stage.frame import Box, Frame, Size

Sides = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""


def _frame(
    shape: str,
    size: tuple[float, float],
    *,
    network: Sides,
    planes: Sides,
    axis: Sides,
    foot: Sides,
    lower: tuple[float, float],
    lines: int,
    panels: int,
) -> Frame:
    whole = Size(*size)
    boxes = [Box(*sides, whole) for sides in (network, planes, axis, foot)]
    return Frame(shape, whole, boxes[0], boxes[1], boxes[2], boxes[3], lower, lines, panels)


FRAMES: Mapping[str, Frame] = {
    frame.shape: frame
    for frame in (
        _frame(
            "16:9",
            (1920, 1080),
            network=(96, 140, 760, 900),
            planes=(760, 190, 1824, 900),
            axis=(882, 190, 1542, 830),
            foot=(96, 860, 786, 880),
            lower=(376, 396),
            lines=2,
            panels=5,
        ),
        _frame(
            "4:3",
            (1440, 1080),
            network=(72, 140, 662, 900),
            planes=(662, 190, 1368, 900),
            axis=(766, 190, 1186, 830),
            foot=(72, 820, 668, 880),
            lower=(376, 396),
            lines=2,
            panels=4,
        ),
        _frame(
            "1:1",
            (1080, 1080),
            network=(54, 140, 494, 846),
            planes=(500, 204, 1026, 846),
            axis=(580, 204, 836, 776),
            foot=(54, 780, 484, 830),
            lower=(320, 330),
            lines=3,
            panels=2,
        ),
        _frame(
            "9:16",
            (1080, 1920),
            network=(54, 182, 1026, 800),
            planes=(54, 930, 1026, 1644),
            axis=(200, 930, 836, 1574),
            foot=(54, 808, 1026, 830),
            lower=(340, 360),
            lines=3,
            panels=2,
        ),
    )
}
WIDE = FRAMES["16:9"]


def frame(shape: str) -> Frame:
    """The frame of a shape; an unknown one raises `SquiggleError` with the known ones.

    >>> frame("16:9").band.top
    918.0
    """
    if shape not in FRAMES:
        raise unknown("shape", shape, FRAMES)
    return FRAMES[shape]
