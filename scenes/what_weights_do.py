"""What weights do: turn one number at a time and watch what it is for."""

import numpy as np

from squiggle.core import Network, NodeTrace, Trace
from squiggle.lesson.last_turn import lifted
from squiggle.lesson.turning import ZOOM, ceiling, limits, turns
from squiggle.stage.curve import Curve
from squiggle.stage.dial import Dial
from squiggle.stage.labels import appear, vanish
from squiggle.stage.light import lit
from squiggle.stage.node_chapter import NodeChapter
from squiggle.stage.output_plane import close_range, output_curve, output_plane
from squiggle.stage.placing import dense
from squiggle.stage.ticks import padded
from squiggle.stage.types import Vector

SAMPLES = 500
LOOK = 2.4  # seconds for which the other sign is to be seen
BOTH = -4.0, 4.0  # inputs between which an activation with limits is seen to reach both


class WhatWeightsDo(NodeChapter):
    """A weight chooses the slice and its direction, a bias its place, the last bias the height."""

    zoom_from = ZOOM

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.slice)
        self.beat(self.slide)
        self.beat(self.stretch)
        self.beat(self.lift)

    def setup(self) -> None:
        """Set the planes of the node on the stage in which the turns are seen; its weight is 0."""
        self.turns = turns(self.lesson)
        super().setup()
        doses = np.linspace(*self.lesson.interval, SAMPLES)
        self.piece = Curve(
            "slice", self.bend_plane, self.bend_curve.x, self.bend_curve.y, self.bent
        )
        self.curve = Curve("bent", self.dose_plane, doses, 0 * doses, self.bent)
        for part in (self.piece, self.curve):
            self.add(part.set_z_index(2))
        self.drawn = [self.piece, self.curve]
        self.big: list[Curve] = []
        lit(self.bend_curve, self.theme.dimmed)
        self.slicing = Dial(self.weight, self.lesson, self.diagram, self._show_bent, self.drawn)
        self.slicing.set(0.0)
        self.add(self.slicing.number)

    def told_node(self) -> int:
        """The node in which the turns are seen."""
        return self.turns.node

    def reach(self) -> Vector:
        """As far as the weight and the bias are turned."""
        inputs = np.array(self.lesson.interval)
        weight, bias = self.turns.weight[0], (*self.turns.bias, self.trace.bias)[0]
        ends = [weight * inputs + self.trace.bias, self.trace.weight * inputs + bias]
        plateaus = np.array(BOTH) if limits(self.lesson) else np.zeros(0)
        return np.concatenate([super().reach(), *ends, plateaus])

    def bent_heights(self) -> Vector:
        """Half as high again as the lesson's own, or to the activation's limits."""
        return np.array([*super().bent_heights(), *self.limits])

    @property
    def limits(self) -> tuple[float, ...]:
        """Heights that the planes show besides the lesson's own."""
        return limits(self.lesson) or (ceiling(self.lesson, self.node),)

    def heights(self) -> Vector:
        """The scaled ones turned over too."""
        size = max(map(abs, self.turns.scale), default=0.0)
        scaled = size * np.abs(self.whole.bent).max()
        return np.array([*super().heights(), scaled, -scaled])

    def ceiling(self, highest: float) -> float:
        """As high as the curves are turned."""
        return ceiling(self.lesson, self.node)

    def _node(self, network: Network, doses: Vector) -> NodeTrace:
        return Trace.of(network, doses).nodes[self.node]

    def _show_bent(self, network: Network) -> None:
        """Follow a network with the slice and the bent curve."""
        node = self._node(network, self.curve.x)
        self.curve.show(node.bent)
        self.piece.reveal(float(node.biased.max()), float(node.biased.min()))

    def slice(self) -> None:
        """The weight grows from 0 to a value, changes its sign, stays, and comes back (8.2 s)."""
        first, other, *_ = *self.turns.weight, 0.0
        self.move(self.slicing.turn(first), seconds=self.theme.sweep)
        self.next_cue()
        self.move(self.slicing.turn(other), seconds=self.theme.slow)
        self.rest(LOOK)
        self.move(self.slicing.turn(self.slicing.given), seconds=self.theme.quick)

    def slide(self) -> None:
        """The bias brings another part of the bend above the doses and comes back (4 s)."""
        sliding = Dial(self.bias, self.lesson, self.diagram, self._show_bent, self.drawn)
        self.add(sliding.number)
        focus = self.diagram.focus(["input", self.bias, self.name])
        there, back = self.turns.bias
        self.move(sliding.turn(there), light=focus, seconds=self.theme.slow)
        self.move(sliding.turn(back), seconds=self.theme.slow)

    def stretch(self) -> None:
        """The second weight changes its size, then its sign, and comes back (4.8 or 8 s)."""
        theme = self.theme
        heights = self._node(self.lesson.network, self.curve.x).scaled
        big = Curve("scaled", self.dose_plane, self.curve.x, heights, self.scaled)
        self.add(big.set_z_index(3))

        def show_scaled(network: Network) -> None:
            big.show(self._node(network, big.x).scaled)

        scaling = Dial(self.factor_name, self.lesson, self.diagram, show_scaled, [big])
        self.add(scaling.number)
        focus = self.diagram.focus([self.name, self.factor_name])
        self.move(*self.zoom_out(), appear(big), light=focus, seconds=theme.quick)
        size, other, *back = self.turns.scale
        self.move(scaling.turn(size), seconds=theme.slow)
        self.next_cue()
        self.move(scaling.turn(other), seconds=theme.slow)
        for value in back:
            self.rest(LOOK)
            self.move(scaling.turn(value), seconds=theme.quick)
        self.big = [big]

    def lift(self) -> None:
        """The whole squiggle moves with the last bias, and is set back again (5.6 s)."""
        theme, lesson = self.theme, self.lesson
        bias, goal = [*lesson.parameters][-1], lifted(lesson)
        low, high = close_range(lesson)
        x = lesson.curve.inputs
        moved = Trace.of(lesson.network.changed(**{bias: goal}), x).output
        heights = padded([low, high, *moved], 0.0)
        self.plane = output_plane(lesson, self.words, theme, heights)
        squiggle = output_curve(self.plane, lesson, theme)

        def show_output(network: Network) -> None:
            squiggle.show(Trace.of(network, squiggle.x).output)

        lifting = Dial(bias, lesson, self.diagram, show_output, [squiggle])
        self.add(lifting.number)
        taken = self.diagram.edge(), dense([lifting.room(goal)])
        self.plane.keep_clear(np.concatenate(taken))
        old = [self.bend_plane, self.bend_curve, self.dose_plane, *self.drawn, *self.big]
        self.move(vanish(*old), light=self.diagram.focus(["output", bias]), seconds=theme.quick)
        self.move(appear(self.plane, squiggle), seconds=theme.quick)
        self.move(lifting.turn(goal), seconds=theme.slow)
        self.move(lifting.turn(lifting.given), seconds=theme.slow)
        self.next_cue()
