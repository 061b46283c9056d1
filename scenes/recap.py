"""Looking back: the few moves of which the squiggle is made."""

import numpy as np

from squiggle.core import Network, Trace, squared_error
from squiggle.stage.card import card
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.diagram import Diagram
from squiggle.stage.dial import Dial
from squiggle.stage.frame import CONTENT, offset
from squiggle.stage.labels import appear, node_label, vanish
from squiggle.stage.output_plane import (
    close_range,
    error_reading,
    measurements,
    output_curve,
    output_plane,
    wide_range,
)
from squiggle.stage.placing import box_points, dense, is_clear, settle
from squiggle.stage.plane import Plane
from squiggle.stage.text import Label
from squiggle.stage.ticks import padded

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
            name = Label(under, self.theme.small, self.theme.muted)
            plane.words.add(name.move_to(plane.box.at(0.5, 1) + offset(0, -40)))
        self.panels.append(plane)
        return plane

    def replay(self) -> None:
        """Each panel plays its move once (7 s; with one hidden node 5.2 s)."""
        theme, x = self.theme, self.curve.inputs
        nodes, count = self.curve.nodes, len(self.curve.nodes)
        plane = self._panel(0, "slice", self._name(0))
        piece = Curve("bent", plane, x, nodes[0].bent, theme.bent(0, count))
        self.move(appear(plane), piece.grow(), seconds=theme.slow)
        self.parts.append(piece)
        for index, place in enumerate(sorted({0, count - 1})):
            node = nodes[place]
            word = "flip" if node.scale < 0 else "stretch"
            plane = self._panel(index + 1, word, self._name(place))
            scaled = Curve("scaled", plane, x, node.bent, theme.scaled(place, count))
            goal = np.interp(scaled.x, x, node.scaled)
            self.move(appear(plane, scaled), seconds=theme.brief)
            self.move(scaled.to(goal), seconds=theme.brisk)
            self.parts.append(scaled)
            if index == 0:
                self.next_cue()
        plane = self._panel(len(self.panels), "add" if count > 1 else "shift")
        total = Curve("output", plane, x, self.curve.output, theme.output)
        self.move(appear(plane), total.grow())
        self.parts.append(total)

    def _name(self, place: int) -> str:
        return node_label(self.words, self.curve.nodes[place].name, len(self.curve.nodes))

    def follow(self) -> None:
        """The first weight is turned, the squiggle and its error follow; what comes next (5 s)."""
        theme, lesson, label = self.theme, self.lesson, self.words.label
        goal = SOFTER * lesson.parameters["w1"]
        softer = Trace.of(lesson.network.changed(w1=goal), self.curve.inputs)
        heights = padded([*close_range(lesson), *softer.output], 0.02)
        plane = output_plane(lesson, self.words, theme, heights)
        squiggle = output_curve(plane, lesson, theme)
        squiggle.name = "turned"  # not the lesson's own: it ends with another weight
        data = measurements(plane, lesson, theme)
        ends = [squiggle, Curve("", plane, self.curve.inputs, softer.output, theme.output)]
        plane.detach(ends[1])
        errors = [squared_error(t.output, lesson.targets) for t in self._turned(goal)]
        places = lesson.error_places
        texts = [self.numbers.show(error, places) for error in errors]
        taken = dense([*ends, *data, plane.floor])
        error, reading = error_reading(label("error"), texts, plane, taken, theme)
        told = [error, reading] if lesson.has_data else []

        def show_output(network: Network) -> None:
            squiggle.show(Trace.of(network, squiggle.x).output)
            measured = Trace.of(network, lesson.inputs).output
            now = squared_error(measured, lesson.targets)
            error.show(self.numbers.show(now, places))

        diagram = Diagram(lesson, self.words, theme).light_only(["w1", "output"])
        plane.keep_clear(diagram.edge())
        dial = Dial("w1", lesson, diagram, show_output, [squiggle, *told[:1]])
        self.move(vanish(*self.panels, *self.parts), seconds=theme.brief)
        self.add(diagram)
        shown = [plane, squiggle, *data, diagram, dial.number]
        self.move(appear(*shown, *told), seconds=theme.brief)
        self.move(dial.turn(goal), seconds=theme.sweep)
        self.next_cue()
        drawn, words = dense([squiggle, *data]), [*map(box_points, told)]
        next_lesson = settle(
            card(label("next"), theme, plane.box.width), plane.box, np.concatenate([drawn, *words])
        )
        if words and not is_clear(next_lesson, np.concatenate(words)):
            settle(next_lesson, plane.box, np.concatenate(words))
        self.move(appear(next_lesson), seconds=theme.quick)

    def _turned(self, goal: float) -> list[Trace]:
        """The traces at the measured inputs while the first weight is turned to `goal`."""
        start, lesson = self.lesson.parameters["w1"], self.lesson
        weights = [start + share * (goal - start) for share in np.linspace(0, 1, 11)]
        return [Trace.of(lesson.network.changed(w1=weight), lesson.inputs) for weight in weights]
