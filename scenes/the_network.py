"""The network: its nodes, its connections, and the numbers they hold."""

import numpy as np
from manim import Animation, Mobject

from squiggle.lesson.numbers import as_given
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.diagram import Diagram
from squiggle.stage.labels import appear, vanish
from squiggle.stage.layout import AXIS
from squiggle.stage.light import lit
from squiggle.stage.motion import together
from squiggle.stage.output_plane import close_range, measurements, output_plane
from squiggle.stage.padlock import padlock
from squiggle.stage.plane import Plane, nice_ticks
from squiggle.stage.table import Table
from squiggle.stage.text import Formula, Label


class TheNetwork(Chapter):
    """A network is a handful of numbers on connections and nodes, and one bent curve."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.grow)
        self.beat(self.name_numbers)
        self.beat(self.open_nodes)
        self.beat(self.lock_numbers)

    def setup(self) -> None:
        """Set what is to be explained on the stage, dimmed; nothing of the diagram stands yet."""
        super().setup()
        lesson, theme = self.lesson, self.theme
        plane = output_plane(lesson, self.words, theme, close_range(lesson))
        ghost = Curve("ghost", plane, lesson.curve.inputs, lesson.curve.output, theme.ghost)
        self.goal = [plane, ghost, *measurements(plane, lesson, theme)]
        self.add(*(lit(part, theme.dimmed) for part in self.goal))
        self.diagram = Diagram(self.lesson, self.words, self.theme)
        self.hidden = [node.name for node in self.lesson.trace.nodes]

    def grow(self) -> None:
        """From left to right: the input, the hidden nodes, the output (3.6 s)."""
        d, quick = self.diagram, self.theme.quick
        self.move(appear(d.circles["input"]), appear(d.names["input"]), seconds=quick)
        self.move(self._draw("w1", "w2"), seconds=self.theme.brief)
        nodes = [d.circles[name] for name in self.hidden]
        names = [d.names[name] for name in self.hidden]
        self.move(appear(*nodes), appear(*names), seconds=quick)
        self.move(self._draw("w3", "w4"), seconds=self.theme.brief)
        self.move(appear(d.circles["output"]), appear(d.names["output"]), seconds=quick)

    def _draw(self, *links: str) -> list[Animation]:
        """The motion that draws connections from left to right."""
        whole = {name: self.diagram.links[name].copy() for name in links}

        def step(share: float) -> None:
            for name, link in whole.items():
                self.diagram.links[name].pointwise_become_partial(link, 0, share)

        step(0.0)
        return together(step, *(self.diagram.links[name] for name in links))

    def name_numbers(self) -> None:
        """Each number lands on its place and in the list, one after another (5.4 s)."""
        rows = [(name, as_given(self.lesson, name)) for name in self.lesson.parameters]
        theme, label = self.theme, self.words.label
        heads = label("parameter"), label("value")
        colors = (theme.muted, theme.text)
        box = AXIS.inset(top=60)
        self.table = Table(heads, rows, colors, theme, box, column=220, row=70, size=theme.body)
        self.move(vanish(*self.goal), seconds=self.theme.brief)
        self.move(appear(self.table.heads), seconds=self.theme.brief)
        for name, line in zip(self.lesson.parameters, self.table.rows, strict=True):
            self.move(appear(self.diagram.chips[name]), appear(line), seconds=self.theme.brief)

    def open_nodes(self) -> None:
        """The list makes room for the curve that both hidden nodes hold (4 s)."""
        theme, activation = self.theme, self.lesson.trace.nodes[0].activation
        left, right = -5.0, 5.0
        x = np.linspace(left, right, 400)
        y = activation.f(x)
        low, high = min(0.0, float(y.min())), float(y.max())
        self.plane = Plane("activation", AXIS, (left, right), (low, high), theme)
        self.plane.tick(nice_ticks(left, right, 5), nice_ticks(low, high, 5))
        curve = Curve(activation.name, self.plane, x, y, theme.neutral)
        self.name = Label(activation.name, theme.body, theme.text, bold=True)
        self.name.move_to(AXIS.at(0.3, 0.3))
        self.formula = Formula(activation.formula, theme.title, theme.text)
        self.formula.move_to(AXIS.at(0.3, 0.42))
        glyphs = [self.diagram.glyphs[name] for name in self.hidden]
        self.move(vanish(self.table), seconds=self.theme.brief)
        self.move(appear(self.plane), seconds=self.theme.brief)
        self.move(curve.grow(), appear(*glyphs), seconds=theme.slow)
        self.move(appear(self.name, self.formula), seconds=theme.quick)
        self.curve = curve

    def lock_numbers(self) -> None:
        """The numbers stay as they are: all chips swell once, a padlock closes (2 s)."""
        lock = padlock(self.theme).move_to(self.diagram.corner)
        chips = list(self.diagram.chips.values())
        self.move(appear(lock), seconds=self.theme.quick)
        self.move(_swell(chips))


def _swell(parts: list[Mobject]) -> list[Animation]:
    """The motion of parts that grow a little and come back."""
    whole = [part.copy() for part in parts]

    def step(share: float) -> None:
        for part, start in zip(parts, whole, strict=True):
            part.become(start).scale(1 + 0.04 * np.sin(np.pi * share))

    return together(step, *parts)
