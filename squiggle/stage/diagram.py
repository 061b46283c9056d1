"""The network as a diagram: nodes, connections, and the numbers they hold.

Every part has a name (`input`, `top`, `bottom`, `output`, `w1` … `b3`) by which it is lit, dimmed
or found. A weight's chip stands on its connection, a bias's chip beside its node, and each node
has room for two live numbers: what comes in and what goes out.
"""

from collections.abc import Iterable

import numpy as np
from manim import LEFT, Animation, Circle, Line, VGroup, VMobject
from manim import Dot as ManimDot

from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.stage.arrangement import Spot, arrange
from squiggle.stage.chip import Chip
from squiggle.stage.frame import STROKE, length, offset
from squiggle.stage.glyph import bent_glyph
from squiggle.stage.labels import TIMES, node_label, scale_name, weight_name
from squiggle.stage.light import level_of, light, lit
from squiggle.stage.motion import together
from squiggle.stage.naming import Naming
from squiggle.stage.number_place import number_place
from squiggle.stage.placing import box_points, dense, is_clear
from squiggle.stage.text import GapNumber, Label, LiveNumber, width
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point, Points

BIAS_AWAY = 40  # pixels from a node's edge to the middle of its bias's chip
WIDE = 150  # pixels: of wider numbers a chip's edge is nearer
LOCK_ASIDE, LOCK_BELOW = 50, (362, 316)  # pixels: of the padlock below a name of the output
MIDDLE_NAME = 120  # pixels: a wider name of the middle node needs more room beside it
LEFT_OF_MIDDLE = 0.48  # how far along its connection a weight's chip stands
MIDDLE_ASIDE = 18  # pixels by which the middle node's bias makes room for the weights beside it
PAST_WEIGHT = 72  # pixels by which the last bias is lower where a weight stands beside it
VALUES_END, VALUES_UP = 82, 40  # pixels from the output's middle that wide numbers in it reach
MOST_PULSES = 8  # dots that run at once along the connections of a crowd


class Diagram(VGroup):
    """The lesson's network, drawn in the left part of the frame, where it stays.

    Hidden nodes that are not drawn in full (see `arrange`) are one part, `others`, with the
    connections `others.in` and `others.out`. Of many nodes `first` is the one drawn in full.
    """

    def __init__(self, lesson: Lesson, words: Words, theme: Theme, first: int = 0) -> None:
        super().__init__()
        self.theme = theme
        nodes = lesson.trace.nodes
        self.count = len(nodes)
        self.arrangement = arrange(self.count, theme.frame)
        self.point = theme.frame.size.point
        start = first if self.arrangement.full < self.count else 0
        self.places = [*range(start, start + self.arrangement.full)]
        self.full = [nodes[place].name for place in self.places]
        spots = {name: self.arrangement.hidden[i] for i, name in enumerate(self.full)}
        self.spots = {"input": self.arrangement.input, **spots, "output": self.arrangement.output}
        is_crowd = self.arrangement.full < self.count
        below = self.arrangement.middle + self.arrangement.drawing.lock[is_crowd]
        self.corner = self.point(self.spots["output"].x, below)
        self.circles: dict[str, VMobject] = {n: self._circle(s) for n, s in self.spots.items()}
        self.links: dict[str, VMobject] = {}
        for place, name in zip(self.places, self.full, strict=True):
            self.links[weight_name(place)] = self._link("input", name)
            self.links[scale_name(place, self.count)] = self._link(name, "output")
        told = {name: node_label(words, name, self.count) for name in self.full}
        told |= {name: words.label(name) for name in ("input", "output")}
        written = (lesson.numbers.show_as("input", end) for end in lesson.interval)
        self.widest = max(width(text, theme.small) for text in written)
        naming = Naming(self.arrangement, self.spots, told, theme, self.widest)
        self.names = naming.names
        if naming.is_below:
            edge = self.arrangement.region.right - LOCK_ASIDE
            below = self.arrangement.middle + LOCK_BELOW[is_crowd]
            self.corner = self.point(min(self.spots["output"].x + LOCK_ASIDE, edge), below)
        if self.arrangement.full < self.count:
            self._add_others(words)
        self.given = lesson.given
        self.chips: dict[str, Chip] = {}
        for name in lesson.parameters:
            if name in self.links or name in self._bias_spots():
                self.chips[name] = self._chip(name, lesson)
        self.glyphs = {
            name: bent_glyph(lesson.network.activation, self._middle(name), theme)
            for name in self.full
        }
        self.values: dict[str, LiveNumber] = {}
        for group in (self.links, self.circles, self.chips, self.names, self.glyphs):
            self.add(*group.values())

    @property
    def into(self) -> list[str]:
        """The names of the connections into the hidden nodes."""
        return [name for name in self.links if name in self._first_links()]

    @property
    def out_of(self) -> list[str]:
        """The names of the connections out of the hidden nodes."""
        return [name for name in self.links if name not in self._first_links()]

    def _first_links(self) -> list[str]:
        return [*(weight_name(place) for place in self.places), "others.in"]

    @property
    def hidden(self) -> list[str]:
        """The names of the hidden nodes, the crowd as one."""
        return [name for name in self.circles if name not in ("input", "output")]

    def lines(self, link: str) -> list[Line]:
        """The lines of a connection: one, or those of the crowd."""
        return [part for part in self.links[link].get_family() if isinstance(part, Line)]

    def _middle(self, name: str) -> Point:
        return self.point(self.spots[name].x, self.spots[name].y)

    def _circle(self, spot: Spot) -> Circle:
        circle = Circle(radius=length(spot.radius), color=self.theme.text)
        circle.set_stroke(width=self.theme.line * STROKE)
        return circle.move_to(self.point(spot.x, spot.y))

    def _link(self, start: str, end: str) -> Line:
        return self._line(self.spots[start], self.spots[end])

    def _line(self, start: Spot, end: Spot, width: float | None = None) -> Line:
        a, b = self.point(start.x, start.y), self.point(end.x, end.y)
        along = (b - a) / np.linalg.norm(b - a)
        a, b = a + along * length(start.radius), b - along * length(end.radius)
        width = self.theme.line if width is None else width
        return Line(a, b, color=self.theme.axis, stroke_width=width * STROKE)

    def _add_others(self, words: Words) -> None:
        """The crowd: its circles, its connections, and how many they are."""
        crowd, thin = self.arrangement.hidden[self.arrangement.full :], self.theme.hairline
        circles = VGroup(*map(self._circle, crowd)).set_stroke(width=thin * STROKE)
        self.circles["others"] = circles
        first, last = self.spots["input"], self.spots["output"]
        self.links["others.in"] = VGroup(*(self._line(first, spot, thin) for spot in crowd))
        self.links["others.out"] = VGroup(*(self._line(spot, last, thin) for spot in crowd))
        word = words.label("rest", others_count=words.count(len(crowd)))
        label = Label(word, self.theme.small, self.theme.muted)
        edge = self.point(self.spots["output"].x, self.arrangement.words)
        self.names["others"] = label.next_to(edge, LEFT, buff=0)

    def _bias_spots(self) -> dict[str, tuple[str, int]]:
        """For each bias that has a chip: its node, and whether it stands above or below it."""
        sides = [side or -1 for side in self.arrangement.sides]
        told = zip(self.places, self.full, sides, strict=False)
        spots = {f"b{place + 1}": (name, side) for place, name, side in told}
        return spots | {f"b{self.count + 1}": ("output", 1)}

    def _chip(self, name: str, lesson: Lesson) -> Chip:
        text = self.operation(name, lesson.given(name))
        is_tight = self.arrangement.is_tight or width(text, self.theme.small) > WIDE
        margin = self.arrangement.drawing.margin
        chip = Chip(text, self.theme, margin / 3 if is_tight else margin)
        if name in self.links:
            line = self.links[name]
            return chip.move_to(line.point_from_proportion(self._share(line)))
        node, side = self._bias_spots()[name]
        spot = self.spots[node]
        aside: float = MIDDLE_ASIDE if self.arrangement.is_tight and node == self.full[1] else 0
        aside -= self.arrangement.spacing.right if node == "output" else 0
        chip.move_to(self.point(spot.x - aside, spot.y + side * (spot.radius + BIAS_AWAY)))
        others = dense([weight.plate for weight in self.chips.values()])
        if node == "output" and not is_clear(chip, others):
            chip.shift(offset(0, -PAST_WEIGHT))
        return chip

    def _share(self, line: Line) -> float:
        """How far along its connection a weight's chip stands: where no other chip is."""
        start, end = line.get_start(), line.get_end()
        if not self.arrangement.is_tight:
            return LEFT_OF_MIDDLE if start[0] < self._middle(self.full[0])[0] else 0.5
        if abs(end[1] - start[1]) < length(1):
            return 0.5
        if start[0] < self._middle(self.full[0])[0]:
            return 0.3
        is_beside_name = start[1] < end[1] and self.names[self.full[1]].width > length(MIDDLE_NAME)
        return 0.54 if is_beside_name else 0.46

    def operation(self, name: str, number: str) -> str:
        """What a number does, as its chip says it: a weight multiplies, a bias adds."""
        if name in self.links:
            gap = "" if self.arrangement.is_tight else " "
            return f"\N{MULTIPLICATION SIGN}{gap}{number}"
        return self.theme.numbers.plus(number)

    def said(self, weight: str) -> str:
        """What a weight does, as its chip says it, or would if its node were drawn in full."""
        chip = self.chips.get(weight)
        return str(chip.label.text) if chip else f"{TIMES} {self.given(weight)}"

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

    def edge(self) -> Points:
        """Points of what stands nearest the plane: the output, numbers and words."""
        plates = [chip.plate for chip in self.chips.values()]
        told = () if self.arrangement.is_open else ("output", "others")
        names = [box_points(self.names[name]) for name in told if name in self.names]
        values = [self._values_edge()] if self.arrangement.is_tight else []
        return np.concatenate([dense([self.circles["output"], *plates]), *names, *values])

    def _values_edge(self) -> Points:
        """Points at the right end of wide numbers in the output of three nodes."""
        x, y = self.spots["output"].x + VALUES_END, self.spots["output"].y
        return np.array([self.point(x, y + up) for up in range(-VALUES_UP, VALUES_UP + 1, 8)])

    def pulse(self, *names: str) -> list[Animation]:
        """The motion of a dot along each named connection: something flows from node to node."""
        lines = [line for name in names for line in self._some_lines(name)]
        dots = [ManimDot(radius=length(9), color=self.theme.accent).set_z_index(3) for _ in lines]

        def step(share: float) -> None:
            for dot, line in zip(dots, lines, strict=True):
                dot.move_to(line.point_from_proportion(share))
                dot.set_opacity(float(share < 1))

        return together(step, *dots)

    def _some_lines(self, link: str) -> list[Line]:
        """The lines of a connection along which dots run: a crowd sends `MOST_PULSES` at most."""
        lines = self.lines(link)
        return lines[:: -(-len(lines) // MOST_PULSES)]

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
        row = self.arrangement.sides[self.full.index(node)] if node in self.full else None
        place = number_place(self.arrangement, self.spots[node], side, row, self.widest)
        edge, ground = self.point(place.least, 0)[0], self.theme.background
        number = GapNumber(text, self.theme.small, color, place.room, ground, edge)
        number.place(self.point(place.x, place.y)).set_z_index(5, family=False)
        self.values[slot] = number
        return number
