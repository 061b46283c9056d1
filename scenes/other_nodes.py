"""All the others: the same recipe in every other hidden node, each in a small panel."""

import numpy as np
from manim import VMobject

from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.frame import Frame, length, offset
from squiggle.stage.labels import appear, row
from squiggle.stage.motion import together
from squiggle.stage.panels import PanelGrid
from squiggle.stage.placing import box_points
from squiggle.stage.plane import Plane
from squiggle.stage.text import Label
from squiggle.stage.theme import DARK

LOWEST = 50  # pixels: the height of a panel in which a curve can be seen
GAP = 16  # pixels between a curve's name and its factor


class OtherNodes(Chapter):
    """Every hidden node does the same with numbers of its own."""

    @classmethod
    def lack(cls, lesson: Lesson, words: Words, frame: Frame) -> str:
        """See `Chapter`: panels may be too low."""
        grid = PanelGrid(lesson, words, frame, DARK.small)
        height = grid.boxes[0].height
        return "" if height >= LOWEST else f"panels of {len(grid.boxes)} nodes"

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
        self.grid = PanelGrid(self.lesson, self.words, self.frame, self.theme.small)
        boxes = self.grid.boxes
        self.panels = [
            Plane(node.name, box, self.lesson.interval, self.grid.heights, self.theme)
            for node, box in zip(self.others, boxes, strict=True)
        ]
        if self.grid.are_named:
            for panel in self.panels:
                first = panel.box.left == boxes[0].left  # of its row, which shows the same heights
                panel.tick(self.grid.x_ticks, self.grid.y_ticks if first else ())

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
        if not self.grid.are_named:
            return [], []
        names, factors, small = [], [], self.theme.small
        told = zip(self.panels, self.grid.told, strict=True)
        for place, (plane, (text, number)) in enumerate(told, start=1):
            name = Label(text, small, self.theme.bent(place, self.count).color)
            factor = Label(number, small, self.theme.scaled(place, self.count).color)
            wide = name.width + length(GAP) + factor.width
            start = plane.box.at(0.5, 0) + offset(0, 34) - [wide / 2, 0, 0]
            row([name, factor], start, GAP)
            plane.keep_clear(np.concatenate([box_points(name), box_points(factor)]))
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
