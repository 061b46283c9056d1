"""The one large plane: measurements and whole curves over the dose axis."""

import numpy as np
from manim import RIGHT

from squiggle.lesson import Lesson
from squiggle.lesson.numbers import show_as
from squiggle.lesson.words import Words
from squiggle.stage.curve import Curve, Dot
from squiggle.stage.frame import offset
from squiggle.stage.layout import AXIS
from squiggle.stage.plane import Plane, nice_ticks, padded
from squiggle.stage.text import Label, LiveNumber
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point, Vector

CHIP_AWAY = 60  # pixels from a curve to the middle of the chip that pushes it
CHIP_REACH = 0.12  # the share of the input axis that half a chip covers


def close_range(lesson: Lesson) -> tuple[float, float]:
    """The heights between which the finished squiggle, its sum and the measurements lie."""
    return padded([*lesson.targets, *lesson.curve.sum, *lesson.curve.output])


def wide_range(lesson: Lesson) -> tuple[float, float]:
    """The heights between which every scaled curve lies too."""
    scaled = [height for node in lesson.curve.nodes for height in node.scaled]
    return padded([*close_range(lesson), *scaled], 0.02)


def output_plane(lesson: Lesson, words: Words, theme: Theme, heights: tuple[float, float]) -> Plane:
    """The plane of the network's output over its input, between the given heights."""
    plane = Plane("effect", AXIS, lesson.interval, heights, theme)
    plane.label(words.label("input"), words.label("output"))
    low, high = np.minimum(heights[0], close_range(lesson)[0]), heights[1]
    return plane.tick(nice_ticks(*lesson.interval, 2), nice_ticks(float(low), high, 5))


def measurements(plane: Plane, lesson: Lesson, theme: Theme) -> list[Dot]:
    """The measured data: a white ring each, filled where the effect is nearer 1 than 0."""
    middle = (float(lesson.targets.min()) + float(lesson.targets.max())) / 2
    dots = []
    for x, y in zip(lesson.inputs, lesson.targets, strict=True):
        dot = Dot(plane, x, y, theme.text, theme.ring, filled=bool(y > middle))
        dot.name = "data"
        dots.append(dot.set_z_index(6))
    return dots


def output_curve(plane: Plane, lesson: Lesson, theme: Theme) -> Curve:
    """The finished squiggle."""
    curve = Curve("output", plane, lesson.curve.inputs, lesson.curve.output, theme.output)
    return curve.set_z_index(3)


def beside(plane: Plane, x: Vector, y: Vector, *, above: bool) -> Point:
    """The place of a chip in the middle of the curve (x, y), shape (S,) each, above or below it."""
    left, right = plane.x_range
    middle, side = (left + right) / 2, 1 if above else -1
    near = np.abs(x - middle) < CHIP_REACH * (right - left)
    edge = side * float((side * y[near]).max())
    return plane.point(middle, edge) + offset(0, side * CHIP_AWAY)


def error_reading(word: str, error: float, left: Point, theme: Theme) -> tuple[LiveNumber, Label]:
    """The squared error as a live number, and the word before it, in a line from `left`."""
    label = Label(word, theme.small, theme.muted)
    label.next_to(left, RIGHT, buff=0)
    number = LiveNumber(show_as("error", error), theme.body, theme.text, bold=True)
    return number.place(label.get_right() + offset(16, 0), align=-1), label
