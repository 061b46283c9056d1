"""Where the parts of a network stand: in pixels, for any number of hidden nodes and every shape.

Up to three hidden nodes are drawn in full, with names, numbers and room for live values, or two
where there is no width for three. Of more, the first is drawn in full and the others as a crowd
below it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from squiggle.stage.frame import Box, Frame

SHARE = 2 / 5  # of the distance between two nodes of a crowd: a circle's radius
CROWD_ROWS, CROWD_GAP = 12, 50.0  # nodes in a column at most; pixels between their middles at most


@dataclass(frozen=True)
class Spacing:
    """Input, hidden nodes and output: pixels from the region's left to their middles, and radii.

    `rise` are the pixels from the middle of the diagram to the upper hidden node and to the lower;
    `scaled` those to the right and up from a hidden node to its scaled height, towards the middle;
    `of_middle` the same for the middle one. A hidden node's name stands `aside`: so far
    above or below its middle, ending so far right of its edge. That of the output stands `above`,
    and its bias so far to the `right`; that of the input has `name` above connections of three.
    """

    at: tuple[float, float, float]
    radii: tuple[float, float, float]
    rise: float
    scaled: tuple[float, float] = (175, -25)
    of_middle: tuple[float, float] = (125, -54)
    aside: tuple[float, float] = (52, -6)
    above: float = 30
    right: float = 34
    name: float = 226


@dataclass(frozen=True)
class Drawing:
    """How networks are drawn in a shape: pixels from the region's top, and from there on.

    `middle` is that of the diagram; below it are the ends of a `crowd`, and the row of its `words`.
    `margin` are the pixels around the numbers of chips, `lock` those down to the padlock without a
    crowd and with one. Where `three` hidden nodes have no room, they are drawn like many.
    """

    middle: float
    two: Spacing
    three: Spacing | None
    crowd: tuple[float, float]
    words: float
    margin: float
    lock: tuple[float, float]


DRAWINGS: Mapping[str, Drawing] = {
    "16:9": Drawing(
        350.0,
        Spacing((58, 268, 552), (58, 86, 86), 196),
        Spacing((42, 316, 604), (42, 63, 56), 225, right=0),
        (30.0, 310.0),
        335,
        12,
        (236, 236),
    ),
    "4:3": Drawing(
        332,
        Spacing((50, 232, 466), (50, 74, 76), 190, (142, -25), above=66),
        Spacing((38, 288, 540), (38, 58, 50), 208, of_middle=(120, -44), right=0, name=130),
        (30, 278),
        301,
        6,
        (230, 230),
    ),
    "1:1": Drawing(
        304,
        Spacing(
            (48, 204, 380), (40, 60, 60), 176, scaled=(120, 44), aside=(70, -21), above=78, right=0
        ),
        None,
        (30, 246),
        281,
        6,
        (250, 224),
    ),
    "9:16": Drawing(
        306,
        Spacing((70, 400, 830), (62, 80, 80), 160, (195, 4)),
        Spacing((56, 440, 860), (52, 56, 60), 186, right=0),
        (30, 270),
        293,
        12,
        (210, 210),
    ),
}


@dataclass(frozen=True)
class Spot:
    """A circle: its middle and its radius in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Arrangement:
    """The spots of all nodes. `full` counts the hidden nodes that are drawn in full.

    `sides` says, for each of these, whether it stands above (-1), below (1) or on (0) the middle,
    which is `middle` pixels from the top. `region` is where all of it stands, `drawing` and
    `spacing` say how.
    """

    input: Spot
    hidden: tuple[Spot, ...]
    output: Spot
    full: int
    sides: tuple[int, ...]
    region: Box
    drawing: Drawing
    spacing: Spacing
    middle: float

    @property
    def is_open(self) -> bool:
        """Whether the middle of the diagram is free, so that names can stand inside it."""
        return len(self.hidden) <= 2

    @property
    def words(self) -> float:
        """The height of the row of words below a crowd, in pixels from the top."""
        return self.middle + self.drawing.words

    @property
    def is_tight(self) -> bool:
        """Whether three hidden nodes are drawn in full."""
        return self.full > 2


def arrange(count: int, frame: Frame) -> Arrangement:
    """The arrangement of a network with so many hidden nodes, from 1 on."""
    drawing, region = DRAWINGS[frame.shape], frame.network
    three = drawing.three if count == 3 else None
    spacing = three or drawing.two
    middle, lefts = region.top + drawing.middle, [region.left + x for x in spacing.at]
    full = count if three or count < 3 else 1
    sides = (-1, 0, 1) if three else (-1, 1)[:full]
    first, hidden, last = (Spot(x, middle, r) for x, r in zip(lefts, spacing.radii, strict=True))
    told = [Spot(hidden.x, middle + side * spacing.rise, hidden.radius) for side in sides]
    crowd = _crowd(count - full, hidden.x, [middle + end for end in drawing.crowd])
    spots = first, (*told, *crowd), last
    return Arrangement(*spots, full, sides, region, drawing, spacing, middle)


def _crowd(count: int, x: float, ends: Sequence[float]) -> list[Spot]:
    """Circles in columns around `x`, between two heights, as large as there is room."""
    if not count:
        return []
    columns = ceil(count / CROWD_ROWS)
    rows = ceil(count / columns)
    gap = min(CROWD_GAP, (ends[1] - ends[0]) / rows)
    top = (ends[0] + ends[1] - gap * (rows - 1)) / 2
    places = [(i % rows, i // rows) for i in range(count)]
    return [
        Spot(x + (column - (columns - 1) / 2) * gap, top + row * gap, SHARE * gap)
        for row, column in places
    ]
