"""Any small network: every chapter is built, and at rest nothing collides or leaves the frame.

Hard lessons are listed, each for something that once went wrong; more are drawn at random.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from squiggle.lesson import Lesson
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
from .networks import HARD, lessons
from .playing import hurry
from .seen import Snapshot
from .test_collisions import holding, shapes_outside, texts_outside

EXAMPLES = 8  # random lessons; ten times as many are tried by hand after a change of the stage
SMALLEST = 27 - 1e-6  # pixels: the least cap height of a text


def too_small(snapshot: Snapshot) -> Iterator[Pair]:
    """Texts that are smaller than the smallest size."""
    yield from ((text, text, text.cap) for text in snapshot.texts if text.cap < SMALLEST)


RULES: tuple[Callable[[Snapshot], Iterator[Pair]], ...] = (
    texts_outside,
    shapes_outside,
    holding(text_on_text, APART),
    text_on_stroke,
    text_under_plate,
    chip_on_chip,
    in_the_band,
    over_the_title,
    too_small,
)


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


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(lesson=lessons())
def test_any_lesson_is_told_without_a_collision(lesson, tmp_path_factory):
    found = wrong(lesson, tmp_path_factory.mktemp("lesson"))
    assert not found, f"{lesson.network}\n" + "\n".join(found)
