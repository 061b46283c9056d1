"""Text, set by Typst from fonts that travel with the project: the same on every machine.

Every label is set after a capital H, which is measured and thrown away: it gives the size (cap
height in pixels) and the baseline. Invisible points above and below make each label's box as tall
as a line, so that words with and without descenders line up.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from manim import Animation, Polygon, VectorizedPoint, VGroup, VMobject

from squiggle.stage.frame import length
from squiggle.stage.motion import change
from squiggle.stage.outlines import box, outlines
from squiggle.stage.types import Points

MARGIN = 6  # pixels around a number that interrupts what is drawn below it
BELOW_NUMBER = 4.5  # z index of what a number covers a line with
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LINE = 0.8  # half a line box, in cap heights: Inter's descenders reach 0.79 below mid-cap


@cache
def _glyph(color: str) -> VMobject:
    """A filled outline without points: the pattern of all glyphs of a colour."""
    return VMobject(fill_color=color, fill_opacity=1, stroke_width=0)


@cache
def _stop() -> VectorizedPoint:
    """An invisible point: the pattern of all."""
    return VectorizedPoint()


@cache
def _own(pattern: VMobject) -> tuple[str, ...]:
    """The names of what is ever changed in place: lists, and arrays of points and colours."""
    return tuple(k for k, value in vars(pattern).items() if isinstance(value, list | np.ndarray))


def _like(pattern: VMobject, points: Points) -> VMobject:
    """What a pattern is, with points of its own.

    Manim's constructor reads colours and styles anew each time, and `copy` looks into everything:
    that takes many times as long.
    """
    made = object.__new__(type(pattern))
    attributes = vars(made)
    attributes.update(vars(pattern))
    for name in _own(pattern):
        attributes[name] = attributes[name].copy()
    made.points = points
    return made


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


class Label(VGroup):
    """A line of text of `size` pixels cap height. `bold` is for titles and results."""

    def __init__(self, text: str, size: float, color: str, *, bold: bool = False) -> None:
        weight = "semibold" if bold else "medium"
        body = f'#text(weight: "{weight}")[H#"{_literal(text)}"]'
        super().__init__()
        self._set(outlines(body), text, size, color)

    def _set(self, glyphs: Sequence[Points], text: str, size: float, color: str) -> None:
        self.text = text
        self.cap = length(size)
        low, high = box(np.concatenate(glyphs) * self.cap) if glyphs else np.zeros((2, 3))
        middle, half = self.cap / 2, self.cap * LINE
        top, bottom = [low[0], middle + half, 0.0], [high[0], middle - half, 0.0]
        center = (np.minimum(low, bottom) + np.maximum(high, top)) / 2
        pattern = _glyph(color)
        self.ink = VGroup(*(_like(pattern, glyph * self.cap - center) for glyph in glyphs))
        self.add(self.ink, *(_like(_stop(), np.array([at]) - center) for at in (top, bottom)))


def span(text: str, size: float, *, bold: bool = False) -> float:
    """The pixels that a label of `size` pixels cap height takes in a line."""
    return float(Label(text, size, "#FFFFFF", bold=bold).width / length(1))


def cut(text: str, room: float, size: float) -> str:
    """As much of a text as has room, `size` pixels tall, with an ellipsis where it is cut."""
    if span(text, size) <= room:
        return text
    shorter = (text[:n] + ELLIPSIS for n in range(len(text) - 1, 1, -1))
    return next((short for short in shorter if span(short, size) <= room), text)


class Formula(Label):
    """A piece of Typst mathematics; `text` keeps the source."""

    def __init__(self, source: str, size: float, color: str) -> None:
        VGroup.__init__(self)
        self._set(outlines(f"H$display({source})$"), source, size, color)


@cache
def _alphabet(bold: bool) -> dict[str, tuple[Points, float]]:
    """Each glyph a number needs: its outline from the pen's position, and its advance (cap = 1).

    All are set twice in one line without kerning; the distance between the two is the advance.
    """
    letters = "0123456789+\N{MINUS SIGN}\N{MULTIPLICATION SIGN}\N{ALMOST EQUAL TO}.,e=()"
    weight = "semibold" if bold else "medium"
    twice = "".join(letter * 2 for letter in letters)
    glyphs = outlines(f'#text(weight: "{weight}", kerning: false)[H#"{twice}"]')
    pen = box(glyphs[0])[0][0]
    alphabet = {}
    for letter, first, second in zip(letters, glyphs[::2], glyphs[1::2], strict=True):
        advance = box(second)[0][0] - box(first)[0][0]
        alphabet[letter] = (first - [pen, 0, 0], advance)
        pen += 2 * advance
    alphabet[" "] = (np.zeros((0, 3)), alphabet["0"][1] / 2)
    return alphabet


def width(number: str, size: float) -> float:
    """The pixels that a number of `size` pixels cap height takes in a line.

    >>> round(width("111", 27)) == round(width("808", 27))  # figures are of one width
    True
    """
    return size * float(sum(_alphabet(False)[letter][1] for letter in number))


class LiveNumber(VMobject):
    """A number that changes while the film runs, made of glyphs that were built once.

    `show(text)` replaces what is shown; `place(point, align)` says where: the point is the middle
    of the line, at its left end, centre or right end (align -1, 0, 1).
    """

    def __init__(self, text: str, size: float, color: str, *, bold: bool = False) -> None:
        super().__init__(fill_color=color, fill_opacity=1, stroke_width=0)
        self.text = ""
        self.cap = length(size)
        self.bold = bold
        self.at = np.zeros(3)
        self.align = 0
        self.show(text)

    def show(self, text: str) -> "LiveNumber":
        """Show `text`: digits, signs, decimal marks, spaces, and the e of an exponent."""
        if text != self.text:
            self.text = text
            self._draw()
        return self

    def place(self, at: Points, align: int = 0) -> "LiveNumber":
        """Stand at `at` from now on."""
        self.at, self.align = np.array(at, dtype=float), align
        self._draw()
        return self

    def turn_to(self, text: str) -> Animation:
        """The motion in which the number fades, and comes back as another."""
        old, full = self.text, self.get_fill_opacity()

        def step(share: float) -> None:
            self.show(old if share < 0.5 else text)
            self.set_fill(opacity=full * abs(2 * share - 1), family=False)

        return change(self, step)

    def _draw(self) -> None:
        alphabet = _alphabet(self.bold)
        pen, outlines = 0.0, []
        for letter in self.text:
            outline, advance = alphabet[letter]
            outlines.append(outline + np.array([pen, 0, 0]))
            pen += advance
        left = -pen * (self.align + 1) / 2
        drawn = np.concatenate(outlines) if outlines else np.zeros((0, 3))
        self.points = (drawn + np.array([left, -0.5, 0])) * self.cap + self.at


class GapNumber(LiveNumber):
    """A live number that interrupts what is drawn below it when it is wider than `room` pixels.

    It moves to the right where it would begin left of `least` (Manim units).
    """

    def __init__(
        self, text: str, size: float, color: str, room: float, ground: str, least: float = -np.inf
    ) -> None:
        self.room, self.least = length(room), least
        self.gap = VMobject(fill_color=ground, fill_opacity=1, stroke_width=0, stroke_opacity=0)
        self.gap.opaque = True
        super().__init__(text, size, color)
        self.add(self.gap.set_z_index(BELOW_NUMBER))

    def _draw(self) -> None:
        super()._draw()
        self.gap.points = np.zeros((0, 3))
        if len(self.points):
            self.points[:, 0] += max(0.0, self.least - self.points[:, 0].min())
        if len(self.points) and np.ptp(self.points[:, 0]) > self.room:
            margin = np.array([length(MARGIN), length(MARGIN), 0.0])
            low, high = self.points.min(axis=0) - margin, self.points.max(axis=0) + margin
            self.gap.points = Polygon(
                low, [high[0], low[1], 0.0], high, [low[0], high[1], 0.0]
            ).points
