"""All the others: the same recipe in every other hidden node, each in a small panel."""

from math import ceil

import numpy as np
from manim import VMobject

from squiggle.lesson.storyboard import ROWS
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.frame import CONTENT, Box, offset
from squiggle.stage.labels import appear, node_label
from squiggle.stage.motion import together
from squiggle.stage.plane import Plane
from squiggle.stage.text import Label
from squiggle.stage.ticks import padded

WIDEST = 4  # panels in a row as long as each is named; a crowd has twice as many


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
        boxes = self._boxes(len(self.others))
        self.panels = [
            Plane(node.name, box, self.lesson.interval, heights, self.theme)
            for node, box in zip(self.others, boxes, strict=True)
        ]

    @property
    def _are_named(self) -> bool:
        return self.count <= ROWS

    def _boxes(self, panels: int) -> list[Box]:
        """Boxes in rows, each with room for its name if it has one."""
        columns = min(panels, WIDEST if self._are_named else 2 * WIDEST)
        rows, head = ceil(panels / columns), 70.0 if self._are_named else 20.0
        area = CONTENT.inset(left=30, right=20, bottom=20)
        height = area.height / rows
        lines = [
            Box(
                area.left,
                area.top + i * height + head,
                area.right,
                area.top + (i + 1) * height - 10,
            )
            for i in range(rows)
        ]
        gap = 70.0 if self._are_named else 24.0
        return [box for line in lines for box in line.columns(columns, gap)][:panels]

    def bend_all(self) -> None:
        """Empty panels; then each takes its slice of the bend, all at once (3.8 s)."""
        theme, x = self.theme, self.curve.inputs
        names = self._names()
        self.move(appear(*self.panels), *([appear(*names)] if names else []), seconds=theme.quick)
        self.next_cue()
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
        self.move(together(draw, *self.pieces), seconds=theme.sweep)

    def _names(self) -> list[VMobject]:
        """A name above each panel, unless they are a crowd."""
        if not self._are_named:
            return []
        names = []
        for plane, node in zip(self.panels, self.others, strict=True):
            text = node_label(self.words, node.name, self.count)
            label = Label(text, self.theme.small, self.theme.text)
            names.append(label.move_to(plane.box.at(0.5, 0) + offset(0, 34)))
        return names

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
        self.move(appear(*big), seconds=theme.brisk)
        self.move(together(scale, *big), seconds=theme.slow)
