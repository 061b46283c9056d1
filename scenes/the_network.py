"""The network: its nodes, its connections, and the numbers they hold."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, Animation, Mobject, VGroup

from squiggle.lesson import Lesson
from squiggle.lesson.storyboard import first_rows
from squiggle.lesson.words import Words
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.diagram import Diagram
from squiggle.stage.frame import Frame, length
from squiggle.stage.labels import APART, appear, row, vanish
from squiggle.stage.light import lit
from squiggle.stage.motion import together
from squiggle.stage.number_list import BETWEEN, NumberList
from squiggle.stage.output_plane import close_range, measurements, output_plane
from squiggle.stage.padlock import padlock
from squiggle.stage.placing import dense, is_clear, settle
from squiggle.stage.plane import Plane
from squiggle.stage.table import Table, row_of
from squiggle.stage.text import Formula, Label, width
from squiggle.stage.theme import DARK
from squiggle.stage.ticks import nice_ticks

NAMING = (
    (0.3, 0.36),
    (0.3, 0.2),
    (0.72, 0.72),
    (0.27, 0.72),
    (0.72, 0.2),
    (0.3, 0.86),
    (0.2, 0.12),
)
"""Shares of the plane's width and height where the activation is named, best first."""
TABLE_BELOW = 60  # pixels from the top of the plane's place
NEAREST = 5  # pixels from the name of the activation to a line
CLOSEST = 14  # pixels at least between two columns


class TheNetwork(Chapter):
    """A network is a handful of numbers on connections and nodes, and one bent curve."""

    @classmethod
    def lack(cls, lesson: Lesson, words: Words, frame: Frame) -> str:
        """See `Chapter`: the columns of the list may touch."""
        listed, room = NumberList.of(lesson, words), frame.planes.width
        if listed is None or listed.is_apart(room, DARK.small, CLOSEST):
            return ""
        return f"the list of {len(lesson.parameters)} numbers"

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
        self.diagram = Diagram(lesson, self.words, theme)
        plane = output_plane(lesson, self.words, theme, close_range(lesson))
        plane.keep_clear(self.diagram.edge())
        ghost = Curve("ghost", plane, lesson.curve.inputs, lesson.curve.output, theme.ghost)
        self.goal = [plane, ghost, *measurements(plane, lesson, theme)]
        self.add(*(lit(part, theme.dimmed) for part in self.goal))

    def grow(self) -> None:
        """From left to right: the input, the hidden nodes, the output (3.6 s)."""
        d, quick = self.diagram, self.theme.quick
        self.move(appear(d.circles["input"]), appear(d.names["input"]), seconds=quick)
        self.move(self._draw(d.into), seconds=self.theme.brief)
        nodes = [d.circles[name] for name in d.hidden]
        names = [d.names[name] for name in d.hidden]
        self.move(appear(*nodes), appear(*names), seconds=quick)
        self.move(self._draw(d.out_of), seconds=self.theme.brief)
        self.move(appear(d.circles["output"]), appear(d.names["output"]), seconds=quick)

    def _draw(self, links: Sequence[str]) -> list[Animation]:
        """The motion that draws connections from left to right."""
        lines = [line for name in links for line in self.diagram.lines(name)]
        whole = [line.copy() for line in lines]

        def step(share: float) -> None:
            for line, goal in zip(lines, whole, strict=True):
                line.pointwise_become_partial(goal, 0, share)

        step(0.0)
        return together(step, *lines)

    def name_numbers(self) -> None:
        """Each number lands on its place and in the list, one after another.

        It takes 1.2 s and 0.6 s a row, half of the rows under each of two captions; for a crowd
        that is not listed, 1.4 s in all.
        """
        brief, chips = self.theme.brief, self.diagram.chips
        self.listed = NumberList.of(self.lesson, self.words)
        self.table = self._table()
        if self.table is None or self.listed is None:
            self.move(appear(*chips.values()))
            self.next_cue()
            return
        self.move(vanish(*self.goal), seconds=brief)
        self.move(appear(self.table.heads), seconds=brief)
        first, told = first_rows(len(self.listed.rows)), self.listed.names
        for place, (names, line) in enumerate(zip(told, self.table.rows, strict=True)):
            if place == first:
                self.next_cue()
            landing = [chips[name] for name in names if name in chips]
            motions = [appear(*landing)] if landing else []
            self.move(*motions, appear(line), seconds=brief)

    def _table(self) -> Table | None:
        """The numbers in rows (see `NumberList`); none for a crowd."""
        theme, listed = self.theme, self.listed
        if listed is None:
            return None
        box, room = self.frame.axis.inset(top=TABLE_BELOW), self.frame.planes
        heads, columns = listed.columns(room.width, theme.small)
        colors = (theme.muted, *[theme.text] * (len(heads) - 1))
        row = min(listed.row, row_of(len(listed.rows), room.bottom - box.top))
        widest = max(width(text, theme.body) for cells in listed.rows for text in cells[1:])
        size = theme.body if widest <= min(columns[1:]) - BETWEEN else theme.small
        aside = max(0.0, room.left - box.left - (box.width - sum(columns)) / 2)
        box = box.inset(left=aside, right=-aside)
        return Table(heads, listed.rows, colors, theme, box, columns, row, size)

    def open_nodes(self) -> None:
        """The list makes room for the curve that both hidden nodes hold (4 s)."""
        theme, activation = self.theme, self.lesson.activation
        left, right = -5.0, 5.0
        x = np.linspace(left, right, 400)
        y = activation.f(x)
        low, high = min(0.0, float(y.min())), float(y.max())
        self.plane = Plane("activation", self.frame.axis, (left, right), (low, high), theme)
        self.plane.tick(nice_ticks(left, right, 5), nice_ticks(low, high, 5))
        self.plane.keep_clear(self.diagram.edge())
        curve = Curve(activation.name, self.plane, x, y, theme.neutral)
        self.name = Label(self.words.label(activation.name), theme.body, theme.text, bold=True)
        whole = Curve("", self.plane, x, y, theme.neutral)
        self.plane.detach(whole)
        taken = dense([whole, *self.plane.frame, self.plane.floor])
        for size in (theme.title, theme.body, theme.small):
            self.formula = Formula(activation.formula, size, theme.text)
            self.formula.next_to(self.name, DOWN, buff=length(28))
            named = VGroup(self.name, self.formula)
            if is_clear(settle(named, self.frame.axis, taken, NAMING), taken):
                break
        if not is_clear(named, taken, NEAREST):
            self._name_below()
        glyphs = list(self.diagram.glyphs.values())
        self.move(vanish(*([self.table] if self.table else self.goal)), seconds=self.theme.brief)
        self.move(appear(self.plane), seconds=self.theme.brief)
        self.move(curve.grow(), appear(*glyphs), seconds=theme.slow)
        self.move(appear(self.name, self.formula), seconds=theme.quick)
        self.curve = curve

    def _name_below(self) -> None:
        """Name the activation below the diagram, if there is height for that."""
        foot = self.frame.foot
        if foot.height >= APART:
            row([self.name, self.formula], foot.at(0, 0.5), gap=20)

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
