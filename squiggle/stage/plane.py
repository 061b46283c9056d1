"""A plane: axes with ticks and numbers, which can zoom."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim import DOWN, LEFT, Animation, Mobject, VGroup, VMobject

from squiggle.stage.axes import BELOW, TICK, Axes
from squiggle.stage.frame import Box, length, offset
from squiggle.stage.light import lit
from squiggle.stage.motion import together
from squiggle.stage.placing import CLEAR, LEAST, between_boxes, clearance, ink_box
from squiggle.stage.text import Label
from squiggle.stage.ticks import other_ticks, tick_texts, ticks
from squiggle.stage.types import Points

ASIDE = 22  # pixels from a tick to its label left of it: a dot on the axis keeps clear of it
TINY = 1e-6  # Manim units


class Plane(Axes):
    """Axes that are numbered, see `tick`, and on which curves and dots are drawn, see `attach`.

    The words and tick labels stand outside the box, below and to the left of it, where no curve
    goes. `zoom` moves to another `y_range` or box; whatever is attached or anchored follows.
    """

    def _furnish(self) -> None:
        self.shown: list[object] = []
        self.x_ticks: list[float] = []
        self.y_ticks: list[float] = []
        self.y_numbers: list[Label] = []
        self.y_levels: dict[int, float] = {}  # by place, of marks that come or go
        self.number_levels: dict[int, float] = {}  # and of numbers
        self.taken: Points = np.zeros((0, 3))  # where no number of a height has room
        self.x_marks, self.y_marks = VGroup(), VGroup()
        self.add(self.floor, self.frame, self.x_marks, self.y_marks, self.words)

    def tick(self, x_ticks: Sequence[float] = (), y_ticks: Sequence[float] = ()) -> Self:
        """Mark and number these places on the axes."""
        self.x_ticks, self.y_ticks = list(x_ticks), list(y_ticks)
        for places, marks, mark in (
            (self.x_ticks, self.x_marks, self._x_mark),
            (self.y_ticks, self.y_marks, self._y_mark),
        ):
            texts = tick_texts(places, self.theme.numbers)
            marks.add(*(mark(place, text) for place, text in zip(places, texts, strict=True)))
        self._thin_out()
        self._make_room_for_word()
        return self.keep_clear(self.taken)

    def _thin_out(self) -> None:
        """Number only every second tick of the lower axis, or third, when there is no room for all.

        The tick at 0 is numbered, or else the first.
        """
        count, zero = len(self.x_marks), self.x_ticks.index(0.0) if 0.0 in self.x_ticks else 0
        for step in range(1, count + 1):
            kept = [self.x_marks[i][1] for i in range(zero % step, count, step)]
            gaps = (b.get_left()[0] - a.get_right()[0] for a, b in pairwise(kept))
            if all(gap >= length(CLEAR) for gap in gaps):
                break
        for mark in self.x_marks:
            if count > 1 and mark[1] not in kept:
                mark.remove(mark[1])

    def _make_room_for_word(self) -> None:
        """The word of the lower axis stands behind the last number, or in the place of some."""
        if not self.words or not self.x_marks:
            return
        word, right = self.words[0], self.x_marks[-1].get_right()[0]
        word.shift([max(0.0, right + length(CLEAR) - word.get_left()[0]), 0, 0])
        self._keep_inside(word)
        for mark in self.x_marks:
            if mark.get_right()[0] + length(CLEAR) > word.get_left()[0] + TINY:
                mark.remove(*mark[1:])

    def keep_clear(self, taken: Points) -> Self:
        """Number no height where that would come near `taken`, from now on.

        Other ticks are chosen if all of their numbers have room, else single numbers left out.
        """
        self.taken = taken
        if not all(self._has_room(i, self.y_range) for i in range(len(self.y_ticks))):
            fitting = self._fitting(self.y_range)
            if fitting:
                self.y_ticks, self.y_numbers = fitting, []
                texts = tick_texts(fitting, self.theme.numbers)
                marks = [self._y_mark(*told) for told in zip(fitting, texts, strict=True)]
                self.y_marks.remove(*self.y_marks).add(*marks)
        for i, mark in enumerate(self.y_marks):
            if not self._has_room(i, self.y_range):
                mark.remove(self.y_numbers[i])
        return self

    def _fitting(self, y_range: tuple[float, float]) -> list[float]:
        """The first other ticks of a range of heights whose numbers all have room, or none."""
        for places in other_ticks(*y_range):
            texts, known = tick_texts(places, self.theme.numbers), len(self.y_numbers)
            marks = [self._y_mark(*told) for told in zip(places, texts, strict=True)]
            del self.y_numbers[known:]
            fits = (
                self._is_clear(mark[1], mark[0], y, y_range)
                for mark, y in zip(marks, places, strict=True)
            )
            if all(fits):
                return places
        return []

    def _has_room(self, i: int, y_range: tuple[float, float]) -> bool:
        """Whether the number of the mark `i` has room where it stands in a range of heights."""
        return self._is_clear(self.y_numbers[i], self.y_marks[i][0], self.y_ticks[i], y_range)

    def _is_clear(
        self, number: Label, tick: Mobject, y: float, y_range: tuple[float, float]
    ) -> bool:
        """Whether a number beside its tick has room where it stands in a range of heights."""
        share = (y - y_range[0]) / (y_range[1] - y_range[0])
        shift = self.box.at(0, 1 - share)[1] - tick.get_y()
        low, high = (corner + np.array([0.0, shift, 0.0]) for corner in ink_box(number))
        below = [ink_box(first) for mark in self.x_marks[:1] for first in mark[1:]]
        is_inside = low[0] >= self.theme.frame.safe.at(0, 0)[0] - TINY
        is_apart = all(between_boxes((low, high), box) >= length(LEAST) for box in below)
        return is_inside and is_apart and clearance(low, high, self.taken) >= length(CLEAR)

    def _x_mark(self, x: float, text: str) -> VGroup:
        at = self.point(x, self.y_range[0])
        tick = self._line(at, at - offset(0, TICK))
        label = Label(text, self.theme.small, self.theme.muted)
        return VGroup(tick, label.next_to(tick, DOWN, buff=length(BELOW)))

    def _y_mark(self, y: float, text: str) -> VGroup:
        at = self.point(self.x_range[0], y)
        tick = self._line(at, at - offset(TICK, 0))
        label = Label(text, self.theme.small, self.theme.muted)
        self.y_numbers.append(label.next_to(tick, LEFT, buff=length(ASIDE)))
        return VGroup(tick, label)

    @property
    def texts(self) -> list[VMobject]:
        """Every word and tick label."""
        return [
            *self.words,
            *(number for mark in (*self.x_marks, *self.y_marks) for number in mark[1:]),
        ]

    def attach(self, *items: object) -> None:
        """Name `items` (curves, dots) as drawn on this plane: they follow its zoom."""
        self.shown.extend(item for item in items if item not in self.shown)

    def detach(self, *items: object) -> None:
        """The opposite of `attach`."""
        self.shown = [item for item in self.shown if item not in items]

    def zoom(self, y_range: tuple[float, float], box: Box | None = None) -> None:
        """Show `y_range` from now on, in another `box` if given; ticks outside are not seen."""
        old, self.box, self.y_range = self.box, box or self.box, y_range
        edge = 1e-9 * (y_range[1] - y_range[0])
        for part, x, y in self.anchored:
            part.shift(self.box.at(x, y) - old.at(x, y))
        for line, ends in zip(self.frame, self._frame_ends(), strict=True):
            line.put_start_and_end_on(*ends)
        for x, mark in zip(self.x_ticks, self.x_marks, strict=True):
            mark.shift(self.point(x, y_range[0]) - mark[0].get_start())
        for i, (y, mark) in enumerate(zip(self.y_ticks, self.y_marks, strict=True)):
            mark.shift(self.point(self.x_range[0], y) - mark[0].get_start())
            inside = y_range[0] - edge <= y <= y_range[1] + edge
            level = self.y_levels.get(i, 1.0) if inside else 0.0
            lit(mark, level)
            lit(self.y_numbers[i], level * self.number_levels.get(i, 1.0))
        self._lay_floor()
        for item in self.shown:
            item.redraw()  # type: ignore[attr-defined]

    def zooming(self, goal: tuple[float, float], *drawn: Mobject) -> list[Animation]:
        """The motion to another range of heights, and to ticks that are nice there.

        `drawn` names what moves with the plane.
        """
        start, end = np.array(self.y_range), np.array(goal)
        going, coming = self._change_ticks(goal)
        losing, finding = self._change_numbers(goal)

        def step(share: float) -> None:
            low, high = start + share * (end - start)
            less, more = max(0.0, 1 - 2 * share), max(0.0, 2 * share - 1)
            self.y_levels |= dict.fromkeys(going, less) | dict.fromkeys(coming, more)
            self.number_levels |= dict.fromkeys(losing, less) | dict.fromkeys(finding, more)
            self.zoom((float(low), float(high)))

        step(0.0)
        return together(step, self, *drawn)

    def _change_ticks(self, goal: tuple[float, float]) -> tuple[list[int], list[int]]:
        """Add the marks of another range: which marks go and which come, by place."""
        texts = [number.text for number in self.y_numbers]
        known = list(zip(self.y_ticks, texts, strict=True))
        places = self._ticks_of(goal)
        wanted = list(zip(places, tick_texts(places, self.theme.numbers), strict=True))
        new = [mark for mark in wanted if mark not in known]
        self.y_ticks += [y for y, _ in new]
        self.y_marks.add(*(self._y_mark(y, text) for y, text in new))
        coming = range(len(known), len(self.y_ticks))
        return [i for i, mark in enumerate(known) if mark not in wanted], list(coming)

    def _ticks_of(self, goal: tuple[float, float]) -> list[float]:
        """The ticks of a range of heights: the usual ones, or others if those have no room."""
        usual, known = ticks(*goal), len(self.y_numbers)
        texts = tick_texts(usual, self.theme.numbers)
        marks = [self._y_mark(*told) for told in zip(usual, texts, strict=True)]
        del self.y_numbers[known:]
        at = zip(marks, usual, strict=True)
        if all(self._is_clear(mark[1], mark[0], y, goal) for mark, y in at):
            return usual
        return self._fitting(goal) or usual

    def _change_numbers(self, goal: tuple[float, float]) -> tuple[list[int], list[int]]:
        """Which numbers have no room in another range of heights, and which find one, by place."""
        low, high = goal
        losing, finding = [], []
        for i, (y, mark) in enumerate(zip(self.y_ticks, self.y_marks, strict=True)):
            if len(mark) > 1 and low <= y <= high and not self._has_room(i, goal):
                losing.append(i)
            elif len(mark) == 1 and self._has_room(i, goal):
                finding.append(i)
                mark.add(self.y_numbers[i])
        return losing, finding
