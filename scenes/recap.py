"""Looking back: the few moves of which the squiggle is made."""

import numpy as np
from manim import VGroup

from squiggle.core import Network, Trace, squared_error
from squiggle.lesson.last_turn import STEPS, last_turn, node_of
from squiggle.lesson.storyboard import FULL
from squiggle.lesson.turning import turns
from squiggle.stage.card import card
from squiggle.stage.chapter import Chapter
from squiggle.stage.curve import Curve
from squiggle.stage.diagram import Diagram
from squiggle.stage.dial import Dial
from squiggle.stage.frame import length, offset
from squiggle.stage.labels import appear, node_label, vanish
from squiggle.stage.output_plane import (
    close_range,
    error_reading,
    measurements,
    output_curve,
    output_plane,
    wide_range,
)
from squiggle.stage.placing import box_points, clearest, dense, is_clear, settle
from squiggle.stage.plane import Plane
from squiggle.stage.text import Label, span
from squiggle.stage.ticks import padded
from squiggle.stage.types import Points

MARGINS = (140, 200), (90, 80)  # pixels above and below panels, in one row and in more
GAPS = (70, 150)  # pixels between two panels, side by side and one above the other
APART = 24  # pixels at least between their names
WAY = 5  # curves on the way of the last turn that leave room to numbers and words
CLOSELY = tuple((0.5, share / 50) for share in range(50))  # places for it, from the top
NARROWER = (0.95, 0.7, 0.5)  # shares of a plane's width that a card in more lines takes
BESIDE = 20  # pixels between the plane and a card beside it


class Recap(Chapter):
    """Slice, flip, stretch, add, shift: a network does nothing else, and its numbers decide."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.replay)
        self.beat(self.follow)

    def setup(self) -> None:
        """Set up small panels, each with its name; nothing is shown yet."""
        super().setup()
        self.curve = self.lesson.curve
        self.bends = not self.lesson.output_activation.is_plain
        self.moved = self._moved()
        count = len(self.moved) + 2 + self.bends
        columns = self.frame.columns(count)
        top, bottom = MARGINS[count > columns]
        area = self.frame.content.inset(left=30, top=top, right=20, bottom=bottom)
        self.boxes = area.grid(count, columns, GAPS)
        self.panels: list[Plane] = []
        self.parts: list[Curve] = []

    def _moved(self) -> list[int]:
        """Nodes whose curves are flipped, then stretched: first and last, or those that do most."""
        nodes = self.curve.nodes
        if len(nodes) <= FULL:
            return sorted({0, len(nodes) - 1}, key=lambda place: (nodes[place].scale >= 0, place))
        ranked = sorted(range(len(nodes)), key=lambda place: -np.ptp(nodes[place].scaled))
        signs = [nodes[place].scale < 0 for place in ranked]
        first, other = (
            ranked[signs.index(sign)] if sign in signs else None for sign in (True, False)
        )
        return [place for place in (first, other) if place is not None]

    def _panel(
        self, word: str, under: str = "", heights: tuple[float, float] | None = None
    ) -> Plane:
        """A small plane with names above and below; all have the same heights but those given."""
        heights = heights or wide_range(self.lesson)
        box = self.boxes[len(self.panels)]
        plane = Plane(word, box, self.lesson.interval, heights, self.theme)
        plain = word == "add" and not self.lesson.trace.bias
        title = self.words.phrase("moving", word) if plain else self.words.label(word)
        is_wide = span(title, self.theme.body, bold=True) > box.width + GAPS[0] - APART
        size = self.theme.small if is_wide else self.theme.body
        plane.words.add(plane.name_above(title, size))
        if under:
            name = Label(under, self.theme.small, self.theme.muted)
            plane.words.add(name.move_to(plane.box.at(0.5, 1) + offset(0, -40)))
        self.panels.append(plane)
        return plane

    def replay(self) -> None:
        """Each panel plays its move once (7 s; one hidden node 5.2 s; a last bend 1.4 s more)."""
        theme, x = self.theme, self.curve.inputs
        nodes, count = self.curve.nodes, len(self.curve.nodes)
        start = self.moved[0]
        plane = self._panel("slice", self._name(start))
        piece = Curve("bent", plane, x, nodes[start].bent, theme.bent(start, count))
        self.move(appear(plane), piece.grow(), seconds=theme.slow)
        self.parts.append(piece)
        for index, place in enumerate(self.moved):
            node = nodes[place]
            word = "flip" if node.scale < 0 else "stretch"
            plane = self._panel(word, self._name(place))
            scaled = Curve("scaled", plane, x, node.bent, theme.scaled(place, count))
            goal = np.interp(scaled.x, x, node.scaled)
            self.move(appear(plane, scaled), seconds=theme.brief)
            self.move(scaled.to(goal), seconds=theme.brisk)
            self.parts.append(scaled)
            if index == 0:
                self.next_cue()
        plane = self._panel("add" if count > 1 else "shift")
        stroke = theme.neutral if self.bends else theme.output
        name = "shifted" if self.bends else "output"
        total = Curve(name, plane, x, self.curve.shifted, stroke)
        self.move(appear(plane), total.grow())
        self.parts.append(total)
        if self.bends:
            plane = self._panel("bend", heights=close_range(self.lesson))
            bent = Curve("output", plane, x, self.curve.output, theme.output)
            self.move(appear(plane), bent.grow())
            self.parts.append(bent)

    def _name(self, place: int) -> str:
        return node_label(self.words, self.curve.nodes[place].name, len(self.curve.nodes))

    def follow(self) -> None:
        """One number is turned, the squiggle and its error follow; what comes next (5 or 7 s)."""
        theme, lesson, label = self.theme, self.lesson, self.words.label
        last = last_turn(lesson)
        name, goal = last.parameter, last.goal
        way = self._way(name, goal)
        x = self.curve.inputs
        outputs = [Trace.of(network, x).output for network in way[:: STEPS // WAY]]
        heights = padded(np.concatenate([close_range(lesson), *outputs]), 0.02)
        plane = output_plane(lesson, self.words, theme, heights)
        squiggle = output_curve(plane, lesson, theme)
        squiggle.name = "output" if last.comes_back else "turned"  # with another number, at the end
        data = measurements(plane, lesson, theme)
        passed = [Curve("", plane, x, output, theme.output) for output in outputs]
        plane.detach(*passed)
        errors = [squared_error(n(lesson.inputs[:, None])[:, 0], lesson.targets) for n in way]
        places = lesson.error_places
        texts = [self.numbers.show(error, places) for error in errors]
        taken = dense([*passed, *data, plane.floor])
        error, reading = error_reading(label("error"), texts, plane, taken, theme)
        told = [error, reading] if lesson.has_data else []

        def show_output(network: Network) -> None:
            squiggle.show(Trace.of(network, squiggle.x).output)
            measured = Trace.of(network, lesson.inputs).output
            now = squared_error(measured, lesson.targets)
            error.show(self.numbers.show(now, places))

        place = node_of(lesson, name)[1]
        diagram = Diagram(lesson, self.words, theme, turns(lesson).node if place is None else place)
        diagram.light_only([name, "output"])
        plane.keep_clear(diagram.edge())
        dial = Dial(name, lesson, diagram, show_output, [squiggle, *told[:1]])
        self.move(vanish(*self.panels, *self.parts), seconds=theme.brief)
        self.add(diagram)
        shown = [plane, squiggle, *data, diagram, dial.number]
        self.move(appear(*shown, *told), seconds=theme.brief)
        self.move(dial.turn(goal), seconds=theme.sweep)
        self.next_cue()
        if last.comes_back:
            self.move(dial.turn(dial.given), seconds=theme.slow)
        lines = dense([squiggle, *data, plane.floor, plane.frame[0]])
        drawn = np.concatenate([lines, *map(box_points, told)])
        self.move(appear(self._next_card(plane, drawn)), seconds=theme.quick)

    def _next_card(self, plane: Plane, taken: Points) -> VGroup:
        """What the next lesson is about, on the plane where it is free, else beside the plane."""
        text, theme = self.words.label("next"), self.theme
        inside = settle(card(text, theme, plane.box.width), plane.box, taken)
        left = plane.box.right + BESIDE
        room = self.frame.safe.right - left
        beside = card(text, theme, room)
        if beside.width <= length(room) and not is_clear(inside, taken):
            middle = left + room / 2, plane.box.top + plane.box.height / 2
            return beside.move_to(self.frame.size.point(*middle))
        rooms = (share * plane.box.width for share in NARROWER)
        slim = (settle(card(text, theme, room), plane.box, taken, CLOSELY) for room in rooms)
        return clearest((inside, *slim), taken)

    def _way(self, name: str, goal: float) -> list[Network]:
        """The networks while the number is turned to `goal`."""
        start, lesson = self.lesson.parameters[name], self.lesson
        values = start + np.linspace(0, 1, STEPS) * (goal - start)
        return [lesson.network.changed(**{name: float(value)}) for value in values]
