"""Activation functions: four ways to bend a line, and the one this lesson uses."""

import numpy as np
from manim import linear

from squiggle.core import ACTIVATIONS, Activation
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve, Dot
from squiggle.stage.frame import Box, offset
from squiggle.stage.labels import appear, row, vanish
from squiggle.stage.layout import SHOWCASES
from squiggle.stage.light import light
from squiggle.stage.motion import together
from squiggle.stage.plane import Plane
from squiggle.stage.text import Formula, Label, LiveNumber
from squiggle.stage.theme import Stroke
from squiggle.stage.ticks import nice_ticks

GALLERY = ("relu", "softplus", "tanh", "sigmoid")
MARGINS = (130, 150), (90, 70)  # pixels above and below planes, in one row and in more
GAPS = (110, 150)  # pixels between two small planes, side by side and one above the other
MOST_TICKS, TICK_ROOM = 6, 52  # on an axis of heights; pixels that each needs
REACH = (-4.0, 4.0)  # inputs shown: every bend lies well inside


class ActivationFunctions(Chapter):
    """An activation function bends a line; bent pieces are what squiggles are built from."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.compare)
        self.beat(self.ride)
        self.beat(self.light_formula)

    def setup(self) -> None:
        """Set four small planes of one scale on the stage."""
        super().setup()
        self.used = self.lesson.activation
        self.showcase = SHOWCASES[self.frame.shape]
        place = GALLERY.index(self.used.name) if self.used.name in GALLERY else 1
        kinds = [ACTIVATIONS[name] for name in GALLERY]
        kinds[place] = self.used
        self.kinds = {kind.name: kind for kind in kinds}
        x = np.linspace(*REACH, 400)
        self.rise = min(float(k.f(x).min()) for k in kinds), max(float(k.f(x).max()) for k in kinds)
        columns = self.frame.columns(len(kinds))
        top, bottom = MARGINS[len(kinds) > columns]
        area = self.frame.content.inset(left=78, top=top, right=20, bottom=bottom)
        boxes = area.grid(len(kinds), columns, GAPS)
        self.planes = {k.name: self._plane(k, box) for k, box in zip(kinds, boxes, strict=True)}
        self.names = {
            name: plane.name_above(self.words.label(name), self.theme.body)
            for name, plane in self.planes.items()
        }
        self.add(*self.planes.values())

    def _plane(self, kind: Activation, box: Box) -> Plane:
        plane = Plane(kind.name, box, REACH, self.rise, self.theme)
        most = min(MOST_TICKS, int(box.height / TICK_ROOM))
        rise = [y for y in nice_ticks(*self.rise, most) if y > REACH[0]]  # that corner has a number
        return plane.tick(nice_ticks(*REACH, 4), rise)

    def _curve(self, plane: Plane, kind: Activation) -> Curve:
        x = np.linspace(*REACH, 400)
        return Curve(kind.name, plane, x, kind.f(x), self.theme.neutral).set_z_index(2)

    def compare(self) -> None:
        """The four curves draw themselves one after another (4.8 s)."""
        self.small = {n: self._curve(p, self.kinds[n]) for n, p in self.planes.items()}
        for index, (name, curve) in enumerate(self.small.items()):
            if index == len(self.small) // 2:
                self.next_cue()
            self.move(curve.grow(), appear(self.names[name]), seconds=self.theme.brisk)

    def ride(self) -> None:
        """The others make room, the lesson's own grows, and a dot rides along it (4.8 s)."""
        name = self.used.name
        self.plane, self.curve = self.planes[name], self.small[name]
        others = [
            table[other]
            for table in (self.planes, self.small, self.names)
            for other in self.planes
            if other != name
        ]
        self.move(vanish(*others), seconds=self.theme.brief)
        self._set_reading()
        start, large = self.plane.box, self.showcase.plane
        grow = together(
            lambda share: self.plane.zoom(self.plane.y_range, start.toward(large, share)),
            self.plane,
            self.curve,
            self.names[name],
        )
        told = appear(self.dot, *self.live)
        if self.showcase.waits:
            self.move(grow, seconds=self.theme.brief)
            self.move(told, seconds=self.theme.brief)
        else:
            self.move(grow, told, seconds=self.theme.brisk)
        self._ride()

    def _set_reading(self) -> None:
        """The dot at the far left, and its input and height as live numbers beside the plane."""
        theme, label = self.theme, self.words.label
        start = REACH[0], float(self.used.f(REACH[0]))
        self.dot = Dot(self.plane, *start, theme.text, theme.dot).set_z_index(4)
        left = self.showcase.plane.at(*self.showcase.readings)
        words = [Label(label(key), theme.body, theme.muted) for key in ("node_input", "height")]
        for line, word in enumerate(words):
            row([word], left + offset(0, -70 * line))
        wanted = max(word.get_right()[0] for word in words) + offset(190, 0)[0]
        edge = min(wanted, self.frame.safe.at(1, 0)[0])
        self.readings = [LiveNumber(self.numbers.show(x, 2), theme.body, theme.text) for x in start]
        for number, word in zip(self.readings, words, strict=True):
            number.place(np.array([edge, word.get_y(), 0.0]), align=1)
        self.live = [*words, *self.readings]

    def _ride(self) -> None:
        """The dot goes to the far right (3 s)."""
        number_x, number_y = self.readings
        show = self.numbers.show

        def step(share: float) -> None:
            x = REACH[0] + share * (REACH[1] - REACH[0])
            told = round(x, 2)  # the height in numbers is that of the input as it is written
            self.dot.show(x, float(self.used.f(x)))
            number_x.show(show(told, 2))
            number_y.show(show(float(self.used.f(told)), 2))

        self.move(together(step, self.dot, *self.readings), seconds=self.theme.sweep, ease=linear)

    def light_formula(self) -> None:
        """The formula, and the two halves of the curve that it makes, in turn (4.2 s)."""
        theme = self.theme
        formula = Formula(self.used.formula, theme.title, theme.text)
        formula.move_to(self.plane.box.at(*self.showcase.formula))
        self.move(appear(formula), vanish(*self.live, self.dot), seconds=theme.quick)
        wide = Stroke(theme.neutral.color, theme.output.width)
        self.move(light=[light(self.curve, theme.dimmed)], seconds=self.theme.brief)
        for begin, end in ((REACH[0], 0.0), (0.0, REACH[1])):
            half = Curve("half", self.plane, self.curve.x, self.curve.y, wide).set_z_index(3)
            half.reveal(begin, begin)

            def draw(
                share: float, half: Curve = half, begin: float = begin, end: float = end
            ) -> None:
                half.reveal(begin + share * (end - begin))

            self.move(together(draw, half))
