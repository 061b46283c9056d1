"""Whatever the network: what is spoken of lies inside its plane, and nothing covers it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from manim import RoundedRectangle

from squiggle.lesson import Lesson
from squiggle.lesson.pacing import tell
from squiggle.stage.curve import Curve, Dot, Stick
from squiggle.stage.output_plane import NUMBERS

from .networks import HARD, lessons
from .playing import Played, hurry
from .seen import Shape

EDGE = 1.0  # pixels that a stick's end may lie outside the plane, for it is as wide as that
hard = pytest.mark.parametrize("lesson", HARD.values(), ids=HARD.keys())
few = settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def hurried(lesson: Lesson, name: str, folder) -> list[Played]:
    return [hurry(plan, lesson, folder) for plan in tell(lesson) if plan.name == name]


def cut_sticks(lesson: Lesson, folder) -> list[str]:
    """Sticks of the sum that begin or end outside their plane."""
    found = []
    for played in hurried(lesson, "SumAndShift", folder):
        for snapshot in played.snapshots:
            axis = snapshot.frame.axis
            for shape in snapshot.shapes:
                if isinstance(shape.mob, Stick):
                    *_, ay, by = snapshot.maps[shape.mob.plane.name]
                    ends = ay * np.array(shape.data[1:]) + by
                    if ends.min() < axis.top - EDGE or ends.max() > axis.bottom + EDGE:
                        found.append(f"{snapshot}: {shape} from {ends}")
    return found


def distance_to(card: Shape, shape: Shape) -> float:
    """Pixels from a card to the nearest point of something drawn; 0 where it is covered."""
    low, high = card.box[:2], card.box[2:]
    outside = np.maximum(np.maximum(low - shape.points, shape.points - high), 0)
    return float(np.hypot(*outside.T).min())


def covered(lesson: Lesson, folder) -> list[str]:
    """What of the curve and the measurements the card with the question covers."""
    found, seen = [], 0
    for played in hurried(lesson, "Prediction", folder):
        for snapshot in played.snapshots:
            plates = [s for s in snapshot.shapes if isinstance(s.mob, RoundedRectangle)]
            cards = [s for s in plates if not s.within("chip")]
            drawn = [s for s in snapshot.shapes if isinstance(s.mob, Curve | Dot)]
            seen += len(cards)
            found += [f"{snapshot}: {s}" for c in cards for s in drawn if distance_to(c, s) <= 0]
        assert seen
    return found


@hard
def test_sticks_end_inside_the_plane(lesson, tmp_path):
    assert not (found := cut_sticks(lesson, tmp_path)), "\n".join(found)


@few
@given(lesson=lessons(most=3))
def test_sticks_of_any_two_or_three_nodes_end_inside_the_plane(lesson, tmp_path_factory):
    assert not (found := cut_sticks(lesson, tmp_path_factory.mktemp("l"))), "\n".join(found)


@hard
def test_the_question_covers_neither_curve_nor_measurements(lesson, tmp_path):
    assert not (found := covered(lesson, tmp_path)), "\n".join(found)


@few
@given(lesson=lessons())
def test_no_question_covers_a_curve(lesson, tmp_path_factory):
    assert not (found := covered(lesson, tmp_path_factory.mktemp("l"))), "\n".join(found)


def beside_ticks(lesson: Lesson, folder) -> list[str]:
    """Numbers of nobody that stand left of the large plane, where they are read with a tick's."""
    found = []
    for name in ("SumAndShift", "Prediction", "HowGoodIsIt"):
        for played in hurried(lesson, name, folder):
            for snapshot in played.snapshots:
                axis = snapshot.frame.axis
                for text in snapshot.texts:
                    _, top, right, bottom = text.box
                    is_high = axis.top < top and bottom < axis.bottom
                    if not text.place and is_high and axis.left - NUMBERS < right < axis.left:
                        found.append(f"{snapshot}: {text}")
    return found


@hard
def test_no_height_is_told_beside_the_numbers_of_an_axis(lesson, tmp_path):
    assert not (found := beside_ticks(lesson, tmp_path)), "\n".join(found)
