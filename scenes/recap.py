"""Looking back: the few moves of which the squiggle is made."""

import numpy as np

from squiggle.core import Network, Trace
from squiggle.stage.card import card
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.diagram import Diagram
from squiggle.stage.dial import Dial
from squiggle.stage.frame import CONTENT, Box
from squiggle.stage.labels import appear, vanish
from squiggle.stage.output_plane import close_range, measurements, output_curve, output_plane
from squiggle.stage.plane import Plane, padded

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

    def _panel(self, index: int, heights: tuple[float, float], word: str) -> Plane:
        box: Box = self.boxes[index]
        plane = Plane(word, box, self.lesson.interval, heights, self.theme)
        plane.words.add(plane.name_above(self.words.label(word), self.theme.body))
        self.panels.append(plane)
        return plane

    def replay(self) -> None:
        """Each panel plays its move once (7.2 s)."""
        theme, x = self.theme, self.curve.inputs
        for index, node in enumerate(self.curve.nodes[:1]):
            plane = self._panel(0, padded([0.0, *node.bent]), "slice")
            piece = Curve("bent", plane, x, node.bent, theme.bent(index))
            self.move(appear(plane), piece.grow(), seconds=theme.slow)
            self.parts.append(piece)
        for index, node in enumerate(self.curve.nodes):
            word = "flip" if node.scale < 0 else "stretch"
            plane = self._panel(index + 1, padded([0.0, *node.bent, *node.scaled]), word)
            scaled = Curve("scaled", plane, x, node.bent, theme.scaled(index))
            goal = np.interp(scaled.x, x, node.scaled)
            self.move(appear(plane, scaled), seconds=self.theme.brief)
            self.move(scaled.to(goal), seconds=self.theme.brisk)
            self.parts.append(scaled)
            if index == 0:
                self.next_cue()
        plane = self._panel(len(self.curve.nodes) + 1, close_range(self.lesson), "add")
        total = Curve("output", plane, x, self.curve.output, theme.output)
        self.move(appear(plane), total.grow(), seconds=self.theme.steady)
        self.parts.append(total)

    def follow(self) -> None:
        """The first weight is turned, and the squiggle follows; then what comes next (5.6 s)."""
        theme, lesson = self.theme, self.lesson
        diagram = Diagram(lesson, self.words, theme).light_only(["w1", "output"])
        softer = Trace.of(
            lesson.network.changed(w1=SOFTER * lesson.parameters["w1"]), self.curve.inputs
        )
        heights = padded([*close_range(lesson), *softer.output], 0.02)
        plane = output_plane(lesson, self.words, theme, heights)
        squiggle = output_curve(plane, lesson, theme)
        data = measurements(plane, lesson, theme)

        def show_output(network: Network) -> None:
            squiggle.show(Trace.of(network, squiggle.x).output)

        dial = Dial("w1", lesson, diagram, show_output, [squiggle])
        self.move(vanish(*self.panels, *self.parts), seconds=self.theme.brief)
        self.add(diagram)
        self.move(appear(plane, squiggle, *data, diagram, dial.number), seconds=self.theme.brief)
        self.move(dial.turn(SOFTER * dial.given), seconds=self.theme.steady)
        self.move(dial.turn(dial.given), seconds=self.theme.steady)
        self.next_cue()
        next_lesson = card(self.words.label("next"), theme).move_to(plane.box.at(0.66, 0.06))
        self.move(appear(next_lesson), seconds=theme.quick)
