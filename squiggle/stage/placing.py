"""Where a label finds room: near its point, clear of curves, dots and other labels."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from manim import VMobject

from squiggle.stage.frame import Box, Frame, length
from squiggle.stage.text import Label, LiveNumber
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point, Points

Placed = TypeVar("Placed", bound=VMobject)
CLEAR = 14  # pixels to anything else
ACROSS = (3 / 5, 1 / 2, 2 / 5, 7 / 10, 3 / 10)
DOWNWARD = tuple((x, 0.06 + 0.08 * y) for y in range(12) for x in ACROSS)
"""Shares of a box's width and height where a card may stand, from its top to its bottom."""
ANYWHERE = tuple((x, y) for _, y in DOWNWARD[:: len(ACROSS)] for x in (*ACROSS, 7 / 8, 1 / 8))
"""The same with places at both sides."""
UPWARD = tuple((x, 0.97 - 0.05 * y) for y in range(20) for x in (0, 1 / 4, 1 / 2, 3 / 4, 1))
"""The same from its bottom to its top."""
NEAREST = 30  # pixels from the point to the label's edge; then farther in steps
AROUND = ((1, 0), (1, 1), (-1, 1), (0, 1), (1, -1), (-1, -1), (0, -1), (-1, 0))
ABOVE = ((0, 1), (0, -1), (1, 1), (1, 0), (-1, 1), (1, -1), (-1, -1), (-1, 0))
INWARD = ((1, 0), (0, 1), (1, 1), (1, -1), (0, -1), (-1, 1), (-1, -1), (-1, 0))
STEPS = (0, 16, 36)  # pixels farther from the point
FAR = 60  # and where no direction has room as near as that
LEAST = 12  # pixels to anything else, below which a number is left out


def ink_box(part: VMobject) -> tuple[Point, Point]:
    """The lower left and upper right corner of what can be seen of a label or number."""
    drawn = part.ink if isinstance(part, Label) else part
    return drawn.get_corner([-1, -1, 0]), drawn.get_corner([1, 1, 0])


def clearance(low: Point, high: Point, obstacles: Points) -> float:
    """The distance in scene units from a box to the nearest of the points (0 inside the box)."""
    outside = np.maximum(np.maximum(low - obstacles, obstacles - high), 0)[:, :2]
    return float(np.hypot(*outside.T).min(initial=np.inf))


def between_boxes(a: tuple[Point, Point], b: tuple[Point, Point]) -> float:
    """The distance in scene units of two boxes, given by their corners; 0 where they overlap."""
    return float(np.linalg.norm(np.maximum(np.maximum(a[0] - b[1], b[0] - a[1]), 0)))


def box_points(part: VMobject, step: float = 8) -> Points:
    """Points along the outline and across the inside of a label, `step` pixels apart."""
    low, high = ink_box(part)
    xs = np.arange(low[0], high[0] + length(step), length(step))
    ys = np.arange(low[1], high[1] + length(step), length(step))
    grid = np.array(np.meshgrid(xs, ys)).reshape(2, -1)
    return np.column_stack([grid.T, np.zeros(grid.shape[1])])


def dense(drawn: Iterable[VMobject], step: float = 8) -> Points:
    """Points along drawn things, at most `step` pixels apart; curves count as their chords."""
    found = [np.zeros((0, 3))]
    for part in drawn:
        pieces = part.points.reshape(-1, 4, 3)
        if len(pieces):
            start, end = pieces[:, 0], pieces[:, 3]
            longest = np.linalg.norm(end - start, axis=1).max()
            shares = np.linspace(0, 1, int(np.ceil(longest / length(step))) + 1)[:, None, None]
            found.append((start + shares * (end - start)).reshape(-1, 3))
    return np.concatenate(found)


def find_room(
    label: Placed,
    at: Point,
    obstacles: Points,
    directions: Sequence[tuple[float, float]] = AROUND,
) -> Placed:
    """Move `label` to the first place near `at` that is clear of `obstacles`, else the clearest."""
    low, high = ink_box(label)
    middle, half = (low + high) / 2, (high - low) / 2
    best, most = middle, -1.0
    near = [(way, NEAREST + step) for way in directions for step in STEPS]
    for (x, y), away in [*near, *((way, NEAREST + FAR) for way in directions)]:
        goal = at + np.array([x, y, 0]) * (half + length(away if not (x and y) else away * 0.7))
        free = clearance(goal - half, goal + half, obstacles)
        if free > most + 1e-9:
            best, most = goal, free
        if free >= length(CLEAR):
            break
    shift = best - middle
    if isinstance(label, LiveNumber):
        label.place(label.at + shift, label.align)
    else:
        label.shift(shift)
    return label


def settle(
    part: Placed, box: Box, obstacles: Points, places: Sequence[tuple[float, float]] = ()
) -> Placed:
    """Move a card to the first of `places` (shares of `box`) that is clear of `obstacles`.

    Without places it is the one nearest the top. If none is clear, it is the clearest one.
    """
    half = np.array([part.width, part.height, 0]) / 2
    best, most = box.at(), -1.0
    for x, y in places or DOWNWARD:
        goal = _inside(box.at(x, y), half, box)
        free = clearance(goal - half, goal + half, obstacles)
        if free > most + 1e-9:
            best, most = goal, free
        if free >= length(CLEAR):
            break
    return part.move_to(best)


def shown_if_clear(number: LiveNumber, obstacles: Points) -> LiveNumber:
    """The number, which shows nothing where it would touch an obstacle."""
    return number if clearance(*ink_box(number), obstacles) >= length(LEAST) else number.show("")


def is_clear(part: VMobject, obstacles: Points, least: float = CLEAR) -> bool:
    """Whether a card stands clear of `obstacles`: `least` pixels from them."""
    return _room(part, obstacles) >= length(least)


def clearest(parts: Iterable[Placed], obstacles: Points) -> Placed:
    """The first of some cards that is clear of `obstacles`, else the clearest one."""
    found = list(parts)
    clear = (part for part in found if is_clear(part, obstacles))
    return next(clear, max(found, key=lambda part: _room(part, obstacles)))


def _room(part: VMobject, obstacles: Points) -> float:
    """How far from `obstacles` a card stands."""
    half, middle = np.array([part.width, part.height, 0]) / 2, part.get_center()
    return clearance(middle - half, middle + half, obstacles)


def _inside(goal: Point, half: Point, box: Box) -> Point:
    """The place nearest `goal` where a thing that is twice `half` large lies inside the box."""
    margin = np.array([length(CLEAR), 0.0, 0.0])
    low, high = box.at(0, 1) + half + margin, box.at(1, 0) - half - margin
    return np.where(low <= high, np.clip(goal, low, np.maximum(low, high)), low)


def beyond(frame: Frame) -> Points:
    """Points along both sides of the safe area: what reaches outside is not clear of them."""
    safe = frame.safe
    step, heights = CLEAR / safe.width, np.arange(0, 1, CLEAR / safe.height)
    return np.array([safe.at(x, y) for x in (-step, 1 + step) for y in heights])


def tags(
    dots: Sequence[VMobject],
    texts: Sequence[str],
    obstacles: Points,
    theme: Theme,
    directions: Sequence[tuple[float, float]] = ABOVE,
) -> list[LiveNumber]:
    """A small number beside each dot, clear of `obstacles` and of the other numbers.

    Where there is no room for a number nothing is shown, nor where it would stand nearer to another
    dot than to its own.
    """
    placed: list[LiveNumber] = []
    obstacles = np.concatenate([obstacles, beyond(theme.frame)])
    for dot, text in zip(dots, texts, strict=True):
        tag = LiveNumber(text, theme.small, theme.text).set_z_index(7)
        taken = np.concatenate([obstacles, *map(box_points, placed)])
        placed.append(shown_if_clear(find_room(tag, dot.get_center(), taken, directions), taken))
        if not is_nearest(tag, dot, dots):
            tag.show("")
    return placed


def is_nearest(number: LiveNumber, own: VMobject, others: Iterable[VMobject]) -> bool:
    """Whether a number that is shown stands as near to its own point as to any other."""
    corners = ink_box(number)
    away = {part: clearance(*corners, part.get_center()[None]) for part in (own, *others)}
    return not len(number.points) or away[own] <= min(away.values()) + length(1)
