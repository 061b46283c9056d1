"""Where the small planes of all hidden nodes but the first stand, each with its name above it."""

from collections.abc import Sequence
from functools import cached_property

from squiggle.lesson import Lesson
from squiggle.lesson.phrases import node_label
from squiggle.lesson.storyboard import ROWS
from squiggle.lesson.words import Words
from squiggle.stage.frame import Box, Frame
from squiggle.stage.labels import TIMES, scale_name
from squiggle.stage.text import span, width
from squiggle.stage.ticks import nice_ticks, padded, tick_texts

MOST_TICKS, TICK_ROOM = 4, 42  # on a panel's axis of heights; pixels that each needs
NUMBERS_AWAY = 70  # pixels from the left of the numbers of that axis to the panel, besides theirs
WIDEST = 4  # panels in a row as long as each is named; a crowd has twice as many
NAMES_APART = 24  # pixels between two names


class PanelGrid:
    """The panels of a lesson in a frame; texts have `size` pixels cap height."""

    def __init__(self, lesson: Lesson, words: Words, frame: Frame, size: float) -> None:
        self.lesson, self.words, self.frame, self.size = lesson, words, frame, size
        self.others = lesson.curve.nodes[1:]
        self.are_named = len(self.others) < ROWS
        every = (y for node in self.others for y in (*node.bent, *node.scaled))
        self.heights = padded([0.0, *every], 0.02)
        self.x_ticks = nice_ticks(*lesson.interval, 3)

    @cached_property
    def boxes(self) -> list[Box]:
        """Boxes in rows, each with room for its name and its ticks if it has any."""
        panels, (head, foot) = len(self.others), (70, 72) if self.are_named else (20, 10)
        wide = self._widest(self.x_ticks)
        usual = nice_ticks(*self.heights, MOST_TICKS)
        left = NUMBERS_AWAY + self._widest(usual) if self.are_named else 30
        area = self.frame.content.inset(left=left, right=max(30, wide / 2 + 4))
        gap = max(70, wide + 24) if self.are_named else 24
        columns = min(panels, self._columns(area.width + gap, gap))
        return area.inset(top=head, bottom=foot).grid(panels, columns, (gap, head + foot))

    @property
    def y_ticks(self) -> list[float]:
        """The ticks of an axis of heights: fewer where panels are low."""
        most = int(self.boxes[0].height / TICK_ROOM)
        return nice_ticks(*self.heights, max(1, min(MOST_TICKS, most)))

    def _columns(self, room: float, gap: float) -> int:
        """As many panels in a row as have room for their names above them, a gap for each."""
        if not self.are_named:
            content = self.frame.content
            return round(2 * WIDEST * min(1.0, content.width / content.height))
        needed = max(span(f"{name} {factor}", self.size) for name, factor in self.told)
        return max(1, min(WIDEST, int(room // max(needed + NAMES_APART, gap))))

    @cached_property
    def told(self) -> list[tuple[str, str]]:
        """For each panel the name of its node, and the factor that scales it."""
        count, given = len(self.others) + 1, self.lesson.given
        return [
            (
                node_label(self.words, node.name, count),
                f"{TIMES} {given(scale_name(place, count))}",
            )
            for place, node in enumerate(self.others, start=1)
        ]

    def _widest(self, places: Sequence[float]) -> float:
        """The pixels that the widest of an axis's numbers takes."""
        texts = tick_texts(places, self.lesson.numbers)
        return max((width(text, self.size) for text in texts), default=0.0)
