"""What weights do: turn one number at a time and watch what it is for."""

import numpy as np

from squiggle.core import Network, NodeTrace, Trace
from squiggle.stage.curve import Curve
from squiggle.stage.dial import Dial
from squiggle.stage.labels import appear, vanish
from squiggle.stage.light import lit
from squiggle.stage.node_chapter import NodeChapter
from squiggle.stage.output_plane import close_range, output_curve, output_plane
from squiggle.stage.placing import dense
from squiggle.stage.ticks import padded
from squiggle.stage.types import Vector

ROOM = 1.5  # how much higher than the lesson's own heights the planes reach
SAMPLES = 500
LIFT = 0.3  # share of the output's heights by which the last bias is turned up


class WhatWeightsDo(NodeChapter):
    """A weight chooses the slice and its direction, a bias its place, the last bias the height."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.slice)
        self.beat(self.slide)
        self.beat(self.stretch)
        self.beat(self.lift)

    def setup(self) -> None:
        """Set the node's planes on the stage; its weight is still 0."""
        super().setup()
        doses = np.linspace(*self.lesson.interval, SAMPLES)
        self.piece = Curve(
            "slice", self.bend_plane, self.bend_curve.x, self.bend_curve.y, self.bent
        )
        self.curve = Curve("bent", self.dose_plane, doses, 0 * doses, self.bent)
        for part in (self.piece, self.curve):
            self.add(part.set_z_index(2))
        drawn = [self.piece, self.curve]
        lit(self.bend_curve, self.theme.dimmed)
        self.slicing = Dial(self.weight, self.lesson, self.diagram, self._show_bent, drawn)
        self.slicing.set(0.0)
        self.add(self.slicing.number)

    @property
    def middle_bias(self) -> float:
        """The bias that brings the bend to the middle of the doses."""
        return -self.trace.weight * float(np.mean(self.lesson.interval))

    def reach(self) -> Vector:
        """As far as the weight and the bias are turned."""
        ends = self.middle_bias + self.trace.weight * np.array(self.lesson.interval)
        return np.array([*super().reach(), *ends])

    def bent_heights(self) -> Vector:
        """Half as high again as the lesson's own."""
        return np.array([*super().bent_heights(), self.ceiling(1.0)])

    def heights(self) -> Vector:
        """The scaled ones turned over too."""
        scaled = np.abs(self.whole.scaled).max()
        return np.array([*super().heights(), scaled, -scaled])

    def ceiling(self, highest: float) -> float:
        """Half as high again as the lesson's own heights, if there are any."""
        return ROOM * float(np.abs(self.whole.bent).max()) or highest

    def _node(self, network: Network, doses: Vector) -> NodeTrace:
        return Trace.of(network, doses).nodes[self.node]

    def _show_bent(self, network: Network) -> None:
        """Follow a network with the slice and the bent curve."""
        node = self._node(network, self.curve.x)
        self.curve.show(node.bent)
        self.piece.reveal(float(node.biased.max()), float(node.biased.min()))

    def slice(self) -> None:
        """The weight grows from 0 to its value, changes its sign, and comes back (7.4 s)."""
        sweep, given = self.theme.sweep, self.slicing.given
        self.move(self.slicing.turn(given or 1.0), seconds=sweep)
        self.next_cue()
        self.move(self.slicing.turn(self._mirrored(given or 1.0)), seconds=sweep)
        self.move(self.slicing.turn(given))

    def _mirrored(self, weight: float) -> float:
        """A weight of the other sign, near enough to zero that its heights stay on the plane."""
        farthest = max(map(abs, self.lesson.interval))
        room = (ROOM - 1) * abs(float(self.whole.bent.max())) / farthest
        return -float(np.copysign(min(abs(weight), room or abs(weight)), weight))

    def slide(self) -> None:
        """The bias goes as far as the middle of the doses and comes back (4 s)."""
        self.sliding = Dial(
            self.bias, self.lesson, self.diagram, self._show_bent, [self.piece, self.curve]
        )
        self.add(self.sliding.number)
        focus = self.diagram.focus(["input", self.bias, self.name])
        self.move(self.sliding.turn(self.middle_bias), light=focus, seconds=self.theme.slow)
        self.move(self.sliding.turn(self.sliding.given), seconds=self.theme.slow)

    def stretch(self) -> None:
        """The second weight is turned above zero, then below it (4.8 s)."""
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
        self.move(scaling.turn(abs(scaling.given)), seconds=theme.slow)
        self.next_cue()
        self.move(scaling.turn(-abs(scaling.given)), seconds=theme.slow)
        self.big = big

    def lift(self) -> None:
        """The whole squiggle rises with the last bias, and is set down again (5.6 s)."""
        theme, lesson = self.theme, self.lesson
        low, high = close_range(lesson)
        lift = LIFT * (high - low)
        self.plane = output_plane(lesson, self.words, theme, padded([low, high + lift / 2], 0.0))
        squiggle = output_curve(self.plane, lesson, theme)

        def show_output(network: Network) -> None:
            squiggle.show(Trace.of(network, squiggle.x).output)

        bias = [*lesson.parameters][-1]
        lifting = Dial(bias, lesson, self.diagram, show_output, [squiggle])
        self.add(lifting.number)
        taken = self.diagram.edge(), dense([lifting.room(lifting.given + lift)])
        self.plane.keep_clear(np.concatenate(taken))
        old = [self.bend_plane, self.bend_curve, self.dose_plane, self.piece, self.curve, self.big]
        self.move(vanish(*old), light=self.diagram.focus(["output", bias]), seconds=theme.quick)
        self.move(appear(self.plane, squiggle), seconds=theme.quick)
        self.move(lifting.turn(lifting.given + lift), seconds=theme.slow)
        self.move(lifting.turn(lifting.given), seconds=theme.slow)
        self.next_cue()
