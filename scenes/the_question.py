"""The question: what shape could pass through these measurements?"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, RIGHT, VGroup

from squiggle.core import best_line
from squiggle.lesson import Group
from squiggle.lesson.storyboard import STEPS
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve, Stick
from squiggle.stage.diagram import Diagram
from squiggle.stage.frame import length, offset
from squiggle.stage.labels import appear, in_lines, vanish
from squiggle.stage.motion import together
from squiggle.stage.output_plane import close_range, measurements, output_plane
from squiggle.stage.text import Label
from squiggle.stage.ticks import nice_ticks, padded
from squiggle.stage.types import Vector

NAMES_APART = 18  # pixels at least between the names of two groups
MEANING_AWAY = 106  # pixels from the height axis to the words for what a height means
MEANING_BESIDE = 34  # and from the other end of the plane


class TheQuestion(Chapter):
    """No straight line fits these measurements, so something must bend."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.show_doses)
        self.beat(self.try_lines)
        self.beat(self.promise_bump)

    def setup(self) -> None:
        """Set the empty plane on the stage, with words for what the heights mean."""
        super().setup()
        label = self.words.label
        heights = padded(self.lesson.targets, 0.3)
        told = nice_ticks(*heights, 4) if self.lesson.is_yes_no else None
        self.plane = output_plane(self.lesson, self.words, self.theme, heights, told)
        meanings = (("fails", 0.0), ("works", 1.0)) if self.lesson.is_yes_no else ()
        self.meanings = [self._meaning(label(key), height) for key, height in meanings]
        self.which = self._asked(label("which" if self.lesson.is_yes_no else "what"))
        self.which.next_to(self.frame.network.at(0, 0.42), RIGHT, buff=0)
        self.add(self.plane)

    def _meaning(self, text: str, height: float) -> Label:
        """What a height means: left of the numbers, or right of the plane where it has no room."""
        word = Label(text, self.theme.small, self.theme.text)
        left, right = (self.plane.point(x, height) for x in self.plane.x_range)
        word.next_to(left - offset(MEANING_AWAY, 0), LEFT, buff=0)
        if word.get_left()[0] < self.frame.safe.at(0, 0)[0]:
            word.next_to(right + offset(MEANING_BESIDE, 0), RIGHT, buff=0)
            edge = self.frame.safe.at(1, 0)[0]
            word.shift([min(0.0, edge - word.get_right()[0]), 0, 0])
        return word

    def _asked(self, text: str) -> VGroup:
        """The question as large as it has room, in two lines if it has none in one."""
        for size in (self.theme.title, self.theme.body):
            line = Label(text, size, self.theme.text)
            if line.width <= length(self.frame.network.width):
                return VGroup(line)
        lines = in_lines(text, self.theme.body, self.theme.text)
        return lines.arrange(DOWN, buff=0, aligned_edge=LEFT)

    def show_doses(self) -> None:
        """The question; then the measurements, group by group, each named (0.8 s a group).

        Of many groups several appear at once, in `STEPS` steps.
        """
        theme, dots = self.theme, measurements(self.plane, self.lesson, self.theme)
        self.move(appear(self.which, *self.meanings), seconds=theme.quick)
        groups, shown = self.lesson.groups, 0
        self.words_below = self._names_below(groups)
        if not groups:
            self.move(appear(*dots), seconds=theme.quick)
        for step in filter(len, np.array_split(np.arange(len(groups)), STEPS)):
            words = self.words_below[step[0] : step[-1] + 1]
            end = shown + sum(len(groups[group].inputs) for group in step)
            at = zip(dots, self.lesson.drawn, strict=True)
            members = [dot for dot, place in at if shown <= place < end]
            self.move(appear(*members), appear(*words), seconds=theme.quick)
            shown = end
        self.data = dots

    def _names_below(self, groups: Sequence[Group]) -> list[Label]:
        """The groups' names above the axis, each in the middle of its measurements or near it.

        Names that have no room beside each other are left out, all of them.
        """
        words = [
            Label(group.name, self.theme.small, self.theme.text, bold=True) for group in groups
        ]
        for word, group in zip(words, groups, strict=True):
            spot = self.plane.point(float(np.mean(group.inputs)), self.plane.y_range[0])
            word.move_to(spot + offset(0, 38))
        left, gap = self.plane.box.at(0, 0)[0] + length(20), length(NAMES_APART)
        edge = left
        for word in words:
            word.shift([max(0.0, edge - word.get_left()[0]), 0, 0])
            edge = word.get_right()[0] + gap
        edge = self.frame.safe.at(1, 0)[0]
        for word in reversed(words):
            word.shift([min(0.0, edge - word.get_right()[0]), 0, 0])
            edge = word.get_left()[0] - gap
        return words if edge + gap >= left - 1e-6 else []

    def try_lines(self) -> None:
        """A straight line tries three tilts; sticks show how far it misses (5.2 s)."""
        drawn = list(self.lesson.drawn)
        theme, x, y = self.theme, self.lesson.inputs[drawn], self.lesson.targets[drawn]
        ends, tilts = np.array(self.lesson.interval), self._tilts()
        slope, start = tilts[0]
        line = Curve("line", self.plane, ends, start + slope * ends, theme.ghost)
        sticks = [
            Stick(self.plane, *at, theme.muted, theme.line).set_z_index(2)
            for at in zip(x, y, start + slope * x, strict=True)
        ]
        self.move(line.grow(), seconds=theme.quick)
        self.move(appear(*sticks), seconds=theme.quick)
        for now, goal in pairwise([*tilts, tilts[0]]):

            def swing(share: float, now: Vector = now, goal: Vector = goal) -> None:
                slope, start = now + share * (goal - now)
                line.show(start + slope * line.x)
                for stick, dose, target in zip(sticks, x, y, strict=True):
                    stick.show(dose, target, start + slope * dose)

            self.move(together(swing, line, *sticks), seconds=theme.brisk)
        self.line = [line, *sticks]

    def _tilts(self) -> list[Vector]:
        """Slope and start of three lines through one middle: the best line, one up, one down."""
        low, high = self.lesson.interval
        targets, middle = self.lesson.targets, (low + high) / 2
        slope, start = best_line(self.lesson.inputs, targets)
        steep = 0.8 * float(targets.max() - targets.min()) / (high - low)
        height = start + slope * middle
        return [np.array([tilt, height - tilt * middle]) for tilt in (slope, steep, -steep)]

    def promise_bump(self) -> None:
        """The network's own curve, as a ghost, and its icon (4.2 s)."""
        theme = self.theme
        going = [*self.line, *self.words_below, *self.meanings, self.which]
        self.move(vanish(*going), seconds=theme.quick)
        self.plane.detach(*self.line)
        diagram = Diagram(self.lesson, self.words, theme)
        self.plane.taken = diagram.edge()
        self.move(self.plane.zooming(close_range(self.lesson), *self.data), seconds=theme.steady)
        curve = self.lesson.curve
        ghost = Curve("ghost", self.plane, curve.inputs, curve.output, theme.ghost)
        self.move(ghost.grow(), appear(diagram.icon()), seconds=theme.slow)
