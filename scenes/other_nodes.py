"""All the others: the same recipe in every other hidden node, each in a small panel."""

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from squiggle.lesson.storyboard import ROWS
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.frame import Box, length, offset
from squiggle.stage.labels import TIMES, appear, node_label, row, scale_name
from squiggle.stage.motion import together
from squiggle.stage.plane import Plane
from squiggle.stage.text import Label, span, width
from squiggle.stage.ticks import nice_ticks, padded, tick_texts

GAP = 16  # pixels between a curve's name and its factor
MOST_TICKS = 4  # on a panel's axis of heights
NUMBERS_AWAY = 70  # pixels from the left of the numbers of that axis to the panel, besides theirs
WIDEST = 4  # panels in a row as long as each is named; a crowd has twice as many
NAMES_APART = 24  # pixels between two names


class OtherNodes(Chapter):
    """Every hidden node does the same with numbers of its own."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.bend_all)
        self.beat(self.scale_all)

    def setup(self) -> None:
        """Lay out a panel for each hidden node but the first; nothing is shown yet."""
        super().setup()
        self.curve = self.lesson.curve
        self.count = len(self.curve.nodes)
        self.others = self.curve.nodes[1:]
        heights = padded([0.0, *(y for n in self.others for y in (*n.bent, *n.scaled))], 0.02)
        self.y_ticks = nice_ticks(*heights, MOST_TICKS)
        self.x_ticks = nice_ticks(*self.lesson.interval, 3)
        boxes = self._boxes(len(self.others))
        self.panels = [
            Plane(node.name, box, self.lesson.interval, heights, self.theme)
            for node, box in zip(self.others, boxes, strict=True)
        ]
        if self._are_named:
            for panel in self.panels:
                first = panel.box.left == boxes[0].left  # of its row, which shows the same heights
                panel.tick(self.x_ticks, self.y_ticks if first else ())

    @property
    def _are_named(self) -> bool:
        return self.count <= ROWS

    def _boxes(self, panels: int) -> list[Box]:
        """Boxes in rows, each with room for its name and its ticks if it has any."""
        head, foot = (70, 72) if self._are_named else (20, 10)
        wide = self._widest(self.x_ticks)
        left = NUMBERS_AWAY + self._widest(self.y_ticks) if self._are_named else 30
        area = self.frame.content.inset(left=left, right=max(30, wide / 2 + 4))
        gap = max(70, wide + 24) if self._are_named else 24
        columns = min(panels, self._columns(area.width + gap, gap))
        return area.inset(top=head, bottom=foot).grid(panels, columns, (gap, head + foot))

    def _columns(self, width: float, gap: float) -> int:
        """As many panels in a row as have room for their names above them, a gap for each."""
        if not self._are_named:
            return 2 * min(WIDEST, self.frame.panels)
        texts = (f"{name} {factor}" for name, factor in self._told())
        needed = max(span(text, self.theme.small) for text in texts) + NAMES_APART
        return max(1, min(WIDEST, int(width // max(needed, gap))))

    def _told(self) -> list[tuple[str, str]]:
        """For each panel the name of its node, and the factor that scales it."""
        given, places = self.lesson.given, range(1, self.count)
        return [
            (
                node_label(self.words, node.name, self.count),
                f"{TIMES} {given(scale_name(place, self.count))}",
            )
            for place, node in zip(places, self.others, strict=True)
        ]

    def _widest(self, places: Sequence[float]) -> float:
        """The pixels that the widest of an axis's numbers takes."""
        texts = tick_texts(places, self.numbers)
        return max((width(text, self.theme.small) for text in texts), default=0.0)

    def bend_all(self) -> None:
        """Panels, and each takes its slice of the bend, all at once; then their names (4.6 s)."""
        theme, x = self.theme, self.curve.inputs
        stroke = theme.bent(0, self.count)
        self.pieces = [
            Curve("bent", plane, x, node.bent, stroke).set_z_index(2)
            for plane, node in zip(self.panels, self.others, strict=True)
        ]
        low, high = self.lesson.interval

        def draw(share: float) -> None:
            for piece in self.pieces:
                piece.reveal(low + share * (high - low))

        draw(0.0)
        self.names, self.factors = self._names()
        shown = [*self.panels, *self.names]
        self.move(appear(*shown), seconds=theme.quick)
        self.move(together(draw, *self.pieces), seconds=theme.sweep)
        self.next_cue()

    def _names(self) -> tuple[list[VMobject], list[VMobject]]:
        """Above each panel the name of its bent curve, and the factor of its scaled one.

        They have the curves' colours, as at the ends of curves. A crowd has none.
        """
        if not self._are_named:
            return [], []
        names, factors, small = [], [], self.theme.small
        told = zip(self.panels, self._told(), strict=True)
        for place, (plane, (text, number)) in enumerate(told, start=1):
            name = Label(text, small, self.theme.bent(place, self.count).color)
            factor = Label(number, small, self.theme.scaled(place, self.count).color)
            wide = name.width + length(GAP) + factor.width
            start = plane.box.at(0.5, 0) + offset(0, 34) - [wide / 2, 0, 0]
            row([name, factor], start, GAP)
            names.append(name)
            factors.append(factor)
        return names, factors

    def scale_all(self) -> None:
        """All heights are scaled, each by its own second weight (3.2 s)."""
        theme, x = self.theme, self.curve.inputs
        small, large = theme.bent(0, self.count), theme.scaled(0, self.count)
        big = [
            Curve("scaled", plane, x, node.bent, large).set_z_index(3)
            for plane, node in zip(self.panels, self.others, strict=True)
        ]
        starts = [curve.y.copy() for curve in big]
        goals = [np.interp(c.x, x, n.scaled) for c, n in zip(big, self.others, strict=True)]

        def scale(share: float) -> None:
            for curve, start, goal in zip(big, starts, goals, strict=True):
                curve.show(start + share * (goal - start)).between(small, large, share)

        scale(0.0)
        self.move(appear(*big, *self.factors), seconds=theme.brisk)
        self.move(together(scale, *big), seconds=theme.slow)
