"""Sum and shift: two scaled curves become one squiggle."""

import numpy as np
from manim import Animation, VGroup, linear

from squiggle.lesson.numbers import EXACT, add_up, plus, short, show_as
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve, Dot
from squiggle.stage.diagram import Diagram
from squiggle.stage.hook import hook, scaled_sticks
from squiggle.stage.labels import appear, end_labels, vanish, worked
from squiggle.stage.light import light
from squiggle.stage.motion import together
from squiggle.stage.output_plane import (
    beside,
    close_range,
    measurements,
    output_curve,
    output_plane,
    wide_range,
)
from squiggle.stage.placing import box_points, dense, tags
from squiggle.stage.text import LiveNumber


class SumAndShift(Chapter):
    """Adding two simple curves, height by height, makes a shape that neither has."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.put_together)
        self.beat(self.hook)
        self.beat(self.join)
        self.beat(self.shift)

    def setup(self) -> None:
        """Set the diagram and an empty plane on the stage."""
        super().setup()
        self.trace, self.curve = self.lesson.trace, self.lesson.curve
        self.diagram = Diagram(self.lesson, self.words, self.theme).light_only(["w3", "w4"])
        self.plane = output_plane(self.lesson, self.words, self.theme, wide_range(self.lesson))
        self.add(self.diagram, self.plane)

    def put_together(self) -> None:
        """Both scaled curves on one plane, named at their ends (2.8 s)."""
        self.curves = [
            Curve(node.name, self.plane, self.curve.inputs, node.scaled, self.theme.scaled(i))
            for i, node in enumerate(self.curve.nodes)
        ]
        label, chips = self.words.label, self.diagram.chips
        texts = [
            label("scaled", name=label(node.name), factor=chips[f"w{i + 3}"].label.text)
            for i, node in enumerate(self.trace.nodes)
        ]
        self.names = end_labels(self.curves, texts, self.theme)
        self.move(*(curve.set_z_index(2).grow() for curve in self.curves), seconds=self.theme.slow)
        self.move(appear(*self.names), seconds=self.theme.quick)

    def hook(self) -> None:
        """At the first dose one stick hooks onto the other; a dot keeps their sum (6 s)."""
        trace, theme, value = self.trace, self.theme, self.diagram.value
        self.sticks = [
            scaled_sticks(self.plane, trace, at, theme) for at in range(len(trace.inputs))
        ]
        first = value("input", short(trace.inputs[0]), theme.text)
        scaled = [
            value(f"{node.name}.scaled", show_as("scaled", node.scaled[0]), theme.scaled(i).color)
            for i, node in enumerate(trace.nodes)
        ]
        self.move(appear(*self.sticks[0]), appear(*scaled, first), seconds=theme.quick)
        self.rest(theme.pause)
        self.next_cue()
        self.move(hook(self.sticks[:1]))
        self.dots = [
            Dot(self.plane, x, y, theme.text, theme.dot).set_z_index(5)
            for x, y in zip(trace.inputs, trace.sum, strict=True)
        ]
        self.tags, self.worked = self._tags(), self._worked_sum()
        total = value("output.in", show_as("sum", trace.sum[0]), theme.sum.color)
        focus = self.diagram.focus(["w3", "w4", "output"])
        self.move(appear(self.dots[0], self.tags[0]), appear(self.worked, total), light=focus)

    def _worked_sum(self) -> VGroup:
        """The scaled heights at the first dose, and what they make."""
        heights, total = [float(node.scaled[0]) for node in self.trace.nodes], self.trace.sum[0]
        first, *others = (show_as("scaled", height) for height in heights)
        texts = [first, *(plus(other) for other in others)]
        colors = [self.theme.scaled(i).color for i in range(len(texts))]
        answer = f"{add_up(heights, total, 2)} {show_as('sum', total)}", self.theme.sum.color
        return worked([*zip(texts, colors, strict=True), answer], self.theme)

    def _tags(self) -> list[LiveNumber]:
        """The sum beside each dot; "≈" where the rounded terms add up to something else."""
        whole = Curve("", self.plane, self.curve.inputs, self.curve.sum, self.theme.neutral)
        self.plane.detach(whole)
        taken = dense([*self.curves, whole, *self.plane.frame, self.plane.floor, *self.dots])
        taken = np.concatenate([taken, *map(box_points, (*self.names, *self.plane.texts))])
        terms = zip(*(node.scaled for node in self.trace.nodes), strict=True)
        signs = [add_up(heights, y, 2) for heights, y in zip(terms, self.trace.sum, strict=True)]
        totals = [show_as("sum", total) for total in self.trace.sum]
        texts = [s.replace(EXACT, "") + t for s, t in zip(signs, totals, strict=True)]
        return tags(self.dots, texts, taken, self.theme)

    def join(self) -> None:
        """The other doses do the same, and a sweep joins the dots (6.4 s)."""
        others = self.sticks[1:]
        self.move(vanish(self.tags[0]), seconds=self.theme.brief)
        self.move(appear(*(stick for pair in others for stick in pair)), seconds=self.theme.quick)
        self.move(hook(others))
        self.move(appear(*self.dots[1:]), seconds=self.theme.quick)
        self.next_cue()
        self.sum = Curve("sum", self.plane, self.curve.inputs, self.curve.sum, self.theme.sum)
        self.sum.set_z_index(3)
        self.move(
            self.sum.grow(),
            vanish(*(stick for pair in self.sticks for stick in pair)),
            light=[light(part, self.theme.dimmed) for part in (*self.curves, *self.names)],
            seconds=self.theme.slow,
            ease=linear,
        )
        self.move(appear(*self.tags), seconds=self.theme.quick)

    def shift(self) -> None:
        """The last bias moves the whole curve as one rigid piece; the data come back (7.6 s)."""
        going = vanish(*self.curves, *self.names, *self.tags, *self.dots, self.worked)
        words, focus = self.plane.texts, self.diagram.focus(["b3"])
        dim = [light(word, self.theme.dimmed) for word in words]
        self.move(going, light=[*focus, *dim], seconds=self.theme.quick)
        chip, flight = self.diagram.fly(
            "b3", beside(self.plane, self.curve.inputs, self.curve.sum, above=self.trace.bias <= 0)
        )
        self.move(flight)
        self.rest(self.theme.breath)
        self.next_cue()
        focus = self.diagram.focus(["output", "b3"])
        self.move(self._drop(), light=[*focus, *(light(word, 1.0) for word in words)])
        zoom = self.plane.zooming(close_range(self.lesson), self.sum, self.output)
        self.move(zoom, vanish(chip), seconds=self.theme.slow)
        answer = self.diagram.value(
            "output.out", show_as("output", self.trace.output[0]), self.theme.output.color
        )
        labels = [self.words.label("sum"), self.words.label("output")]
        names = end_labels([self.sum, self.output], labels, self.theme)
        dots = measurements(self.plane, self.lesson, self.theme)
        self.move(appear(*dots), appear(*names, answer), seconds=self.theme.quick)

    def _drop(self) -> list[Animation]:
        """The motion of a copy of the sum to its last place; it turns blue and thickens."""
        self.output = output_curve(self.plane, self.lesson, self.theme)
        goal = self.output.y

        def step(share: float) -> None:
            self.output.show(goal - (1 - share) * self.trace.bias)
            self.output.between(self.theme.sum, self.theme.output, share)

        return together(step, self.output)
