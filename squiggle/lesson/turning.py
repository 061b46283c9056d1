"""What is turned to show what a number does: in which node, which number, and how far.

A turn that nobody sees explains nothing, so each is chosen for what it does to the picture: a curve
moves by `MOVED` of its plane at least, or the turn is not made. A number goes to values as they are
written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from squiggle.core import LARGEST, Vector
from squiggle.lesson.lesson import MOST_CHARACTERS, TIGHT, Lesson

ROOM = 1.5  # how much higher than the lesson's own heights the plane of a turned curve reaches
MOVED = 0.15  # share of a plane's height or width by which a curve moves for all to see
ZOOM = 2.0  # times the height of the bent curve from which a plane is zoomed to show it scaled
BEND = 4.0  # of an activation's inputs, in which its bend is seen
SOFTER = 0.3  # the share of its value to which a weight is turned at first
SAMPLES = 201
ALL = 4  # turns that are seen: of the weight, of its sign, of the bias, of the second weight
Chosen = TypeVar("Chosen")


def written(lesson: Lesson, name: str, value: float) -> str:
    """A value of a parameter as its chip says it; only that of a weight is never written as 0."""
    if value == lesson.parameters[name]:
        return lesson.given(name)
    if name.startswith("b"):
        return lesson.numbers.show(value, lesson.places(name))
    room = MOST_CHARACTERS[len(lesson.node_names) == TIGHT]
    return lesson.numbers.weight(value, lesson.places(name), room)


def as_written(lesson: Lesson, name: str, value: float) -> float:
    """A value as it can be read off its chip, within the limits of a network."""
    value = min(LARGEST, max(-LARGEST, value))
    return min(LARGEST, max(-LARGEST, float(lesson.numbers.read(written(lesson, name, value)))))


def once(choose: Callable[[Lesson], Chosen]) -> Callable[[Lesson], Chosen]:
    """Choose once for each lesson, as long as it lives."""
    known: WeakKeyDictionary[Lesson, Chosen] = WeakKeyDictionary()

    @wraps(choose)
    def chosen(lesson: Lesson) -> Chosen:
        if lesson not in known:
            known[lesson] = choose(lesson)
        return known[lesson]

    return chosen


@dataclass(frozen=True)
class Turns:
    """What is turned in the hidden node `node`, to which values in turn.

    `weight` starts at 0 and has a value, one of the other sign, and the lesson's own; `bias` and
    `scale` have none when nothing that they do is seen. `flips` says whether the slice still rises
    or falls with the other sign, `turns_over` whether the scaled one does.
    """

    node: int
    weight: tuple[float, ...]
    bias: tuple[float, ...]
    scale: tuple[float, ...]
    flips: bool
    turns_over: bool
    seen: int


def ceiling(lesson: Lesson, node: int) -> float:
    """How high a node's plane reaches at least: half as high again as its own curve, if it rises.

    Where heights have a limit it is that.
    """
    limit = limits(lesson)
    if limit is not None:
        return limit[1]
    return ROOM * _highest(lesson, node) or 1.0


def limits(lesson: Lesson) -> tuple[float, float] | None:
    """Between which heights the activation stays, if it has limits."""
    low, high = lesson.activation.f(np.array([-1e6, 1e6]))
    beyond = lesson.activation.f(np.array([-2e6, 2e6]))
    return (float(low), float(high)) if np.allclose([low, high], beyond) else None


def _highest(lesson: Lesson, node: int) -> float:
    return float(np.abs(_bent(lesson, *_own(lesson, node)[:2])).max())


def _bent(lesson: Lesson, weight: float, bias: float) -> Vector:
    """A node's curve over the lesson's inputs, for any weight and bias."""
    return lesson.activation.f(weight * np.linspace(*lesson.interval, SAMPLES) + bias)


def _own(lesson: Lesson, node: int) -> tuple[float, float, float]:
    return lesson.network.bends()[node]


@once
def turns(lesson: Lesson) -> Turns:
    """The turns in the first hidden node in which all of them are seen, or the most."""
    best: Turns | None = None
    for node in range(len(lesson.node_names)):
        found = _turns_of(lesson, node)
        if best is None or found.seen > best.seen:
            best = found
        if best.seen == ALL:
            break
    assert best is not None
    return best


def _turns_of(lesson: Lesson, node: int) -> Turns:
    weight, bias, scale = _own(lesson, node)
    names = f"w{node + 1}", f"b{node + 1}", f"w{node + 1 + len(lesson.node_names)}"
    plane = _Plane.of(lesson, node)
    made, own = plane.made, plane.made(weight, bias)
    farthest = float(np.abs(lesson.interval).max())
    grows = plane.moves(made(0.0, bias), own) >= MOVED
    sizes = BEND / farthest * 2.0 ** np.arange(-3, 9)
    sign = -1.0 if weight < 0 else 1.0
    first = weight
    if not grows:
        values = [as_written(lesson, names[0], sign * size) for size in sizes]
        first = first_seen(values, lambda w: plane.moves(made(0.0, bias), made(w, bias)))
    sharp = [as_written(lesson, names[0], -first / 2.0**power) for power in range(13)]
    mirrored = [w for w in sharp if w and plane.holds(made(w, bias))] or sharp[:1]
    other = first_seen(mirrored, lambda w: plane.rises(made(w, bias)))
    flips = plane.rises(made(first, bias)) >= MOVED / 2 <= plane.rises(made(other, bias))
    turned = plane.moves(made(first, bias), made(other, bias)) >= MOVED
    slid = _slid(lesson, node, plane)
    scaled = _scaled(lesson, names[2], plane, own, scale)
    is_own = bool(scaled) and abs(scaled[0]) <= abs(scale)
    return Turns(
        node,
        tuple(dict.fromkeys((first, other, weight))),
        slid,
        scaled,
        bool(flips),
        plane.rises(own) >= MOVED / 2,
        sum(map(bool, (grows, turned, slid, is_own))),
    )


def first_seen(values: Sequence[float], seen: Callable[[float], float]) -> float:
    """The first of the values whose effect is `MOVED`, else the one with the greatest."""
    effects = [seen(value) for value in values]
    enough = (value for value, effect in zip(values, effects, strict=True) if effect >= MOVED)
    return next(enough, values[int(np.argmax(effects))])


@dataclass(frozen=True)
class _Plane:
    """The plane on which a node's curve is turned: its heights, and the curve."""

    lesson: Lesson
    low: float
    high: float
    shown: float

    @classmethod
    def of(cls, lesson: Lesson, node: int) -> "_Plane":
        weight, bias, scale = _own(lesson, node)
        bent = _bent(lesson, weight, bias)
        top, limit = ceiling(lesson, node), limits(lesson)
        low = min(0.0, limit[0] if limit else float(bent.min()) * ROOM)
        small = max(top, 0.0) - low
        scaled = np.abs(scale * bent).max()
        tall = max(top, scaled) - min(low, -scaled)
        return cls(lesson, low, max(top, 0.0), tall if tall <= ZOOM * small else small)

    def made(self, weight: float, bias: float) -> Vector:
        """The node's curve with another weight and bias."""
        return _bent(self.lesson, weight, bias)

    def moves(self, before: Vector, after: Vector) -> float:
        """By how much of the plane's height a curve moves, as far as it is on the plane."""
        old, new = (np.clip(y, self.low, self.high) for y in (before, after))
        return float(np.abs(new - old).max()) / self.shown

    def rises(self, y: Vector) -> float:
        """How much of the plane's height a curve has, as far as it is on the plane."""
        return float(np.ptp(np.clip(y, self.low, self.high))) / self.shown

    def holds(self, y: Vector) -> bool:
        """Whether the curve stays on the plane."""
        near = 1e-9 * self.shown
        return bool(self.low - near <= y.min() and y.max() <= self.high + near)


def _slid(lesson: Lesson, node: int, plane: _Plane) -> tuple[float, ...]:
    """A bias with which the curve lies elsewhere, its bend in the middle if that is seen; back."""
    weight, bias, _ = _own(lesson, node)
    low, high = lesson.interval
    name, own = f"b{node + 1}", plane.made(weight, bias)
    shares = (0.5, 0.3, 0.7, 0.1, 0.9) if weight else ()
    goals = [-weight * (low + share * (high - low)) for share in shares]
    goals += [bias + step * 2.0**power for power in range(-2, 8) for step in (1, -1)]
    goals = [goal for goal in (as_written(lesson, name, g) for g in goals) if goal != bias]

    def seen(goal: float) -> float:
        curve = plane.made(weight, goal)
        aside = abs((goal - bias) / weight) / (high - low) if weight else 0.0
        rises = min(plane.rises(own), plane.rises(curve))
        return max(plane.moves(own, curve), min(aside, 1.0) if rises >= MOVED else 0.0)

    if not goals:
        return ()
    goal = first_seen(goals, seen)
    return (goal, bias) if seen(goal) >= MOVED / 2 else ()


def _scaled(
    lesson: Lesson, name: str, plane: _Plane, own: Vector, scale: float
) -> tuple[float, ...]:
    """Values of the second weight: of one size, of another sign, and the lesson's own at last."""
    highest = float(np.abs(own).max())
    if highest < MOVED / 4 * plane.shown:
        return ()
    size = abs(scale) if 2 * abs(scale) * highest >= MOVED * plane.shown else 1.0
    if scale < 0 and size == -scale:
        return size, scale
    part = as_written(lesson, name, SOFTER * size) if size == scale else size
    return tuple(dict.fromkeys((part, -size, scale)))
