"""How good is it: the gaps between the squiggle and what was measured."""

from collections.abc import Sequence

import numpy as np
from manim import Animation, VMobject

from squiggle.lesson.sentences import fit_count, is_misled, missed, missing, widest
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Stick
from squiggle.stage.diagram import Diagram
from squiggle.stage.frame import STROKE, length
from squiggle.stage.labels import appear, end_labels, vanish
from squiggle.stage.light import light
from squiggle.stage.output_plane import (
    close_range,
    error_reading,
    left_of,
    measurements,
    output_curve,
    output_plane,
)
from squiggle.stage.placing import (
    CLEAR,
    box_points,
    clearance,
    dense,
    find_room,
    ink_box,
    shown_if_clear,
)
from squiggle.stage.text import LiveNumber
from squiggle.stage.types import Points


class HowGoodIsIt(Chapter):
    """A fit is judged by its gaps to all the data, not by how it looks at a few points."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.measure)
        self.beat(self.judge)
        self.beat(self.add_up)

    def setup(self) -> None:
        """Set the finished squiggle and the measurements on the stage."""
        super().setup()
        lesson, theme = self.lesson, self.theme
        self.diagram = Diagram(lesson, self.words, theme).light_only(["output"])
        self.plane = output_plane(lesson, self.words, theme, close_range(lesson))
        self.plane.keep_clear(self.diagram.edge())
        self.curve = output_curve(self.plane, lesson, theme)
        self.names = end_labels([self.curve], [self.words.label("output")], theme)
        self.data = measurements(self.plane, lesson, theme)
        self.add(self.diagram, self.plane, self.curve, *self.names, *self.data)

    def measure(self) -> None:
        """A stick grows from each measurement to the curve (2 s)."""
        lesson, theme = self.lesson, self.theme
        drawn = list(lesson.drawn)
        heights = lesson.outputs[drawn]
        data = list(zip(lesson.inputs[drawn], lesson.targets[drawn], heights, strict=True))
        self.sticks = [
            Stick(self.plane, x, target, target, theme.muted, theme.neutral.width).set_z_index(5)
            for x, target, _ in data
        ]
        grow: list[Animation] = [
            stick.to(x, target, height)
            for stick, (x, target, height) in zip(self.sticks, data, strict=True)
        ]
        self.move(grow, seconds=theme.slow)

    def judge(self) -> None:
        """Small gaps get a check mark; the others, or the widest, light up with their size.

        Of several the first that is told lights up first.
        """
        self._mark_gaps()
        self.move(appear(*self.checks.values()))
        told, _ = self._told()
        first = [i for i in self.tags if len(told) < 2 or self.lesson.drawn[i] == told[0]]
        for places in (first, [i for i in self.tags if i not in first])[: max(1, len(told))]:
            self.next_cue()
            self._light_up(places)

    def _light_up(self, places: Sequence[int]) -> None:
        """Gaps light up with their size (1.4 s)."""
        strong = self.theme.text, self.theme.output.width * STROKE
        brighten = [self.sticks[i].animate.set_stroke(*strong).build() for i in places]
        self.move(appear(*[self.tags[i] for i in places]), light=brighten)

    def _mark_gaps(self) -> None:
        """A check mark in each dot that fits and has room, the gap beside each other one.

        Where all fit it stands beside the widest, if that is to be seen.
        """
        lesson, theme = self.lesson, self.theme
        lines = [self.curve, *self.sticks, *self.data, *self.plane.frame, self.plane.floor]
        words = map(box_points, (*self.plane.texts, *self.names))
        edges = self.diagram.edge(), left_of(self.plane)
        taken = np.concatenate([dense(lines), *edges, *words])
        self.checks: dict[int, VMobject] = {}
        self.tags: dict[int, VMobject] = {}
        told, all_fit = self._told()
        parts = zip(lesson.drawn, self.data, self.sticks, strict=True)
        for i, (place, dot, stick) in enumerate(parts):
            gap = float(lesson.gaps[place])
            size, fits = dot.width / length(2 * theme.ring), abs(gap) <= lesson.close
            if fits and size >= LEAST:
                filled = dot.get_fill_color() == dot.get_stroke_color()
                check = check_mark(theme.background if filled else theme.text).scale(min(1.0, size))
                self.checks[i] = check.move_to(dot).set_z_index(7)
            if place in told or (not (fits or all_fit) and self._are_few_misses):
                text = self.numbers.show_as("gap", abs(gap))
                text = self.words.slot("widest_gap") if all_fit else text
                mark = LiveNumber(text, theme.body, theme.text, bold=True)
                others = [other for other in self.sticks if other is not stick]
                self.tags[i] = _beside(mark, stick, others, taken).set_z_index(7)
                taken = np.concatenate([taken, box_points(mark)])

    def _told(self) -> tuple[tuple[int, ...], bool]:
        """The measurements whose gaps the captions tell, and whether all measurements fit."""
        off, close = self.lesson.gaps, self.lesson.close
        if fit_count(off, close) < len(off):
            return missed(off, close), False
        place = widest(off) if missing(off, close) == "none" else None
        return () if place is None else (place,), True

    @property
    def _are_few_misses(self) -> bool:
        misses = len(self.lesson.gaps) - fit_count(self.lesson.gaps, self.lesson.close)
        return misses <= MOST_TAGS

    def add_up(self) -> None:
        """The squared gaps add up; where a few alone look perfect they are told too (2.2 s)."""
        lesson, theme = self.lesson, self.theme
        words = [box_points(word) for word in (*self.tags.values(), *self.names)]
        drawn = [self.curve, *self.sticks, *self.data, self.plane.floor]
        taken = np.concatenate([dense(drawn), *words])
        texts = [self.words.slot("error"), self.words.slot("few_error")]
        name = self.words.label("error")
        self.error, word = error_reading(name, texts, self.plane, taken, theme)
        self.move(appear(word, self.error), seconds=theme.quick)
        if not is_misled(lesson):
            return
        self.next_cue()
        others = [i for i, place in enumerate(lesson.drawn) if place not in lesson.few]
        going = [self.sticks[i] for i in others] + [
            table[i] for table in (self.checks, self.tags) for i in others if i in table
        ]
        self.move(
            vanish(*going),
            self.error.turn_to(self.words.slot("few_error")),
            light=[light(self.data[i], theme.dimmed) for i in others],
        )


CHECK = 4  # pixels: the width of a check mark's line
LEAST = 0.7  # of a large dot's size: a smaller one has no room for a check mark
MOST_TAGS = 3  # misses up to which each one's size is told; of more, the two widest
ASIDE = ((1, 0), (-1, 0), (1, 1), (1, -1))


def check_mark(color: str) -> VMobject:
    """A tick, small enough for a dot of the measurements."""
    mark = VMobject(stroke_color=color, stroke_width=CHECK * STROKE)
    corners = [(-9, 0), (-3, -7), (9, 7)]
    return mark.set_points_as_corners([[length(x), length(y), 0] for x, y in corners])


def _beside(mark: LiveNumber, stick: Stick, others: Sequence[Stick], taken: Points) -> LiveNumber:
    """Move a number to the first place along a stick where it has room, and no other is nearer.

    Where there is none it is not shown.
    """
    own, rest = dense([stick]), dense(others)
    for share in (0.5, 0.75, 0.25, 1.0, 0.0):
        find_room(mark, stick.point_from_proportion(share), taken, ASIDE)
        at = ink_box(mark)
        is_own = clearance(*at, own) <= clearance(*at, rest)
        if is_own and clearance(*at, taken) >= length(CLEAR):
            break
    return shown_if_clear(mark, taken) if is_own else mark.show("")
