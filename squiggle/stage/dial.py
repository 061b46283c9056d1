"""Turning one number of the network and watching what follows."""

from collections.abc import Callable

from manim import Animation, Mobject

from squiggle.core import Network
from squiggle.lesson import Lesson
from squiggle.lesson.turning import written
from squiggle.stage.diagram import Diagram
from squiggle.stage.frame import length
from squiggle.stage.motion import between, together
from squiggle.stage.text import width


class Dial:
    """A parameter whose chip shows its present value while a picture follows it.

    `follow` is told the network with the present value and redraws `drawn`. At both ends of a turn
    the chip says the value as the lesson would write it.
    """

    def __init__(
        self,
        name: str,
        lesson: Lesson,
        diagram: Diagram,
        follow: Callable[[Network], object],
        drawn: list[Mobject],
    ) -> None:
        self.name, self.lesson, self.diagram = name, lesson, diagram
        self.follow, self.drawn = follow, drawn
        self.given = lesson.parameters[name]
        self.now = self.given
        self.ends = {self.given}
        self.number = diagram.dial(name, self._text(self.given))
        self.plate = diagram.chips[name].plate
        self.margin, self.least = diagram.chips[name].margin, self.plate.width

    def _text(self, value: float) -> str:
        return self.diagram.operation(self.name, self._show(value))

    def _show(self, value: float) -> str:
        if value in self.ends:
            return written(self.lesson, self.name, value)
        return self.diagram.theme.numbers.show(value, self.lesson.places(self.name))

    def set(self, value: float) -> None:
        """Show the network with this value at once."""
        self.now = value
        middle = self.plate.get_center()
        self.number.show(self._text(value)).place(middle)
        if value in self.ends:  # figures of one width leave room beside a 1
            self.number.place(2 * middle - self.number.get_center())
        needed = self.number.width + 2 * length(self.margin)
        self.plate.stretch_to_fit_width(max(self.least, needed))
        self.follow(self.lesson.network.changed(**{self.name: value}))

    def room(self, value: float) -> Mobject:
        """The plate as wide as it becomes on the way to `value`."""
        self.ends.add(value)
        texts = [self._text(self.given), self._text(value)]
        needed = max(width(text, self.diagram.theme.small) for text in texts) + 2 * self.margin
        return self.plate.copy().stretch_to_fit_width(max(self.least, length(needed)))

    def turn(self, value: float) -> list[Animation]:
        """The motion from the present value to another."""
        start = self.now
        self.ends.add(value)

        def step(share: float) -> None:
            self.set(value if share == 1 else between(start, value, share))

        return together(step, self.number, self.plate, *self.drawn)
