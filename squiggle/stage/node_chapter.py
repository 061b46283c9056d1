"""What the chapters about one hidden node share: the verbs that are played on its two planes.

Each verb says the seconds it takes. `node_planes.py` has the planes.
"""

import numpy as np
from manim import Animation, DashedLine, Mobject, linear

from squiggle.lesson.numbers import EXACT, ROUNDED
from squiggle.stage.curve import Curve, Dot, Stick
from squiggle.stage.frame import STROKE, length
from squiggle.stage.labels import NEAR, appear, end_labels, node_label, vanish, worked
from squiggle.stage.light import light
from squiggle.stage.motion import together
from squiggle.stage.node_planes import NodePlanes
from squiggle.stage.placing import INWARD, box_points, dense, settle, tags
from squiggle.stage.text import LiveNumber, span
from squiggle.stage.types import Point

ABOVE_AXIS = 14  # pixels
BESIDE_CURVE = tuple((x, y) for y in (0.2, 0.8, 0.5) for x in (0.5, 0.75, 0.25))
"""Where a chip may stand beside a curve: shares of the plane's width and height."""


class NodeChapter(NodePlanes):
    """A chapter about one hidden node: a dose runs through it, then every dose does."""

    def send_dose(self) -> None:
        """The first dose runs along its connection and meets the weight (2.2 s)."""
        theme, dose = self.theme, self.numbers.short(self.lesson.marks[0])
        self.token = self.diagram.value("input", dose, theme.text)
        weight = self.numbers.bracketed(self.lesson.given(self.weight))
        bias = self.diagram.chips[self.bias].label.text
        terms = [dose, f"\N{MULTIPLICATION SIGN} {weight}", bias]
        biased = self.numbers.show_as("biased", self.trace.biased[0])
        answer = f"{self._weighing(biased)} {biased}", self.bent.color
        self.sum = worked([*((term, theme.text) for term in terms), answer], theme)
        *self.terms, self.answer = self.sum
        self.move(appear(self.token, self.terms[0]), seconds=theme.quick)
        self.move(self.diagram.pulse(self.weight), appear(self.terms[1]))

    def _weighing(self, biased: str) -> str:
        """The sign between the worked sum's terms and its result, as they are written."""
        read, lesson = self.numbers.read, self.lesson
        dose, weight = self.numbers.short(lesson.marks[0]), lesson.given(self.weight)
        exact = read(dose) * read(weight) + read(lesson.given(self.bias))
        return EXACT if self.numbers.show_as("biased", float(exact)) == biased else ROUNDED

    def add_bias(self) -> None:
        """The bias joins the sum, and the result lands in the node (1.6 s)."""
        glyph, quick = self.diagram.open(self.name), self.theme.quick
        self.move([*appear(self.terms[2]), *vanish(glyph)], seconds=quick)
        number = self.numbers.show_as("biased", self.trace.biased[0])
        self.value_in = self.diagram.value(f"{self.name}.in", number, self.bent.color)
        self.move(appear(self.answer, self.value_in), seconds=quick)

    def climb(self) -> None:
        """From the input on the axis up to the curve (1.4 s)."""
        x, y = self.trace.biased[0], self.trace.bent[0]
        self.rod = Stick(self.bend_plane, x, 0, 0, self.bent.color)
        self.rod.set_z_index(3)
        self.move(self.rod.to(x, 0, y))

    def read_height(self) -> None:
        """From the curve across to the height, which lands in the node (1.4 s)."""
        x, y = self.trace.biased[0], self.trace.bent[0]
        top, left = self.bend_plane.point(x, y), self.bend_plane.x_range[0]
        width = self.theme.hairline * STROKE
        wall = self.bend_plane.point(left, y)
        self.across = DashedLine(top, wall, color=self.bent.color, stroke_width=width)
        self.mark = Dot(self.bend_plane, x, y, self.bent.color, self.theme.dot).set_z_index(4)
        number = self.numbers.show_as("bent", y)
        edge = self.bend_plane.box.at(1, 0)[0] + length(NEAR)
        room = self.frame.safe.right - self.bend_plane.box.right - NEAR
        is_wide = span(number, self.theme.body, bold=True) > room
        size = self.theme.small if is_wide else self.theme.body
        self.tag = LiveNumber(number, size, self.bent.color, bold=True)
        # The word of the axis stands below the axis, so a height of 0 is told a little above it.
        low = self.bend_plane.box.at(0, 1)[1] + length(ABOVE_AXIS)
        self.tag.place(np.array([edge, max(top[1], low), 0.0]), align=-1)
        self.value_out = self.diagram.value(f"{self.name}.out", number, self.bent.color)
        self.move(appear(self.mark, self.across), appear(self.tag, self.value_out))

    def carry_height(self) -> None:
        """The height leaves the bent curve and stands above its dose (2.8 s)."""
        dose, height = self.lesson.marks[0], self.trace.bent[0]
        self.stick = Stick(self.dose_plane, dose, 0, height, self.bent.color).set_z_index(3)
        self.top = Dot(self.dose_plane, dose, height, self.bent.color, self.theme.dot)
        self.top.set_z_index(4)
        going = vanish(self.tag, self.across, *self.sum)
        self.move(going, light=self.dim_words(), seconds=self.theme.brief)
        self.move(self.stick.carried_from(self.rod))
        self.move(appear(self.top), light=self.dim_words(1.0), seconds=self.theme.quick)

    def set_sweep(self) -> None:
        """Prepare what the sweep draws: a slice of the bend, the curve, and its live numbers."""
        self.piece = Curve(
            "slice", self.bend_plane, self.bend_curve.x, self.bend_curve.y, self.bent
        )
        self.curve = Curve(
            "bent", self.dose_plane, self.lesson.curve.inputs, self.whole.bent, self.bent
        )
        self.drawn = self.lesson.trace_at(self.curve.x).nodes[self.node]
        self.piece.set_z_index(2).reveal(self.trace.biased[0], self.trace.biased[0])
        self.curve.set_z_index(2).reveal(self.lesson.interval[0])

    def sweep_doses(self) -> None:
        """Every dose from left to right: its place on the bend, and its height (3 s)."""
        low, high = self.dose_plane.x_range
        start, show_as = self.trace.biased[0], self.numbers.show_as

        def step(share: float) -> None:
            dose = low + share * (high - low)
            # The numbers are those of the dose as it is written.
            told = round(dose, self.numbers.decimals["input"])
            now = self.lesson.trace_at([dose, told]).nodes[self.node]
            x, y = float(now.biased[0]), float(now.bent[0])
            self.curve.reveal(dose)
            self.piece.reveal(max(start, x), min(start, x))
            self.mark.show(x, y)
            self.top.show(dose, y)
            self.rod.show(x, 0, y)
            self.stick.show(dose, 0, y)
            self.token.show(show_as("input", told))
            self.value_in.show(show_as("biased", now.biased[1]))
            self.value_out.show(show_as("bent", now.bent[1]))

        step(0.0)
        drawn = (self.curve, self.piece, self.mark, self.top, self.rod, self.stick)
        numbers = (self.token, self.value_in, self.value_out)
        self.move(
            together(step, *drawn, *numbers),
            light=[light(self.bend_curve, self.theme.dimmed), *self.dim_words(1.0)],
            seconds=self.theme.sweep,
            ease=linear,
        )

    def set_scaled(self) -> None:
        """Prepare the curve that the second weight makes."""
        self.big = Curve("scaled", self.dose_plane, self.curve.x, self.curve.y, self.scaled)
        self.big.set_z_index(2)
        self.goal = self.lesson.trace_at(self.big.x).nodes[self.node].scaled

    @property
    def factor(self) -> str:
        """The second weight as its chip writes it."""
        return str(self.diagram.chips[self.factor_name].label.text)

    def fly_factor(self) -> None:
        """The second weight leaves its connection and lands beside the curve (2 s)."""
        going = vanish(self.rod, self.stick, self.mark, self.top)
        focus = self.diagram.focus([self.name, self.factor_name])
        self.move(going, light=[*focus, *self.dim_words()], seconds=self.theme.brief)
        self.factor_chip, flight = self.diagram.fly(self.factor_name, self._beside_curve())
        self.move(flight)

    def _beside_curve(self) -> Point:
        """Where the factor's chip stands on the dose plane: clear of the curve before and after."""
        after = Curve("", self.dose_plane, self.big.x, self.goal, self.scaled)
        self.dose_plane.detach(after)
        taken = dense([self.curve, after, self.dose_plane.floor])
        plate = self.diagram.chips[self.factor_name].plate.copy()
        return settle(plate, self.dose_plane.box, taken, BESIDE_CURVE).get_center()

    def raise_heads(self) -> None:
        """A stick and a dot at each measured dose; the diagram is back at the first (0.8 s)."""
        numbers = (self.token, self.value_in, self.value_out)
        texts = (
            self.numbers.short(self.lesson.marks[0]),
            self.numbers.show_as("biased", self.trace.biased[0]),
            self.numbers.show_as("bent", self.trace.bent[0]),
        )
        back = [number.turn_to(text) for number, text in zip(numbers, texts, strict=True)]
        color, at = self.theme.text, list(zip(self.lesson.marks, self.trace.bent, strict=True))
        self.pins = [Stick(self.dose_plane, x, 0, y, color) for x, y in at]
        self.heads = [Dot(self.dose_plane, x, y, color, self.theme.dot) for x, y in at]
        for part in (*self.pins, *self.heads):
            part.set_z_index(4)
        self.move(
            [*appear(*self.pins, *self.heads), *back],
            light=self.dim_words(1.0),
            seconds=self.theme.quick,
        )

    def zoom_out(self, *drawn: Mobject) -> list[list[Animation]]:
        """The motion to all heights, if those of the bent curve alone are shown yet."""
        return [self.dose_plane.zooming(self.tall, self.curve, *drawn)] if self.zooms else []

    def scale_heights(self) -> None:
        """The heights are stretched or turned over, and the curve takes its new colour (2 s)."""
        trace, doses, start = self.trace, self.lesson.marks, self.big.y.copy()

        def step(share: float) -> None:
            self.big.show(start + share * (self.goal - start))
            self.big.between(self.bent, self.scaled, share)
            heights = trace.bent + share * (trace.scaled - trace.bent)
            for pin, head, x, y in zip(self.pins, self.heads, doses, heights, strict=True):
                pin.show(x, 0, y)
                head.show(x, y)

        step(0.0)
        moving = (self.big, *self.pins, *self.heads)
        self.move(*self.zoom_out(*moving), together(step, *moving), seconds=self.theme.slow)

    def name_curves(self) -> None:
        """The curves are named at their ends, the scaled height lands in the diagram (0.8 s)."""
        name = node_label(self.words, self.name, self.count)
        texts = [name, self.words.label("scaled", name=name, factor=self.factor)]
        self.names = end_labels([self.curve, self.big], texts, self.theme)
        number = self.numbers.show_as("scaled", self.trace.scaled[0])
        value = self.diagram.value(f"{self.name}.scaled", number, self.scaled.color)
        self.move(
            appear(*self.names, value, *self._tags()),
            vanish(self.factor_chip, *self.pins),
            seconds=self.theme.quick,
        )

    def _tags(self) -> list[LiveNumber]:
        """The scaled heights at the first and the last dose, beside their dots."""
        plane = self.dose_plane
        drawn = [self.curve, self.big, *self.heads, *plane.frame, plane.floor]
        taken = dense([*drawn, self.factor_chip.plate])
        taken = np.concatenate(
            [taken, self.diagram.edge(), *map(box_points, (*plane.texts, *self.names))]
        )
        texts = [self.numbers.show_as("scaled", height) for height in self.trace.scaled[[0, -1]]]
        places = [0, -1] if self.numbers.read(texts[1]) else [0]
        texts = texts[: len(places)]
        heads = [self.heads[place] for place in places]
        return tags(heads, texts, taken, self.theme, INWARD)
