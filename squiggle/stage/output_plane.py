"""The one large plane: measurements and whole curves over the dose axis."""

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, Rectangle

from squiggle.lesson import Lesson
from squiggle.lesson.sentences import HALF
from squiggle.lesson.storyboard import FULL
from squiggle.lesson.words import Words
from squiggle.stage.curve import Curve, Dot
from squiggle.stage.frame import length, offset
from squiggle.stage.placing import is_clear, settle
from squiggle.stage.plane import Plane
from squiggle.stage.text import Label, LiveNumber
from squiggle.stage.theme import Theme
from squiggle.stage.ticks import nice_ticks, padded, ticks
from squiggle.stage.types import Point, Points, Vector

FEW = 12  # measurements up to which dots are large; beyond, they shrink
READING = 60  # pixels: the height of the squared error with its word
LINE = 52  # pixels that a tick of a height axis needs
ENOUGH = 5  # ticks for which there has to be room
NUMBERS, STEP = 120, 24  # pixels: how far the numbers of a height axis reach; and a step there
CHIP_AWAY = 60  # pixels from a curve to the middle of the chip that pushes it
CHIP_REACH = 0.12  # the share of the input axis that half a chip covers


def close_range(lesson: Lesson) -> tuple[float, float]:
    """The heights between which the finished squiggle, its sum and the measurements lie."""
    if lesson.output_activation.is_plain:
        return sum_range(lesson)
    return padded([*lesson.targets, *lesson.curve.output])


def sum_range(lesson: Lesson) -> tuple[float, float]:
    """The heights between which the sum, shifted or not, lies too."""
    curve = lesson.curve
    return padded([*lesson.targets, *curve.sum, *curve.shifted, *curve.output])


def wide_range(lesson: Lesson) -> tuple[float, float]:
    """The heights between which every scaled curve and every partial sum lies too.

    Of few nodes the heights at the marks are hooked together, the last one first; of more the
    curves are piled up, the first one first.
    """
    scaled = np.array([node.scaled for node in lesson.curve.nodes])
    few = np.array([node.scaled for node in lesson.trace.nodes[::-1]])
    sums = np.cumsum(few if len(few) <= FULL else scaled, axis=0)
    return padded([*sum_range(lesson), *scaled.ravel(), *sums.ravel(), 0.0], 0.02)


def input_ticks(lesson: Lesson) -> list[float]:
    """The ticks of the input axis; names of groups need the room between them."""
    return nice_ticks(*lesson.interval, 2) if lesson.has_groups else ticks(*lesson.interval)


def ticks_for(plane: Plane) -> list[float]:
    """The ticks of a plane's height axis: fewer on one that is low."""
    room = int(plane.box.height / LINE)
    return ticks(*plane.y_range) if room > ENOUGH else nice_ticks(*plane.y_range, max(2, room))


def output_plane(
    lesson: Lesson,
    words: Words,
    theme: Theme,
    heights: tuple[float, float],
    y_ticks: Sequence[float] | None = None,
) -> Plane:
    """The plane of the network's output over its input, between the given heights."""
    plane = Plane("effect", theme.frame.axis, lesson.interval, heights, theme)
    plane.label(words.label("input_axis"), words.label("output_axis"))
    return plane.tick(input_ticks(lesson), ticks(*heights) if y_ticks is None else y_ticks)


def left_of(plane: Plane) -> Points:
    """Points beside a plane's height axis: a height told there would be read with a tick's number.

    They are taken for whoever looks for room near dots on the axis.
    """
    edge, above = plane.box.at(0, 1), length(plane.box.height)
    across = np.arange(length(NUMBERS), 0, -length(STEP))
    up = np.arange(0, above + length(STEP), length(STEP))
    grid = np.array(np.meshgrid(edge[0] - across, edge[1] + up)).reshape(2, -1)
    return np.column_stack([grid.T, np.zeros(grid.shape[1])])


def measurements(plane: Plane, lesson: Lesson, theme: Theme) -> list[Dot]:
    """The measured data that are drawn: a ring each, filled where it works or nothing is told."""
    radius = theme.ring if len(lesson.drawn) <= FEW else theme.line + FEW / len(lesson.drawn) * 11
    dots = []
    for place in lesson.drawn:
        x, y = float(lesson.inputs[place]), float(lesson.targets[place])
        filled = y >= HALF or not lesson.is_yes_no
        dot = Dot(plane, x, y, theme.text, radius, filled=filled)
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
    place = plane.point(middle, edge) + offset(0, side * CHIP_AWAY)
    low, high = plane.box.at(0, 1)[1] + length(CHIP_AWAY / 2), plane.box.at(0, 0)[1]
    if low < place[1] < high:
        return place
    return plane.point(middle, edge) - offset(0, 2 * side * CHIP_AWAY)  # past the curve


def error_reading(
    word: str, texts: Sequence[str], plane: Plane, obstacles: Points, theme: Theme
) -> tuple[LiveNumber, Label]:
    """The squared error as a live number, and the word before it, in a clear place of a plane.

    Where the plane is full they stand below the diagram.
    `texts` are all that the number will show, the first one now.
    """
    label = Label(word, theme.small, theme.muted)
    widest = max(LiveNumber(text, theme.body, theme.text, bold=True).width for text in texts)
    room = Rectangle(width=label.width + widest + length(16), height=length(READING))
    is_wide = room.width > length(plane.box.width)
    if is_wide or not is_clear(settle(room, plane.box, obstacles), obstacles):
        room.next_to(theme.frame.foot.at(0, 1), RIGHT, buff=0)
    label.next_to(room.get_left(), RIGHT, buff=0)
    number = LiveNumber(texts[0], theme.body, theme.text, bold=True)
    return number.place(label.get_right() + offset(16, 0), align=-1), label
