"""Your turn: a prediction for a dose that the viewer thinks about first."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from manim import DashedLine, VGroup

from squiggle.lesson.numbers import EXACT, ROUNDED
from squiggle.lesson.storyboard import FULL
from squiggle.stage.card import card
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Dot, Stick
from squiggle.stage.diagram import Diagram
from squiggle.stage.frame import STROKE, length
from squiggle.stage.labels import appear, end_labels, vanish, worked
from squiggle.stage.light import light, lit
from squiggle.stage.output_plane import (
    close_range,
    left_of,
    measurements,
    output_curve,
    output_plane,
)
from squiggle.stage.placing import ANYWHERE, UPWARD, box_points, dense, find_room, is_clear, settle
from squiggle.stage.text import LiveNumber

BESIDE = ((1, 1), (1, 0), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1), (-1, 0))


class Prediction(Chapter):
    """A prediction is one run through the network: multiply, add, bend, scale, sum, shift."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.ask)
        self.beat(self.run)
        self.beat(self.land)

    def setup(self) -> None:
        """Set the diagram and the finished squiggle, dimmed, on the stage."""
        super().setup()
        lesson, theme = self.lesson, self.theme
        self.dose = lesson.question
        self.trace = lesson.trace_at([self.dose])
        self.diagram = Diagram(lesson, self.words, theme)
        self.plane = output_plane(lesson, self.words, theme, close_range(lesson))
        self.plane.keep_clear(self.diagram.edge())
        self.curve = output_curve(self.plane, lesson, theme)
        self.name = end_labels([self.curve], [self.words.label("output")], theme)[0]
        self.data = measurements(self.plane, lesson, theme)
        self.squiggle = VGroup(self.curve, self.name, *self.data)
        self.add(self.diagram, self.plane, self.squiggle)

    def ask(self) -> None:
        """The question, and time to think (2.2 s and a rest)."""
        theme, low = self.theme, self.plane.y_range[0]
        foot = self.plane.point(self.dose, low)
        high = self.plane.y_range[1]
        top = max(high - 0.2 * (high - low), min(high, float(self.trace.output[0])))
        head = self.plane.point(self.dose, top)
        self.guide = DashedLine(foot, head, color=theme.muted, stroke_width=theme.hairline * STROKE)
        self.card = self._asked()
        self.move(appear(self.card), seconds=theme.quick)
        self.move(appear(self.guide), seconds=theme.quick)
        self.next_cue()

    def _asked(self) -> VGroup:
        """The question on a card: where the plane has room for it, else beside the diagram.

        It has two lines if it has no room in one, or more. Where all is full it stands on the
        dashed line, or on measurements, but not on the curve.
        """
        text, box = self.words.label("ask"), self.plane.box
        in_one = card(text, self.theme).width / length(1)
        chips = [chip.plate for chip in self.diagram.chips.values()]
        names = map(box_points, self.diagram.names.values())
        network = dense([*self.diagram.icon().get_family(), *chips])
        curve = np.concatenate([dense([self.curve]), box_points(self.name)])
        measured = np.concatenate([curve, dense(self.data)])
        guided = np.concatenate([measured, dense(self.guide.get_family())])
        for room, taken, places in (
            (box, guided, ANYWHERE),
            (self.frame.network, np.concatenate([network, *names]), UPWARD),
            (box, measured, ANYWHERE),
            (box, curve, ANYWHERE),
        ):
            for widest in (box.width, min(box.width, in_one) - 1, in_one / 2):
                asked = settle(card(text, self.theme, widest), room, taken, places)
                if is_clear(asked, taken):
                    return asked
        return asked

    def run(self) -> None:
        """The dose runs through both branches at once, station by station (8 s)."""
        theme, diagram, show_as = self.theme, self.diagram, self.numbers.show_as
        dose = diagram.value("input", self.numbers.short(self.dose), theme.text)
        dim = [light(part, theme.dimmed) for part in self.squiggle]
        self.move(appear(dose), vanish(self.card), light=dim, seconds=theme.quick)
        self.move(diagram.pulse(*diagram.into), vanish(*map(diagram.open, diagram.full)))
        self.move(appear(*self._values("in", "biased")), seconds=theme.quick)
        self.move(appear(*self._values("out", "bent")), seconds=theme.quick)
        self.move(diagram.pulse(*diagram.out_of))
        self.move(appear(*self._values("scaled", "scaled")), seconds=theme.quick)
        self.next_cue()
        added = [f"{name}.scaled" for name in diagram.full]
        focus = diagram.focus([*diagram.out_of, *added, "output", [*self.lesson.parameters][-1]])
        total = diagram.value("output.in", self._sum(), theme.sum.color)
        self.move(appear(total), light=focus, seconds=theme.quick)
        shifted = show_as("shifted", self.trace.shifted[0])
        plain = self.lesson.output_activation.is_plain
        answer = diagram.value("output.out", shifted, theme.output.color if plain else theme.text)
        self.move(appear(answer, self._worked_sum()), seconds=theme.quick)
        if not plain:
            self.next_cue()
            both = [total.turn_to(shifted), answer.turn_to(show_as("output", self.trace.output[0]))]
            self.move(both, seconds=theme.quick)

    def _sum(self) -> str:
        """The sum of what all nodes add; "≈" where it is not that of the numbers as written."""
        numbers, total = self.numbers, float(self.trace.sum[0])
        told = numbers.show_as("sum", total)
        if len(self.diagram.full) < len(self.trace.nodes):
            return told
        heights = [float(node.scaled[0]) for node in self.trace.nodes]
        return numbers.add_up(heights, total, numbers.decimals["sum"]).replace(EXACT, "") + told

    def _worked_sum(self) -> VGroup:
        """What both branches add, and what the last bias makes of it."""
        trace, theme, numbers = self.trace, self.theme, self.numbers
        count, bias = len(trace.nodes), self.lesson.given([*self.lesson.parameters][-1])
        if count < FULL:
            heights = [float(node.scaled[0]) for node in trace.nodes]
            colors = [*(theme.scaled(i, count).color for i in range(count)), theme.text]
        else:
            heights, colors = [float(trace.sum[0])], [theme.sum.color, theme.text]
        first, *others = (numbers.show_as("scaled", height) for height in heights)
        texts = [first, *map(numbers.plus, (*others, bias))]
        result = numbers.show_as("shifted", trace.shifted[0])
        sign = self._adding([first, *others, bias], result)
        last = theme.output if self.lesson.output_activation.is_plain else theme.neutral
        answer = f"{sign} {result}", last.color
        return worked([*zip(texts, colors, strict=True), answer], theme)

    def _adding(self, terms: Sequence[str], result: str) -> str:
        """The sign between terms and their sum, as both are written."""
        exact = sum(map(self.numbers.read, terms), Decimal(0))
        return EXACT if self.numbers.show_as("shifted", float(exact)) == result else ROUNDED

    def _values(self, side: str, step: str) -> list[LiveNumber]:
        """What a step of the trace makes in each node that is drawn in full, in its colour."""
        stroke = self.theme.scaled if step == "scaled" else self.theme.bent
        count, show_as = len(self.trace.nodes), self.numbers.show_as
        return [
            self.diagram.value(
                f"{node.name}.{side}", show_as(step, getattr(node, step)[0]), stroke(i, count).color
            )
            for i, node in enumerate(self.trace.nodes[: len(self.diagram.full)])
        ]

    def land(self) -> None:
        """The answer is the curve's height at the dose (2.8 s)."""
        theme, low = self.theme, self.plane.y_range[0]
        height = float(self.trace.output[0])
        stick = Stick(self.plane, self.dose, low, low, theme.text, theme.line).set_z_index(4)
        dot = Dot(self.plane, self.dose, height, theme.text, theme.ring).set_z_index(7)
        dot.set_fill(theme.output.color)
        dot.name = "answer"
        self.move(
            stick.to(self.dose, low, height),
            vanish(self.guide),
            light=[light(part, 1.0) for part in (self.curve, self.name)],
        )
        across = DashedLine(
            self.plane.point(self.dose, height),
            self.plane.point(self.plane.x_range[0], height),
            color=theme.text,
            stroke_width=theme.hairline * STROKE,
        )
        tag = LiveNumber(self.numbers.show_as("output", height), theme.body, theme.text, bold=True)
        taken = dense([self.curve, *self.data, stick, across, *self.plane.frame, self.plane.floor])
        words = map(box_points, (self.name, *self.plane.texts))
        taken = np.concatenate([taken, self.diagram.edge(), left_of(self.plane), *words])
        find_room(tag, dot.get_center(), taken, BESIDE)
        self.move(appear(across, dot), appear(lit(tag, 1.0)))
