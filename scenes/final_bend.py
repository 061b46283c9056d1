"""One more bend: an activation after the sum bends the whole curve."""

import numpy as np

from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve, Dot, Stick
from squiggle.stage.diagram import Diagram
from squiggle.stage.labels import appear, end_labels, vanish
from squiggle.stage.layout import stacked
from squiggle.stage.light import light
from squiggle.stage.motion import together
from squiggle.stage.node_planes import LEAST_BEND
from squiggle.stage.output_plane import input_ticks, measurements, sum_range, ticks_for
from squiggle.stage.plane import Plane
from squiggle.stage.ticks import nice_ticks, padded


class FinalBend(Chapter):
    """The output may bend too: every height of the sum finds a new height on one more curve."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.open)
        self.beat(self.bend_again)

    def setup(self) -> None:
        """Set the diagram and the plane of the output with the sum on it, as it was left."""
        super().setup()
        lesson, theme, label = self.lesson, self.theme, self.words.label
        self.trace, self.curve = lesson.trace, lesson.curve
        self.diagram = Diagram(lesson, self.words, theme).light_only(["output"])
        left, right = padded([*self.curve.shifted, *LEAST_BEND], 0.02)
        x = np.linspace(left, right, 800)
        y = self.curve.activation.f(x)
        rise = min(0.0, float(y.min())), float(y.max())
        heights = sum_range(lesson)
        boxes = stacked(rise, heights, theme.frame)
        self.bend_plane = Plane("activation", boxes.upper, (left, right), rise, theme)
        self.bend_plane.label(label("node_input"), label("height"))
        self.bend_plane.tick(nice_ticks(left, right, 6), ticks_for(self.bend_plane))
        self.bend_curve = Curve("activation", self.bend_plane, x, y, theme.neutral)
        self.plane = Plane("effect", boxes.lower, lesson.interval, heights, theme)
        self.plane.label(label("input_axis"), label("output_axis"))
        self.plane.tick(input_ticks(lesson), ticks_for(self.plane))
        for plane in (self.bend_plane, self.plane):
            plane.keep_clear(self.diagram.edge())
        self.before = Curve(
            "shifted", self.plane, self.curve.inputs, self.curve.shifted, theme.ghost
        )
        self.add(self.diagram, self.plane, self.before)

    def open(self) -> None:
        """The bend appears, and each marked height finds its place under it (2.8 s)."""
        theme, trace = self.theme, self.trace
        self.heads = [
            Dot(self.plane, x, y, theme.text, theme.dot).set_z_index(4)
            for x, y in zip(trace.inputs, trace.shifted, strict=True)
        ]
        self.move(appear(self.bend_plane, self.bend_curve), appear(*self.heads))
        self.rods = [
            Stick(self.bend_plane, x, 0, 0, theme.text).set_z_index(3) for x in trace.shifted
        ]
        goals = list(zip(self.rods, trace.shifted, trace.output, strict=True))

        def rise(share: float) -> None:
            for rod, x, y in goals:
                rod.show(x, 0, share * y)

        rise(0.0)
        self.move(together(rise, *self.rods))

    def bend_again(self) -> None:
        """Every height moves to its new one; the curve is the output now (5.6 s)."""
        theme, trace, curve = self.theme, self.trace, self.curve
        self.output = Curve("output", self.plane, curve.inputs, curve.output, theme.output)
        goal = self.output.y
        start = np.interp(self.output.x, curve.inputs, curve.shifted)
        self.output.set_z_index(3)

        def bend(share: float) -> None:
            self.output.show(start + share * (goal - start))
            self.output.between(theme.ghost, theme.output, share)
            heights = trace.shifted + share * (trace.output - trace.shifted)
            for head, x, y in zip(self.heads, trace.inputs, heights, strict=True):
                head.show(x, y)

        bend(0.0)
        words = [light(word, theme.dimmed) for word in self.plane.texts]
        self.move(together(bend, self.output, *self.heads), light=words, seconds=theme.slow)
        back = [light(word, 1.0) for word in self.plane.texts]
        self.move(vanish(*self.rods, *self.heads), light=back)
        self.next_cue()
        answer = self.numbers.show_as("output", trace.output[0])
        value = self.diagram.value("output.out", answer, theme.output.color)
        label = self.words.label
        names = end_labels([self.before, self.output], [label("shifted"), label("output")], theme)
        self.move(appear(*names, value), seconds=theme.quick)
        self.move(appear(*measurements(self.plane, self.lesson, theme)))
