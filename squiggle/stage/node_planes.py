"""The two planes of a chapter about one hidden node, and how much of them is shown.

The activation's plane stands above the dose plane and both have the same pixels per unit of
height, so a height can be carried from one to the other as a stick.
"""

import numpy as np
from manim import Animation

from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.diagram import Diagram
from squiggle.stage.labels import scale_name, weight_name
from squiggle.stage.layout import stacked
from squiggle.stage.light import level_of, light
from squiggle.stage.output_plane import input_ticks, ticks_for
from squiggle.stage.plane import Plane
from squiggle.stage.ticks import nice_ticks, padded
from squiggle.stage.types import Vector

ROOM = 0.22  # share of the heights kept free above and below, for the numbers beside dots
ZOOM = 5.0  # how many times the height of its bent curve a node needs for its plane to be zoomed
WIDER = 15.0  # how much wider than its own another node's reach may be, and still share one range
LEAST_BEND = (-4.0, 1.6)  # inputs of an activation between which its bend can be seen


class NodePlanes(Chapter):
    """A chapter about the hidden node of its plan, or about the first one: what stands at first."""

    zoom_from = ZOOM

    def setup(self) -> None:
        """Set the diagram and the node's two planes on the stage."""
        super().setup()
        self.node = self.told_node()
        self.count = len(self.lesson.trace.nodes)
        self.trace = self.lesson.trace.nodes[self.node]
        self.name = self.trace.name
        self.weight, self.bias = weight_name(self.node), f"b{self.node + 1}"
        self.factor_name = scale_name(self.node, self.count)
        self.bent = self.theme.bent(self.node, self.count)
        self.scaled = self.theme.scaled(self.node, self.count)
        self.whole = self.lesson.curve.nodes[self.node]
        self.diagram = Diagram(self.lesson, self.words, self.theme, self.node)
        self.diagram.light_only(["input", self.weight, self.bias, self.name])
        self._set_planes()
        for plane in (self.bend_plane, self.dose_plane):
            plane.keep_clear(self.diagram.edge())
        self.add(self.diagram, self.bend_plane, self.bend_curve, self.dose_plane)

    def told_node(self) -> int:
        """The place of the hidden node that the chapter is about."""
        return self.plan.node or 0

    def _set_planes(self) -> None:
        left, right = padded([*self.reach(), *LEAST_BEND], 0.02)
        inputs = np.linspace(left, right, 800)
        bent = self.trace.activation.f(inputs)
        self.tall = padded(self.heights(), ROOM)
        small = padded(self.bent_heights(), ROOM)
        self.zooms = np.ptp(self.tall) > self.zoom_from * np.ptp(small)
        heights = small if self.zooms else self.tall
        rise = min(0.0, float(bent.min())), min(float(bent.max()), self.ceiling(bent.max()))
        boxes = stacked(rise, heights, self.theme.frame)
        label = self.words.label
        self.bend_plane = Plane("activation", boxes.upper, (left, right), rise, self.theme)
        self.bend_plane.label(label("node_input"), label("height"))
        usual = nice_ticks(left, right, 6)
        whole = all(place == round(place) for place in usual)
        places = usual if whole else nice_ticks(left, right, 3)  # a decimal comma reaches down
        self.bend_plane.tick(places, ticks_for(self.bend_plane))
        self.bend_curve = Curve("activation", self.bend_plane, inputs, bent, self.theme.neutral)
        self.dose_plane = Plane("doses", boxes.lower, self.lesson.interval, heights, self.theme)
        self.dose_plane.label(label("input_axis"), label("height"))
        self.dose_plane.tick(input_ticks(self.lesson), ticks_for(self.dose_plane))

    def reach(self) -> Vector:
        """Places on the activation's axis that the film shows, shape (S,).

        One range for all nodes that have a chapter, unless it would hide this one's piece.
        """
        told = [self.lesson.curve.nodes[place] for place in self.diagram.places]
        steps = [np.concatenate([node.multiplied, node.biased]) for node in told]
        own, every = steps[self.diagram.places.index(self.node)], np.concatenate(steps)
        return every if np.ptp([*every, 0.0]) <= WIDER * np.ptp([*own, *LEAST_BEND]) else own

    def bent_heights(self) -> Vector:
        """The heights that the dose plane shows before they are scaled, shape (S,).

        A curve that is written as 0 all along looks like 0 too.
        """
        highest = float(np.abs(self.whole.bent).max())
        shown = highest >= 10.0 ** -self.numbers.decimals["bent"]
        return np.array([0.0, *self.whole.bent] if shown else [0.0, 1.0])

    def heights(self) -> Vector:
        """The heights that the dose plane shows in the end, shape (S,)."""
        return np.array([*self.bent_heights(), *self.whole.scaled])

    def ceiling(self, highest: float) -> float:
        """The greatest height of the activation's plane; what lies above is cut."""
        return float(highest)

    def dim_words(self, level: float | None = None, *planes: Plane) -> list[Animation]:
        """The words of `planes` (all on stage) step back while something passes, or come again."""
        level = self.theme.dimmed if level is None else level
        on_stage = [plane for plane in (self.bend_plane, self.dose_plane) if plane in self.mobjects]
        words = [word for plane in planes or on_stage for word in plane.texts]
        return [light(word, level) for word in words if level_of(word) != level]
