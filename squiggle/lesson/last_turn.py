"""What is turned at the end: the last bias, and the number with which the film closes.

The last turn is one that is seen, and with which the squared error falls if that can be.
"""

from dataclasses import dataclass

import numpy as np

from squiggle.core import Network, Vector, squared_error
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.turning import BEND, MOVED, SAMPLES, SOFTER, as_written, first_seen, once

LIFT = 0.3  # share of the output's heights by which the last bias is turned up at first
BETTER = 0.1  # share of the squared error by which it falls for all to see
MUCH = 0.5  # share of it from which on no other number is looked for
FITS = 0.02  # share of the squared error of a level line below which a fit is good as it is
MOST = 8  # hidden nodes whose numbers may be turned
STEPS = 11  # places on the way of a turn at which the squared error is looked at


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


def _output(network: Network, x: Vector) -> Vector:
    """What the network says at each input, shape (S,)."""
    return network(x[:, None])[:, 0]


@once
def lifted(lesson: Lesson) -> float:
    """The value to which the last bias is turned: the output moves for all to see."""
    name = [*lesson.parameters][-1]
    bias, curve = lesson.parameters[name], lesson.curve
    shown = [*lesson.targets, *curve.output]
    if lesson.output_activation.is_plain:
        shown += [*curve.sum, *curve.shifted]
    height = LIFT * (float(np.ptp(shown)) or 1.0)
    steps = [height * 2.0**power * way for power in range(24) for way in (1, -1)]
    values = [as_written(lesson, name, bias + step) for step in steps]
    x = np.linspace(*lesson.interval, SAMPLES)

    def seen(value: float) -> float:
        outputs = _output(lesson.network.changed(**{name: value}), x)
        own = _output(lesson.network, x)
        return float(np.abs(outputs - own).mean()) / (float(np.ptp([*shown, *outputs])) or 1.0)

    return first_seen(values, seen)


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


@once
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
        return [g for g in (as_written(lesson, name, goal) for goal in goals) if g != value]

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
