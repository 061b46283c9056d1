"""Any small network: every chapter is built, and at rest nothing collides or leaves the frame.

Hard lessons are listed, each for something that once went wrong; more are drawn at random from a
seed that is its name, so that a failure can be looked at again.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from squiggle.core import ACTIVATIONS, Network, activation, locked
from squiggle.lesson import Lesson, Names, load
from squiggle.lesson.pacing import tell

from .collisions import (
    APART,
    Pair,
    chip_on_chip,
    in_the_band,
    over_the_title,
    report,
    text_on_stroke,
    text_on_text,
    text_under_plate,
)
from .playing import hurry
from .seen import Snapshot
from .test_collisions import holding, shapes_outside, texts_outside

DOSAGE = load()
NOTHING: dict[str, Any] = {"inputs": locked([]), "targets": locked([]), "groups": ()}
NAMES = Names("concentration", "growth", "concentrations", "mg/l", "mm")
SEEDS: tuple[int, ...] = ()
RULES: tuple[Callable[[Snapshot], Iterator[Pair]], ...] = (
    texts_outside,
    shapes_outside,
    holding(text_on_text, APART),
    text_on_stroke,
    text_under_plate,
    chip_on_chip,
    in_the_band,
    over_the_title,
)


def told(bends, bias=0.5, kind="softplus", beta=1.0, output="identity", **changes) -> Lesson:
    network = Network.of_bends(bends, bias, activation=activation(kind, beta), output=output)
    return replace(
        DOSAGE, network=network, decimals=dict.fromkeys(network.parameters, 2), **changes
    )


def measured(inputs, targets, **changes) -> dict[str, Any]:
    inputs, targets = locked(inputs), locked(targets)
    middle = float(np.round(inputs[len(inputs) // 2]))
    ends = float(inputs[0]), float(inputs[-1])
    shape = {"groups": (), "interval": ends, "question": middle}
    return {"inputs": inputs, "targets": targets} | shape | changes


HARD = {
    "one node": told([(-3.2, 1.1, 2.0)]),
    "one dead relu": told([(1.0, -9.0, 2.0)], kind="relu"),
    "a weight of zero": told([(0.0, 1.0, 2.0), (2.0, -1.0, 1.0)]),
    "wiped out": told([(3.0, -1.0, 0.0), (2.0, -1.0, 1.0)]),
    "twins": told([(3.0, -1.0, 1.5), (3.0, -1.0, -0.5)], kind="tanh"),
    "three nodes and a last bend": told(
        [(2.0, -1.0, 1.5), (-3.0, 1.0, -0.5), (1.0, 0.5, 0.75)], output="sigmoid"
    ),
    "straight lines": told([(2.0, -1.0, 1.5), (-3.0, 1.0, -0.5)], kind="identity"),
    "a sharp softplus": told([(6.0, -3.0, 1.5), (-3.0, 1.0, -0.5)], beta=8.0),
    "on a light ground": told([(-9.0, 4.0, 1.2), (5.0, -2.0, 0.7)], theme="light"),
}


def random_lesson(seed: int) -> Lesson:
    """A network of 1 to 8 nodes with weights from 0.001 to 1000, data of some kind, a theme."""
    rng = np.random.default_rng(seed)

    def weight() -> float:
        if rng.random() < 0.1:
            return float(rng.choice([0.0, 1.0, -1.0]))
        size = 10 ** rng.uniform(-3, 3) * rng.choice([-1, 1])
        return float(np.round(size, int(rng.integers(1, 4))))

    bends = [(weight(), weight(), weight()) for _ in range(int(rng.integers(1, 9)))]
    kind = str(rng.choice(sorted(ACTIVATIONS)))
    beta = 2.5 if kind == "softplus" and rng.random() < 0.5 else 1.0
    output = str(rng.choice(["identity", "identity", "relu", "sigmoid", "tanh"]))
    inputs = np.sort(np.round(rng.uniform(-3, 7, 9), 1))
    targets = np.round(rng.normal(size=9) * 10 ** rng.uniform(-1, 4), 2)
    data = ({}, NOTHING, measured(inputs, targets))[int(rng.integers(0, 3))]
    theme = str(rng.choice(["dark", "light"]))
    return told(bends, weight(), kind, beta, output, theme=theme, **data)


def wrong(lesson: Lesson, folder) -> list[str]:
    """What breaks a rule at rest, a line each."""
    found = []
    for plan in tell(lesson):
        played = hurry(plan, lesson, folder)
        assert list(played.ends) == [beat.name for beat in plan.beats]
        found += [line for rule in RULES if (line := report(played, rule, moving=False))]
        texts = [text.text for snapshot in played.snapshots for text in snapshot.texts]
        found += [f"{plan.name}: {text}" for text in texts if re.search(r"\b(nan|inf)\b", text)]
        shapes = [shape for snapshot in played.snapshots for shape in snapshot.shapes]
        found += [f"{plan.name}: {s}" for s in shapes if not np.isfinite(s.mob.points).all()]
    return found


@pytest.mark.parametrize("lesson", HARD.values(), ids=HARD.keys())
def test_a_hard_lesson_is_told_without_a_collision(lesson, tmp_path):
    assert not (found := wrong(lesson, tmp_path)), "\n".join(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_lesson_is_told_without_a_collision(seed, tmp_path):
    lesson = random_lesson(seed)
    assert not (found := wrong(lesson, tmp_path)), f"{lesson.network}\n" + "\n".join(found)
