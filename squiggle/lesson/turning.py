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

from squiggle.core import LARGEST, Network, Vector, squared_error
from squiggle.lesson.lesson import MOST_CHARACTERS, TIGHT, Lesson

ROOM = 1.5  # how much higher than the lesson's own heights the plane of a turned curve reaches
MOVED = 0.15  # share of a plane's height or width by which a curve moves for all to see
ZOOM = 2.0  # times the height of the bent curve from which a plane is zoomed to show it scaled
BEND = 4.0  # of an activation's inputs, in which its bend is seen
SOFTER = 0.3  # the share of its value to which a weight is turned at first
SAMPLES = 201
LIFT = 0.3  # share of the output's heights by which the last bias is turned up at first
BETTER = 0.1  # share of the squared error by which it falls for all to see
MUCH = 0.5  # share of it from which on no other number is looked for
FITS = 0.02  # share of the squared error of a level line below which a fit is good as it is
MOST = 8  # hidden nodes whose numbers may be turned
STEPS = 11  # places on the way of a turn at which the squared error is looked at
ALL = 4  # turns that are seen: of the weight, of its sign, of the bias, of the second weight
Chosen = TypeVar("Chosen")


def _output(network: Network, x: Vector) -> Vector:
    """What the network says at each input, shape (S,)."""
    return network(x[:, None])[:, 0]


def written(lesson: Lesson, name: str, value: float) -> str:
    """A value of a parameter as its chip says it; only that of a weight is never written as 0."""
    if value == lesson.parameters[name]:
        return lesson.given(name)
    if name.startswith("b"):
        return lesson.numbers.show(value, lesson.places(name))
    room = MOST_CHARACTERS[len(lesson.node_names) == TIGHT]
    return lesson.numbers.weight(value, lesson.places(name), room)


def _as_written(lesson: Lesson, name: str, value: float) -> float:
    value = min(LARGEST, max(-LARGEST, value))
    return min(LARGEST, max(-LARGEST, float(lesson.numbers.read(written(lesson, name, value)))))


def _once(choose: Callable[[Lesson], Chosen]) -> Callable[[Lesson], Chosen]:
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


@_once
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
        values = [_as_written(lesson, names[0], sign * size) for size in sizes]
        first = _first(values, lambda w: plane.moves(made(0.0, bias), made(w, bias)))
    sharp = [_as_written(lesson, names[0], -first / 2.0**power) for power in range(13)]
    mirrored = [w for w in sharp if w and plane.holds(made(w, bias))] or sharp[:1]
    other = _first(mirrored, lambda w: plane.rises(made(w, bias)))
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


def _first(values: Sequence[float], seen: Callable[[float], float]) -> float:
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
    goals = [goal for goal in (_as_written(lesson, name, g) for g in goals) if goal != bias]

    def seen(goal: float) -> float:
        curve = plane.made(weight, goal)
        aside = abs((goal - bias) / weight) / (high - low) if weight else 0.0
        rises = min(plane.rises(own), plane.rises(curve))
        return max(plane.moves(own, curve), min(aside, 1.0) if rises >= MOVED else 0.0)

    if not goals:
        return ()
    goal = _first(goals, seen)
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
    part = _as_written(lesson, name, SOFTER * size) if size == scale else size
    return tuple(dict.fromkeys((part, -size, scale)))


def node_of(lesson: Lesson, parameter: str) -> tuple[str, int | None]:
    """What a parameter is (weight, bias, scale, last), and the place of its hidden node, if any.

    >>> from squiggle.lesson import load
    >>> node_of(load(), "w4"), node_of(load(), "b3")
    (('scale', 1), ('last', None))
    """
    count, place = len(lesson.node_names), int(parameter[1:]) - 1
    if parameter.startswith("b"):
        return ("bias", place) if place < count else ("last", None)
    return ("weight", place) if place < count else ("scale", place - count)


# ---- the last bias ----


@_once
def lifted(lesson: Lesson) -> float:
    """The value to which the last bias is turned: the output moves for all to see."""
    name = [*lesson.parameters][-1]
    bias, curve = lesson.parameters[name], lesson.curve
    shown = [*lesson.targets, *curve.output]
    if lesson.output_activation.is_plain:
        shown += [*curve.sum, *curve.shifted]
    height = LIFT * (float(np.ptp(shown)) or 1.0)
    steps = [height * 2.0**power * way for power in range(24) for way in (1, -1)]
    values = [_as_written(lesson, name, bias + step) for step in steps]
    x = np.linspace(*lesson.interval, SAMPLES)

    def seen(value: float) -> float:
        outputs = _output(lesson.network.changed(**{name: value}), x)
        own = _output(lesson.network, x)
        return float(np.abs(outputs - own).mean()) / (float(np.ptp([*shown, *outputs])) or 1.0)

    return _first(values, seen)


# ---- the last turn ----


@dataclass(frozen=True)
class LastTurn:
    """The parameter that is turned at the end, to which value, and what comes of it.

    `kind` is better (the squared error falls), fits (no single number makes it better: this one is
    turned away and back), drawn (nothing was measured), or still (no squiggle is seen to move).
    """

    parameter: str
    goal: float
    kind: str

    @property
    def comes_back(self) -> bool:
        """Whether it is turned back to the lesson's own value."""
        return self.kind == "fits"


@_once
def last_turn(lesson: Lesson) -> LastTurn:
    """The turn that improves the squiggle most, among those that are seen.

    The first parameter with which the error falls by `MUCH` is good enough.
    """
    tries = _Tries(lesson)
    if lesson.has_data and not tries.fits:
        best, most = None, BETTER
        for name in tries.names:
            for goal in tries.goals(name):
                if tries.moved(name, goal) < MOVED:
                    continue
                better = tries.better(name, goal)
                if better > most:
                    best, most = LastTurn(name, goal, "better"), better
            if best is not None and most >= MUCH:
                break
        if best is not None:
            return best
    moves = {
        (name, goal): tries.moved(name, goal) for name in tries.names for goal in tries.goals(name)
    }
    name, goal = min(moves, key=lambda turn: abs(moves[turn] - 2 * MOVED))
    if moves[name, goal] < MOVED:
        return LastTurn(name, goal, "still")
    return LastTurn(name, goal, "fits" if lesson.has_data else "drawn")


class _Tries:
    """What a lesson's squiggle would be with one number turned."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.x = np.linspace(*lesson.interval, SAMPLES)
        self.own = _output(lesson.network, self.x)
        self.shown = [*lesson.targets, *self.own]
        self.seen: dict[tuple[str, float], float] = {}
        self.names = self._names()

    def _names(self) -> list[str]:
        """The parameters that may be turned: of many nodes those of the `MOST` that matter most."""
        rises = [float(np.ptp(node.scaled)) for node in self.lesson.curve.nodes]
        ranked = sorted(range(len(rises)), key=lambda place: -rises[place])[:MOST]
        found = {name: node_of(self.lesson, name)[1] for name in self.lesson.parameters}
        return [name for name, node in found.items() if node is None or node in ranked]

    @property
    def fits(self) -> bool:
        """Whether the squiggle passes so close to all measurements that no turn is better."""
        targets = self.lesson.targets
        level = squared_error(np.full_like(targets, targets.mean()), targets)
        return self.lesson.error <= FITS * level

    def goals(self, name: str) -> list[float]:
        """The values to which a parameter may be turned."""
        value, lesson = self.lesson.parameters[name], self.lesson
        goals = [SOFTER * value, 0.5 * value, 0.7 * value, 1.5 * value, 2.0 * value, -value]
        if name.startswith("b") or not value:
            is_last = name == [*lesson.parameters][-1]
            sums = [*lesson.targets, *lesson.curve.shifted] if is_last else [0.0, BEND]
            goals += [
                value + step * float(np.ptp(sums)) for step in (0.25, -0.25, 0.5, -0.5, 1, -1)
            ]
        return [g for g in (_as_written(lesson, name, goal) for goal in goals) if g != value]

    def moved(self, name: str, goal: float) -> float:
        """By how much of its plane the squiggle moves."""
        if (name, goal) not in self.seen:
            turned = _output(self.lesson.network.changed(**{name: goal}), self.x)
            height = float(np.ptp([*self.shown, *turned])) or 1.0
            self.seen[name, goal] = float(np.abs(turned - self.own).max()) / height
        return self.seen[name, goal]

    def better(self, name: str, goal: float) -> float:
        """By which share the squared error falls, if it falls all the way."""
        lesson, start = self.lesson, self.lesson.parameters[name]
        errors = np.array(
            [
                squared_error(
                    _output(lesson.network.changed(**{name: float(value)}), lesson.inputs),
                    lesson.targets,
                )
                for value in np.linspace(start, goal, STEPS)
            ]
        )
        return float(1 - errors[-1] / errors[0]) if np.all(np.diff(errors) < 0) else 0.0
