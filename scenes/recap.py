"""Looking back: the few moves of which the squiggle is made."""

import numpy as np

from squiggle.core import Network, Trace, squared_error
from squiggle.lesson.numbers import show_as
from squiggle.stage.card import card
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.diagram import Diagram
from squiggle.stage.dial import Dial
from squiggle.stage.frame import CONTENT, offset
from squiggle.stage.labels import appear, vanish
from squiggle.stage.output_plane import (
    close_range,
    error_reading,
    measurements,
    output_curve,
    output_plane,
    wide_range,
)
from squiggle.stage.plane import Plane, padded
from squiggle.stage.text import Label

SOFTER = 0.3  # the share of its value to which the first weight is turned


class Recap(Chapter):
    """Slice, flip, stretch, add, shift: a network does nothing else, and its numbers decide."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.replay)
        self.beat(self.follow)

    def setup(self) -> None:
        """Set four small panels on the stage, each with its name."""
        super().setup()
        self.curve = self.lesson.curve
        self.boxes = CONTENT.inset(left=30, top=140, right=20, bottom=200).columns(4, 70)
        self.panels: list[Plane] = []
        self.parts: list[Curve] = []

    def _panel(self, index: int, word: str, under: str = "") -> Plane:
        """A small plane with a name above and one below; all show the same heights."""
        heights = wide_range(self.lesson)
        plane = Plane(word, self.boxes[index], self.lesson.interval, heights, self.theme)
        plane.words.add(plane.name_above(self.words.label(word), self.theme.body))
        if under:
            name = Label(self.words.label(under), self.theme.small, self.theme.muted)
            plane.words.add(name.move_to(plane.box.at(0.5, 1) + offset(0, -40)))
        self.panels.append(plane)
        return plane

    def replay(self) -> None:
        """Each panel plays its move once (7 s)."""
        theme, x = self.theme, self.curve.inputs
        first = self.curve.nodes[0]
        plane = self._panel(0, "slice", first.name)
        piece = Curve("bent", plane, x, first.bent, theme.bent(0))
        self.move(appear(plane), piece.grow(), seconds=theme.slow)
        self.parts.append(piece)
        for index, node in enumerate(self.curve.nodes):
            plane = self._panel(index + 1, "flip" if node.scale < 0 else "stretch", node.name)
            scaled = Curve("scaled", plane, x, node.bent, theme.scaled(index))
            goal = np.interp(scaled.x, x, node.scaled)
            self.move(appear(plane, scaled), seconds=theme.brief)
            self.move(scaled.to(goal), seconds=theme.brisk)
            self.parts.append(scaled)
            if index == 0:
                self.next_cue()
        plane = self._panel(len(self.curve.nodes) + 1, "add")
        total = Curve("output", plane, x, self.curve.output, theme.output)
        self.move(appear(plane), total.grow())
        self.parts.append(total)

    def follow(self) -> None:
        """The first weight is turned, the squiggle and its error follow; what comes next (5 s)."""
        theme, lesson, label = self.theme, self.lesson, self.words.label
        goal = SOFTER * lesson.parameters["w1"]
        softer = Trace.of(lesson.network.changed(w1=goal), self.curve.inputs)
        heights = padded([*close_range(lesson), *softer.output], 0.02)
        plane = output_plane(lesson, self.words, theme, heights)
        squiggle = output_curve(plane, lesson, theme)
        squiggle.name = "turned"  # not the lesson's own: it ends with another weight
        error, reading = error_reading(label("error"), lesson.error, plane.box.at(0.42, 0.2), theme)

        def show_output(network: Network) -> None:
            squiggle.show(Trace.of(network, squiggle.x).output)
            measured = Trace.of(network, lesson.inputs).output
            error.show(show_as("error", squared_error(measured, lesson.targets)))

        diagram = Diagram(lesson, self.words, theme).light_only(["w1", "output"])
        dial = Dial("w1", lesson, diagram, show_output, [squiggle, error])
        self.move(vanish(*self.panels, *self.parts), seconds=theme.brief)
        self.add(diagram)
        shown = [plane, squiggle, *measurements(plane, lesson, theme), diagram, dial.number]
        self.move(appear(*shown, error, reading), seconds=theme.brief)
        self.move(dial.turn(goal), seconds=theme.sweep)
        self.next_cue()
        next_lesson = card(label("next"), theme).move_to(plane.box.at(0.66, 0.06))
        self.move(appear(next_lesson), seconds=theme.quick)
