"""The network as a diagram: nodes, connections, and the numbers they hold.

Every part has a name (`input`, `top`, `bottom`, `output`, `w1` … `b3`) by which it is lit, dimmed
or found. A weight's chip stands on its connection, a bias's chip beside its node, and each node
has room for two live numbers: what comes in and what goes out.
"""

from collections.abc import Iterable

import numpy as np
from manim import LEFT, Animation, Circle, Line, VGroup, VMobject
from manim import Dot as ManimDot

from squiggle.core import Activation
from squiggle.lesson import Lesson
from squiggle.lesson.numbers import as_given, plus
from squiggle.lesson.words import Words
from squiggle.stage.card import plate
from squiggle.stage.curve import polyline
from squiggle.stage.frame import NETWORK, STROKE, Box, length, point
from squiggle.stage.light import level_of, light, lit
from squiggle.stage.motion import together
from squiggle.stage.text import Label, LiveNumber
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point

INPUT_RADIUS, NODE_RADIUS = 60, 86  # pixels
CHIP_HEIGHT, CHIP_MARGIN = 48, 12
VALUE_ROW = 21  # pixels from a node's middle to the middle of either number in it


class Chip(VGroup):
    """A small plate that carries a number."""

    def __init__(self, text: str, theme: Theme) -> None:
        self.label = Label(text, theme.small, theme.text)
        width = self.label.ink.width / length(1) + 2 * CHIP_MARGIN
        self.plate = plate(width, CHIP_HEIGHT, theme)
        super().__init__(self.plate, self.label.move_to(self.plate))
        self.set_z_index(4)


def bent_glyph(activation: Activation, center: Point, theme: Theme) -> VMobject:
    """A small picture of an activation's curve, for the inside of a node."""
    x = np.linspace(-4, 4, 81)
    y = activation.f(x)
    span = float(y.max() - y.min())
    width, height = length(84), length(62)
    at = np.column_stack([x / 8 * width, (y - y.min()) / span * height - height / 2, 0 * x])
    glyph = VMobject(stroke_color=theme.text, stroke_width=theme.line * STROKE)
    glyph.points = polyline(at[:-1], at[1:]) + center
    return glyph


class Diagram(VGroup):
    """The lesson's network, drawn in the left part of the frame, where it stays."""

    def __init__(self, lesson: Lesson, words: Words, theme: Theme, box: Box = NETWORK) -> None:
        super().__init__()
        self.theme = theme
        columns, middle, rise = (box.left + 60, box.left + 300, box.right - 66), 490, 196
        rows = (middle - rise, middle + rise)
        self.corner = point(columns[2], rows[1] + 40)
        self.centers = {
            "input": (columns[0], middle),
            "top": (columns[1], rows[0]),
            "bottom": (columns[1], rows[1]),
            "output": (columns[2], middle),
        }
        self.circles = {name: self._circle(name) for name in self.centers}
        self.links = {
            "w1": self._link("input", "top"),
            "w2": self._link("input", "bottom"),
            "w3": self._link("top", "output"),
            "w4": self._link("bottom", "output"),
        }
        self.chips = {name: self._chip(name, lesson) for name in lesson.parameters}
        self.names = {
            "input": self._name_inside("input", words, 1),
            "top": self._name_beside("top", words, -1),
            "bottom": self._name_beside("bottom", words, 1),
            "output": self._name_inside("output", words, -1),
        }
        self.glyphs = {
            node.name: bent_glyph(node.activation, point(*self.centers[node.name]), theme)
            for node in lesson.trace.nodes
        }
        self.values: dict[str, LiveNumber] = {}
        for group in (self.links, self.circles, self.chips, self.names, self.glyphs):
            self.add(*group.values())

    def _circle(self, name: str) -> Circle:
        circle = Circle(radius=length(self._radius(name)), color=self.theme.text)
        return circle.set_stroke(width=self.theme.line * STROKE).move_to(point(*self.centers[name]))

    def _radius(self, name: str) -> float:
        return INPUT_RADIUS if name == "input" else NODE_RADIUS

    def _link(self, start: str, end: str) -> Line:
        a, b = point(*self.centers[start]), point(*self.centers[end])
        along = (b - a) / np.linalg.norm(b - a)
        a = a + along * self.circles[start].width / 2
        b = b - along * self.circles[end].width / 2
        return Line(a, b, color=self.theme.axis, stroke_width=self.theme.line * STROKE)

    def _chip(self, name: str, lesson: Lesson) -> Chip:
        chip = Chip(self.operation(name, as_given(lesson, name)), self.theme)
        if name in self.links:
            return chip.move_to(self.links[name].get_center())
        node, side = {"b1": ("top", -1), "b2": ("bottom", 1), "b3": ("output", 1)}[name]
        x, y = self.centers[node]
        return chip.move_to(point(x, y + side * (NODE_RADIUS + 40)))

    def operation(self, name: str, number: str) -> str:
        """What a number does, as its chip says it: a weight multiplies, a bias adds."""
        if name in self.links:
            return f"\N{MULTIPLICATION SIGN} {number}"
        return plus(number)

    def _word(self, text: str, x: float, y: float) -> Label:
        return Label(text, self.theme.small, self.theme.muted).move_to(point(x, y))

    def _name_beside(self, node: str, words: Words, side: int) -> Label:
        x, y = self.centers[node]
        name = self._word(words.label(node), x, y + side * 52)
        return name.next_to(point(x - NODE_RADIUS + 4, y + side * 52), LEFT, buff=length(10))

    def _name_inside(self, node: str, words: Words, side: int) -> Label:
        x, y = self.centers[node]
        edge = point(x + side * (self._radius(node) + 16), y)
        return self._word(words.label(node), x, y).next_to(edge, [side, 0, 0], buff=0)

    def parts(self, name: str) -> list[VMobject]:
        """Everything of a name: a node with its word and values, or a chip and its link."""
        tables = (self.circles, self.links, self.chips, self.names, self.glyphs, self.values)
        whole = [table[name] for table in tables if name in table]
        return whole + [self.values[key] for key in self.values if key.startswith(f"{name}.")]

    def focus(self, names: Iterable[str] = ()) -> list[Animation]:
        """The motion that lights the named parts and dims the others (no name: all are lit)."""
        bright = {id(part) for name in names for part in self.parts(name)}
        motions = []
        for part in (*self.submobjects, *self.values.values()):
            level = 1.0 if not bright or id(part) in bright else self.theme.dimmed
            if abs(level - level_of(part)) > 1e-6:
                motions.append(light(part, level))
        return motions

    def light_only(self, names: Iterable[str] = ()) -> "Diagram":
        """The state that `focus` leads to, at once; with no name everything is dimmed."""
        bright = {id(part) for name in names for part in self.parts(name)}
        for part in self.submobjects:
            lit(part, 1.0 if id(part) in bright else self.theme.dimmed)
        return self

    def icon(self) -> VGroup:
        """The nodes and connections alone."""
        return VGroup(*self.links.values(), *self.circles.values())

    def pulse(self, *names: str) -> list[Animation]:
        """The motion of a dot along each named connection: something flows from node to node."""
        dots = [ManimDot(radius=length(9), color=self.theme.accent).set_z_index(3) for _ in names]

        def step(share: float) -> None:
            for dot, name in zip(dots, names, strict=True):
                dot.move_to(self.links[name].point_from_proportion(share))
                dot.set_opacity(float(share < 1))

        return together(step, *dots)

    def fly(self, name: str, goal: Point) -> tuple[Chip, list[Animation]]:
        """A bright copy of a chip, and the motion that takes it from its place to `goal`."""
        chip = self.chips[name].copy()
        lit(chip, 1.0).set_z_index(8)
        start = chip.get_center()
        return chip, together(lambda share: chip.move_to(start + share * (goal - start)), chip)

    def open(self, name: str) -> VMobject:
        """Take the small curve out of a hidden node, to make room for numbers."""
        glyph = self.glyphs.pop(name)
        self.remove(glyph)
        return glyph

    def dial(self, name: str, text: str) -> LiveNumber:
        """The number of a chip as a live one, in the place of the chip's label."""
        chip = self.chips[name]
        chip.remove(chip.label)
        number = LiveNumber(text, self.theme.small, self.theme.text)
        self.values[f"{name}.dial"] = number
        lit(number, level_of(chip))
        return number.place(chip.plate.get_center()).set_z_index(5)

    def value(self, slot: str, text: str, color: str) -> LiveNumber:
        """A live number in the diagram, not yet on the stage.

        `slot` is `input`, `top.in`, `top.out`, `top.scaled`, `output.in` (the sum), `output.out` …
        """
        node, _, side = slot.partition(".")
        x, y = self.centers[node]
        if side == "scaled":
            x, y = x + 175, y + (25 if node == "top" else -25)
        elif side:
            y += VALUE_ROW if side == "out" else -VALUE_ROW
        number = LiveNumber(text, self.theme.small, color).place(point(x, y))
        number.set_z_index(5)
        self.values[slot] = number
        return number
