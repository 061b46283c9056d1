"""A lesson: one network, the data it is judged by, and how it is to be told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from squiggle.core import (
    Activation,
    Network,
    Trace,
    Vector,
    gaps,
    locked,
    node_names,
    sample,
    squared_error,
)
from squiggle.lesson.decimals import decimals_for, error_places
from squiggle.lesson.numbers import Numbers
from squiggle.lesson.speech import SILENCE, Speech

MOST_DIGITS = 4  # of a parameter that is drawn on its connection
MOST_CHARACTERS = 7, 5  # of it, its sign not counted, and in a diagram of so many hidden nodes:
TIGHT = 3  # their connections have room for one digit less, too
MARKS = 6  # inputs that are followed one by one
MOST_DRAWN = 200  # measurements beyond which dots become a cloud, so that only some are drawn
WIDE = "16:9"  # the shape of a film that does not say another
CLOSE = 0.2  # share of the targets' spread up to which a gap counts as a fit


@dataclass(frozen=True, eq=False)
class Group:
    """Measurements that belong together, such as the low doses; both arrays of shape (S,)."""

    name: str
    inputs: Vector
    targets: Vector


@dataclass(frozen=True)
class Names:
    """What input and output are called, and their units ("" for none).

    `inputs` is the plural; "" lets the language form it.
    """

    input: str
    output: str
    inputs: str = ""
    input_unit: str = ""
    output_unit: str = ""


@dataclass(frozen=True, eq=False)
class Lesson:
    """What is told: the network, the measurements (shape (S,) each), the names, the look.

    `inputs` rise and may repeat; there may be none. `interval` is what the planes show of the input
    (data units) and `question` the input the viewer is asked about. `decimals` holds, for each
    parameter, how many decimals it is written with. `chapters` names those wanted (none: all that
    the storyboard has for this network). `narration` is a folder of recordings, `voice` a synthetic
    voice ("" for none), and `speech` what they make of it, once they have been heard.
    """

    name: str
    title: str
    network: Network
    inputs: Vector
    targets: Vector
    groups: tuple[Group, ...]
    interval: tuple[float, float]
    question: float
    names: Names
    decimals: Mapping[str, int]
    chapters: tuple[str, ...] = ()
    pacing: str = "lesson"
    theme: str = "dark"
    captions: bool = True
    language: str = "en"
    decimal_mark: str = "."
    narration: str = ""
    voice: str = ""
    speech: Speech = SILENCE
    shape: str = WIDE

    @property
    def parameters(self) -> dict[str, float]:
        """The network's numbers by name, in reading order."""
        return self.network.parameters

    @property
    def activation(self) -> Activation:
        """What bends in the hidden nodes."""
        return self.network.activation

    @property
    def output_activation(self) -> Activation:
        """What bends after the last sum."""
        return self.network.output_activation

    @property
    def node_names(self) -> tuple[str, ...]:
        """What the hidden nodes are called, top to bottom."""
        return node_names(self.network.layers[0].size)

    def given(self, parameter: str) -> str:
        """A parameter as it is written: with its decimals, as far as there is room for digits.

        `KeyError` for an unknown one.
        """
        room = MOST_CHARACTERS[len(self.node_names) == TIGHT]
        return self.numbers.weight(self.parameters[parameter], self.places(parameter), room)

    def places(self, parameter: str) -> int:
        """The decimals with which a parameter is written; `KeyError` for an unknown one."""
        whole = len(str(int(abs(self.parameters[parameter]))))
        room = MOST_DIGITS - (len(self.node_names) == TIGHT)
        return min(self.decimals[parameter], max(0, room - whole))

    @cached_property
    def marks(self) -> Vector:
        """The inputs that are followed one by one, rising, shape (M,) with M from 2 to `MARKS`.

        The measured ones if they are few, else some of them, else a row of even ones. Of many the
        first, the last and the one with the widest gap are among them, and others in between. All
        are round to a hundredth of the interval, as they are written.
        """
        low, high = self.interval
        known = np.unique(self.inputs)
        if len(known) > MARKS:
            known = self._some_of(known)
        if len(known) < 2:
            known = np.linspace(low, high, MARKS)
        written = np.unique([self._written(x) for x in known])
        return locked(written if len(written) > 1 else known)

    def _some_of(self, known: Vector) -> Vector:
        """`MARKS` of the measured inputs: the ends, the worst missed, and what is between."""
        places = np.linspace(known[0], known[-1], MARKS)
        chosen = [int(np.argmin(np.abs(known - place))) for place in places]
        worst = int(np.searchsorted(known, self.inputs[int(np.argmax(np.abs(self.gaps)))]))
        if worst not in chosen:
            inner = chosen[1:-1]
            nearest = int(np.argmin(np.abs(known[inner] - known[worst])))
            chosen[1 + nearest] = worst
        return known[chosen]

    def _written(self, x: float) -> float:
        """`x` as it is written: with the decimals of inputs, and still inside the interval."""
        digits = self.numbers.decimals["input"]
        return float(np.clip(round(float(x), digits), *self.interval))

    @cached_property
    def trace(self) -> Trace:
        """Every step of the network at the marks."""
        return Trace.of(self.network, self.marks)

    def trace_at(self, inputs: ArrayLike) -> Trace:
        """Every step of the network at other inputs, shape (S,)."""
        return Trace.of(self.network, inputs)

    @cached_property
    def asked(self) -> Trace:
        """Every step of the network at the question, shape (1,)."""
        return self.trace_at([self.question])

    @cached_property
    def curve(self) -> Trace:
        """Every step along the whole interval, sampled as densely as the curves bend.

        The marks, the drawn measurements and the question are among the samples.
        """
        through = [*self.marks, *self.inputs[list(self.drawn)], self.question]
        return self.trace_at(sample(self.network, *self.interval, through=through))

    @cached_property
    def numbers(self) -> Numbers:
        """How numbers are written: as many decimals as each kind's spread asks for."""
        ends = self.trace_at(np.linspace(*self.interval, 257))
        spreads = {
            "input": np.array(self.interval),
            "biased": np.concatenate(
                [part for n in ends.nodes for part in (n.multiplied, n.biased)]
            ),
            "bent": np.concatenate([n.bent for n in ends.nodes]),
            "output": np.concatenate(
                [*(n.scaled for n in ends.nodes), ends.sum, ends.output, self.targets]
            ),
        }
        return Numbers(self.decimal_mark, decimals_for(spreads))

    @property
    def wants_sound(self) -> bool:
        """Whether the film is narrated."""
        return bool(self.narration or self.voice)

    @property
    def has_data(self) -> bool:
        """Whether anything was measured."""
        return len(self.inputs) > 0

    @property
    def has_groups(self) -> bool:
        """Whether the measurements are told in groups, whose names stand below the input's axis."""
        return len(self.groups) > 0

    @property
    def can_ask(self) -> bool:
        """Whether there are measurements that a line could pass through: two inputs at least."""
        return len(np.unique(self.inputs)) > 1

    @property
    def is_yes_no(self) -> bool:
        """Whether the targets say that something works (1) or does not (0)."""
        return self.has_data and set(self.targets.tolist()) == {0.0, 1.0}

    @property
    def outputs(self) -> Vector:
        """What the network says at each measured input, shape (S,)."""
        return self.measured.output

    @cached_property
    def measured(self) -> Trace:
        """Every step of the network at the measured inputs."""
        return self.trace_at(self.inputs)

    @cached_property
    def gaps(self) -> Vector:
        """How far the network's output lies above each measurement, shape (S,)."""
        return gaps(self.outputs, self.targets)

    @property
    def close(self) -> float:
        """The size of a gap up to which it counts as a fit (data units)."""
        spread = float(np.ptp(self.targets)) if self.has_data else 0.0
        return CLOSE * (spread or max(1.0, float(np.abs(self.targets).max(initial=0.0))))

    @cached_property
    def drawn(self) -> tuple[int, ...]:
        """Which measurements are drawn, by their place: all, or `MOST_DRAWN` spread evenly."""
        if len(self.inputs) <= MOST_DRAWN:
            return tuple(range(len(self.inputs)))
        places = np.linspace(0, len(self.inputs) - 1, MOST_DRAWN)
        return tuple(int(place) for place in np.unique(np.round(places)))

    @property
    def error(self) -> float:
        """The sum of the squared gaps."""
        return squared_error(self.outputs, self.targets)

    @cached_property
    def few(self) -> tuple[int, ...]:
        """Which measurements a hurried teacher would keep: the first, the asked, the last.

        If the asked one is missed it is the nearest between the ends that fits.
        """
        if not self.has_data:
            return ()
        away = np.abs(self.inputs - self.question)
        fits = np.abs(self.gaps) <= self.close
        fits[[0, -1]] = False  # they are kept anyhow
        asked = int(np.argmin(np.where(fits | ~fits.any(), away, np.inf)))
        return tuple(sorted({0, asked, len(self.inputs) - 1}))

    @property
    def error_of_few(self) -> float:
        """The sum of the squared gaps over the `few` alone."""
        return float(np.sum(self.gaps[list(self.few)] ** 2))

    @cached_property
    def error_places(self) -> int:
        """The decimals with which squared errors are written: alike, so that a part is a part."""
        return error_places(self.error, self.numbers.decimals["output"], len(self.inputs))

    @cached_property
    def digest(self) -> str:
        """64 hex digits that change with anything a viewer could see or hear change."""
        kinds = self.network.activation, self.network.output_activation
        told = {
            "parameters": {name: repr(value) for name, value in self.parameters.items()},
            "decimals": dict(self.decimals),
            "activations": [(kind.name, kind.beta) for kind in kinds],
            "inputs": self.inputs.tolist(),
            "targets": self.targets.tolist(),
            "groups": [(group.name, len(group.inputs)) for group in self.groups],
            "interval": self.interval,
            "names": [self.title, *vars(self.names).values()],
            "question": self.question,
            "telling": [list(self.chapters), self.pacing, self.decimal_mark],
            "look": [self.theme, self.captions, self.language],
        }
        if self.speech.digest:
            told |= {"speech": self.speech.digest}
        if self.shape != WIDE:  # wide films have said nothing of it from the first
            told["shape"] = self.shape
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()
