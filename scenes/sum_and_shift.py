"""Sum and shift: scaled curves become one squiggle."""

from collections.abc import Sequence

import numpy as np
from manim import Animation, VGroup, VMobject, linear

from squiggle.lesson.numbers import EXACT
from squiggle.lesson.storyboard import FULL, ROWS
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve, Dot
from squiggle.stage.diagram import Diagram
from squiggle.stage.hook import hook, scaled_sticks
from squiggle.stage.labels import appear, end_labels, node_label, scale_name, vanish, worked
from squiggle.stage.light import light, lit
from squiggle.stage.motion import together
from squiggle.stage.output_plane import (
    beside,
    left_of,
    measurements,
    output_plane,
    sum_range,
    wide_range,
)
from squiggle.stage.placing import box_points, dense, tags
from squiggle.stage.text import LiveNumber
from squiggle.stage.theme import Stroke

FADING = 1 / 10  # the share of a piece's turn in which it brightens, or its name


class SumAndShift(Chapter):
    """Adding two simple curves, height by height, makes a shape that neither has."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.put_together)
        self.beat(self.hook)
        self.beat(self.join)
        self.beat(self.stack)
        self.beat(self.shift)

    def setup(self) -> None:
        """Set the diagram and an empty plane on the stage."""
        super().setup()
        self.trace, self.curve = self.lesson.trace, self.lesson.curve
        self.count = len(self.trace.nodes)
        self.dots: list[Dot] = []
        self.tags: list[LiveNumber] = []
        self.worked: Sequence[VMobject] = []
        self.diagram = Diagram(self.lesson, self.words, self.theme)
        self.diagram.light_only(self.diagram.out_of)
        self.plane = output_plane(self.lesson, self.words, self.theme, wide_range(self.lesson))
        self.plane.keep_clear(self.diagram.edge())
        self.add(self.diagram, self.plane)

    def put_together(self) -> None:
        """All scaled curves on one plane, named at their ends if they are few (2.8 s)."""
        self.curves = [
            Curve(node.name, self.plane, self.curve.inputs, node.scaled, self._stroke(i))
            for i, node in enumerate(self.curve.nodes)
        ]
        grow = [curve.set_z_index(2).grow() for curve in self.curves]
        self.move(*(grow if self.count < FULL else [grow]), seconds=self.theme.slow)
        self.names = end_labels(self.curves, self._texts(), self.theme) if self._are_few else []
        self.move(appear(*self.names), seconds=self.theme.quick)
        self.sum, self.before = self.curves[0], self._stroke(0)

    @property
    def _are_few(self) -> bool:
        return self.count <= FULL

    def _stroke(self, place: int) -> Stroke:
        """How a scaled curve is drawn: thin when there is a crowd of them."""
        stroke = self.theme.scaled(place, self.count)
        return stroke if self.count <= ROWS else Stroke(stroke.color, self.theme.hairline)

    def _texts(self) -> list[str]:
        return [
            self.words.label(
                "scaled",
                name=node_label(self.words, node.name, self.count),
                factor=self.diagram.said(scale_name(place, self.count)),
            )
            for place, node in enumerate(self.trace.nodes)
        ]

    def hook(self) -> None:
        """At the first dose one stick hooks onto the other; a dot keeps their sum (3.6 s)."""
        trace, theme, value = self.trace, self.theme, self.diagram.value
        short, show_as = self.numbers.short, self.numbers.show_as
        self.sticks = [
            scaled_sticks(self.plane, trace, at, theme) for at in range(len(trace.inputs))
        ]
        first = value("input", short(trace.inputs[0]), theme.text)
        heights = [(node.name, show_as("scaled", node.scaled[0])) for node in trace.nodes]
        scaled = [
            value(f"{name}.scaled", text, theme.scaled(i, self.count).color)
            for i, (name, text) in enumerate(heights)
            if name in self.diagram.full
        ]
        self.move(appear(*self.sticks[0]), appear(*scaled, first), seconds=theme.quick)
        self.next_cue()
        self.move(hook(self.sticks[:1]))
        self.dots = [
            Dot(self.plane, x, y, theme.text, theme.dot).set_z_index(5)
            for x, y in zip(trace.inputs, trace.sum, strict=True)
        ]
        self.tags, self.worked = self._tags(), self._worked_sum()
        total = value("output.in", show_as("sum", trace.sum[0]), theme.sum.color)
        added = [f"{name}.scaled" for name in self.diagram.full]
        focus = self.diagram.focus([*self.diagram.out_of, *added, "output"])
        self.move(appear(self.dots[0], self.tags[0]), appear(*self.worked, total), light=focus)

    def _worked_sum(self) -> VGroup:
        """The scaled heights at the first dose, and what they make."""
        heights, total = [float(node.scaled[0]) for node in self.trace.nodes], self.trace.sum[0]
        numbers = self.numbers
        first, *others = (numbers.show_as("scaled", height) for height in heights)
        texts = [first, *map(numbers.plus, others)]
        colors = [self.theme.scaled(i, self.count).color for i in range(len(texts))]
        sign = numbers.add_up(heights, total, numbers.decimals["sum"])
        answer = f"{sign} {numbers.show_as('sum', total)}", self.theme.sum.color
        return worked([*zip(texts, colors, strict=True), answer], self.theme)

    def _tags(self) -> list[LiveNumber]:
        """The sum beside each dot; "≈" where the rounded terms add up to something else."""
        whole = Curve("", self.plane, self.curve.inputs, self.curve.sum, self.theme.neutral)
        self.plane.detach(whole)
        taken = dense(
            [*self.curves, whole, *self.plane.frame, self.plane.floor, *self.dots, *self.sticks[0]]
        )
        taken = np.concatenate([taken, self.diagram.edge(), left_of(self.plane)])
        taken = np.concatenate([taken, *map(box_points, (*self.names, *self.plane.texts))])
        terms = zip(*(node.scaled for node in self.trace.nodes), strict=True)
        numbers, sums = self.numbers, self.trace.sum
        places = numbers.decimals["sum"]
        signs = [numbers.add_up(heights, y, places) for heights, y in zip(terms, sums, strict=True)]
        totals = [numbers.show_as("sum", total) for total in sums]
        texts = [s.replace(EXACT, "") + t for s, t in zip(signs, totals, strict=True)]
        return tags(self.dots, texts, taken, self.theme)

    def join(self) -> None:
        """The other doses do the same, and a sweep joins the dots (6.4 s)."""
        others = self.sticks[1:]
        focus = self.diagram.focus([*self.diagram.out_of, "output"])
        self.move(vanish(self.tags[0]), light=focus, seconds=self.theme.brief)
        self.move(appear(*(stick for pair in others for stick in pair)), seconds=self.theme.quick)
        self.move(hook(others))
        self.move(appear(*self.dots[1:]), seconds=self.theme.quick)
        self.next_cue()
        self.sum = Curve("sum", self.plane, self.curve.inputs, self.curve.sum, self.theme.sum)
        self.sum.set_z_index(3)
        self.before = self.theme.sum
        self.move(
            self.sum.grow(),
            vanish(*(stick for pair in self.sticks for stick in pair)),
            light=[light(part, self.theme.dimmed) for part in (*self.curves, *self.names)],
            seconds=self.theme.slow,
            ease=linear,
        )
        self.move(appear(*self.tags), seconds=self.theme.quick)

    def stack(self) -> None:
        """The sum grows piece by piece; only the one that is being added is bright (6.8 s)."""
        scaled = np.array([node.scaled for node in self.curve.nodes])
        partial = np.vstack([np.zeros_like(scaled[:1]), np.cumsum(scaled, axis=0)])
        self.sum = Curve("sum", self.plane, self.curve.inputs, self.curve.sum, self.theme.sum)
        steps, x, self.before = np.arange(len(partial)), self.curve.inputs, self.theme.sum
        self.sum.set_z_index(3)
        told = [node_label(self.words, node.name, self.count) for node in self.trace.nodes]
        named = zip(self.curves, told, strict=True) if self.count <= ROWS else []
        names = [end_labels([curve], [text], self.theme)[0] for curve, text in named]

        def pile(begin: float, end: float) -> list[Animation]:
            def step(share: float) -> None:
                done = begin + share * (end - begin)
                below = int(min(done, self.count - 1))
                heights = partial[below] + (done - steps[below]) * scaled[below]
                self.sum.show(np.interp(self.sum.x, x, heights))
                for place, curve in enumerate(self.curves):
                    level = max(1 - done / FADING, self._turn(place, done))
                    lit(curve, max(level, self.theme.dimmed))
                for place, name in enumerate(names):
                    lit(name, self._turn(place, done))

            step(0.0)
            return together(step, self.sum, *self.curves, *names)

        sweep = self.theme.sweep
        self.move(pile(0, self.count / 2), seconds=sweep, ease=linear)
        self.next_cue()
        self.move(pile(self.count / 2, self.count), seconds=sweep, ease=linear)
        total = self.diagram.value(
            "output.in", self.numbers.show_as("sum", self.trace.sum[0]), self.theme.sum.color
        )
        first = self.diagram.value(
            "input", self.numbers.short(self.trace.inputs[0]), self.theme.text
        )
        focus = self.diagram.focus([*self.diagram.out_of, "output"])
        dim = light(self.curves[-1], self.theme.dimmed)
        going = vanish(*names[-1:])
        self.move(appear(first, total), going, light=[*focus, dim], seconds=self.theme.quick)

    @staticmethod
    def _turn(place: int, done: float) -> float:
        """How bright a piece is, or its name, when so many have been added: in its turn it is."""
        begin, end = (done - place - FADING) / FADING, (place + 1 + FADING - done) / FADING
        return max(0.0, min(1.0, begin, end))

    def shift(self) -> None:
        """The last bias moves the whole curve as one rigid piece; the data come back (6.4 s)."""
        going = [*self.curves, *self.names, *self.dots, *self.tags, *self.worked]
        bias, words = [*self.lesson.parameters][-1], self.plane.texts
        focus = self.diagram.focus([bias])
        dim = [light(word, self.theme.dimmed) for word in words]
        going = [part for part in going if part is not self.sum]
        self.plane.detach(*going)
        self.move(vanish(*going), light=[*focus, *dim], seconds=self.theme.quick)
        goal = beside(self.plane, self.curve.inputs, self.curve.sum, above=self.trace.bias <= 0)
        chip, flight = self.diagram.fly(bias, goal)
        self.move(flight)
        self.next_cue()
        focus = self.diagram.focus(["output", bias])
        self.move(self._drop(), light=[*focus, *(light(word, 1.0) for word in words)])
        zoom = self.plane.zooming(sum_range(self.lesson), self.sum, self.output)
        self.move(zoom, vanish(chip), seconds=self.theme.slow)
        answer = self.diagram.value(
            "output.out", self.numbers.show_as("shifted", self.trace.shifted[0]), self.after.color
        )
        before = self.words.label("sum") if self.count > 1 else self._texts()[0]
        after = self.words.label("output" if self.lesson.output_activation.is_plain else "shifted")
        names = end_labels([self.sum, self.output], [before, after], self.theme)
        dots = []
        if self.lesson.output_activation.is_plain:
            dots = measurements(self.plane, self.lesson, self.theme)
        self.move(appear(*dots), appear(*names, answer), seconds=self.theme.quick)

    def _drop(self) -> list[Animation]:
        """The motion of a copy of the sum to its last place; it takes its new colour there."""
        plain = self.lesson.output_activation.is_plain
        self.after = self.theme.output if plain else self.theme.neutral
        name = "output" if plain else "shifted"
        x, y = self.curve.inputs, self.curve.shifted
        self.output = Curve(name, self.plane, x, y, self.after).set_z_index(3)
        goal = self.output.y

        def step(share: float) -> None:
            self.output.show(goal - (1 - share) * self.trace.bias)
            self.output.between(self.before, self.after, share)

        return together(step, self.output)
