"""Where the words of a diagram stand: clear of its connections and of their chips.

The names of input and output stand inside the diagram where it is open, else above or below.
"""

from collections.abc import Mapping, Sequence

from manim import LEFT, RIGHT, VGroup, VMobject

from squiggle.stage.arrangement import Arrangement, Spot
from squiggle.stage.frame import length
from squiggle.stage.labels import APART, in_lines
from squiggle.stage.text import Label, cut, span
from squiggle.stage.theme import Theme

TIGHT_ASIDE, TIGHT_EDGE = 66, -30  # pixels from one of three nodes to its name, and to its end
BELOW_NODE = 36  # pixels from a node's edge to the middle of a name below it
MIDDLE_LEFT = 13  # pixels by which that name makes room for the weight on its right
NAME_UP = 140  # pixels from it up to the lowest place above the first weight's chip
BELOW_INPUT, HALF = 38, 14  # pixels from the input to the middle of a name below it; half of it
CLEAR = 10  # pixels from that name to a connection
ABOVE_CHIP = 40  # pixels from a connection to the middle of a name above it
PAST_NUMBER = 16  # pixels from the input to its name
BEHIND_NUMBER = 24  # and from its widest number, which may be wider than its circle
OTHERS = 230  # pixels that the word for a crowd's size takes
LAST_NAME = 142  # pixels: a wider name of the output stands below it, where there is room:
TWO_LINES = (252, 182)  # pixels from the middle: its first line, without a crowd and with one,
ONE_LINE = (252, 250)  # and a name that cannot be broken


class Naming:
    """The words of a diagram by the names of its nodes, placed.

    `texts` has a word for the input, the output and each node that is drawn in full. `is_below`
    says whether the output's stands below it. `widest` are the pixels of the widest input.
    """

    def __init__(
        self,
        arrangement: Arrangement,
        spots: Mapping[str, Spot],
        texts: Mapping[str, str],
        look: Theme,
        widest: float,
    ) -> None:
        self.region, self.point = arrangement.region, arrangement.region.size.point
        self.number_end = self.region.left + widest
        self.arrangement, self.spots, self.look = arrangement, spots, look
        self.is_crowd = arrangement.full < len(arrangement.hidden)
        self.is_below = False
        full = [name for name in texts if name not in ("input", "output")]
        self.names: dict[str, VMobject] = {
            name: self._beside(name, texts[name], side)
            for name, side in zip(full, arrangement.sides, strict=True)
        }
        if arrangement.is_open:
            self.names |= self._inside(texts["input"], texts["output"])
        else:
            self.names["input"] = self._first(texts["input"], spots[full[0]])
            self.names["output"] = self._last(texts["output"])

    def _label(self, text: str) -> Label:
        return Label(text, self.look.small, self.look.muted)

    def _beside(self, name: str, text: str, side: int) -> Label:
        """A hidden node's word, left of it and away from the middle, or below the middle one."""
        spot = self.spots[name]
        if not side:
            below = spot.y + spot.radius + BELOW_NODE
            return self._label(text).move_to(self.point(spot.x - MIDDLE_LEFT, below))
        tight = TIGHT_ASIDE, TIGHT_EDGE
        aside, inside = tight if self.arrangement.is_tight else self.arrangement.spacing.aside
        edge = spot.x - spot.radius + inside
        label = self._label(cut(text, edge - self.region.left, self.look.small))
        return label.next_to(self.point(edge, spot.y + side * aside), LEFT, buff=0)

    def _inside(self, first: str, last: str) -> dict[str, Label]:
        """Input and output are named in the diagram: in one line, if there is room."""
        start, end = self.spots["input"], self.spots["output"]
        left = max(start.x + start.radius + PAST_NUMBER, self.number_end + BEHIND_NUMBER)
        right = end.x - end.radius - 16
        small = self.look.small
        labels = [self._label(cut(text, right - left, small)) for text in (first, last)]
        crowded = sum(label.width for label in labels) / length(1) > right - left - 24
        drop = 25 if crowded else 0
        return {
            "input": labels[0].next_to(self.point(left, start.y - drop), RIGHT, buff=0),
            "output": labels[1].next_to(self.point(right, end.y + drop), LEFT, buff=0),
        }

    def _first(self, text: str, upper: Spot) -> VMobject:
        """The input is named above its connections; beside a crowd there is room below them."""
        start = self.spots["input"]
        if self.is_crowd:
            room = self.spots["output"].x - self.region.left - OTHERS
            label = self._label(cut(text, room, self.look.small))
            right = self.region.left + label.width / length(1)
            is_short = right - start.x < ABOVE_CHIP and self._clears_crowd(right)
            y = start.y + start.radius + BELOW_INPUT if is_short else self.arrangement.words
            return label.next_to(self.point(self.region.left, y), RIGHT, buff=0)
        lines = self._shortened(text, self.arrangement.spacing.name)
        right = self.region.left + lines.width / length(1)
        slope = (start.y - upper.y) / (upper.x - start.x)
        lowest = min(
            self.arrangement.middle - NAME_UP, start.y - slope * (right - start.x) - ABOVE_CHIP
        )
        for place, line in enumerate(reversed(lines)):
            line.next_to(self.point(self.region.left, lowest - place * APART), RIGHT, buff=0)
        return _one(lines)

    def _clears_crowd(self, right: float) -> bool:
        """Whether a word below the input that ends there is left of the crowd's connections."""
        start, crowd = self.spots["input"], self.arrangement.hidden[self.arrangement.full :]
        edge = min(spot.x for spot in crowd)
        lowest = max(spot.y for spot in crowd if spot.x == edge)
        slope = (edge - start.x) / (lowest - start.y)
        return right + CLEAR < start.x + slope * (start.radius + BELOW_INPUT - HALF)

    def _last(self, text: str) -> VMobject:
        """The output is named above it; a wide name stands below the last bias."""
        end, label = self.spots["output"], self._label(text)
        edge, above = end.x + end.radius, self.arrangement.spacing.above
        if label.width <= length(LAST_NAME):
            return label.next_to(self.point(edge, end.y - end.radius - above), LEFT, buff=0)
        self.is_below = True
        lines = in_lines(text, self.look.small, self.look.muted)
        right, drop = (
            (edge, TWO_LINES[self.is_crowd])
            if len(lines) > 1
            else (self.region.right, ONE_LINE[self.is_crowd])
        )
        y = self.arrangement.middle + drop
        for place, line in enumerate(lines):
            line.next_to(self.point(right, y + place * APART), LEFT, buff=0)
        return _one(lines)

    def _shortened(self, text: str, room: float) -> VGroup:
        """A name in lines that have room: one, or two, cut short if nothing else helps."""
        if span(text, self.look.small) <= room:
            return VGroup(self._label(text))
        lines = [label.text for label in in_lines(text, self.look.small, self.look.muted)]
        return VGroup(*(self._label(cut(line, room, self.look.small)) for line in lines))


def _one(lines: Sequence[VMobject] | VGroup) -> VMobject:
    """The lines of a name as one thing."""
    return lines[0] if len(lines) == 1 else VGroup(*lines)
