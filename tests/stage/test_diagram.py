"""The diagram of 1 to 64 hidden nodes: nothing meets, everything has its place."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

from squiggle.lesson import load
from squiggle.lesson.words import Words
from squiggle.stage.arrangement import arrange
from squiggle.stage.diagram import Diagram
from squiggle.stage.frame import length
from squiggle.stage.shapes import FRAMES, WIDE
from squiggle.stage.text import GapNumber
from squiggle.stage.theme import DARK

from .some import LONGEST, told

frames = pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())
COUNTS = (1, 2, 3, 4, 5, 8, 13, 40, 64)
ALL = [(WIDE, count) for count in COUNTS]
ALL += [(frame, count) for frame in FRAMES.values() if frame is not WIDE for count in (2, 3, 8, 64)]
told_in = pytest.mark.parametrize(
    ("frame", "count"), ALL, ids=[f"{frame.shape}-{count}" for frame, count in ALL]
)


def lesson(count, **changes):
    return told([(-1.25, 2.5, -0.75)] * count, -3.5, **changes)


def diagram(count, frame=WIDE, **changes):
    about = lesson(count, **changes)
    return Diagram(about, Words(about), replace(DARK, frame=frame))


def boxes(parts):
    return [(part.get_corner([-1, -1, 0]), part.get_corner([1, 1, 0])) for part in parts]


def apart(a, b):
    """The distance of two boxes along the axis on which they are farther apart."""
    return float(max((a[0] - b[1])[:2].max(), (b[0] - a[1])[:2].max()))


@frames
@pytest.mark.parametrize("count", range(1, 65))
def test_no_two_circles_meet_and_all_lie_inside(count, frame):
    made, region = arrange(count, frame), frame.network
    spots = [made.input, *made.hidden, made.output]
    assert len(made.hidden) == count
    for a, b in combinations(spots, 2):
        assert np.hypot(a.x - b.x, a.y - b.y) > a.radius + b.radius + 3
    for spot in spots:
        assert region.left <= spot.x - spot.radius and spot.x + spot.radius <= region.right
        assert region.top <= spot.y - spot.radius and spot.y + spot.radius <= region.bottom


@told_in
def test_no_two_chips_meet_and_none_meets_a_word(count, frame):
    made = diagram(count, frame)
    plates = boxes(chip.plate for chip in made.chips.values())
    words = boxes(made.names.values())
    for a, b in combinations(plates, 2):
        assert apart(a, b) > 0
    for a in plates:
        assert min(apart(a, b) for b in words) > length(2)


@pytest.mark.parametrize("count", COUNTS)
def test_full_nodes_and_the_last_bias_have_chips(count):
    full = count if count <= 3 else 1
    names = [f"{kind}{i + 1}" for kind in "wb" for i in range(full)]
    scales = [f"w{count + i + 1}" for i in range(full)]
    assert set(diagram(count).chips) == {*names, *scales, f"b{count + 1}"}


@told_in
def test_long_names_find_room(count, frame):
    made, region = diagram(count, frame, names=LONGEST), frame.network
    words = boxes(made.names.values())
    for a, b in combinations(words, 2):
        assert apart(a, b) > length(5)
    for low, high in words:
        assert low[0] >= region.at(0, 0)[0] - 1e-9
        assert high[0] <= region.at(1, 0)[0] + 1e-9


def test_every_parameter_of_a_network_of_two_is_written_on_its_chip():
    about = load()
    chips = Diagram(about, Words(about), DARK).chips
    digits = {name: chip.label.text.split(" ")[-1].lstrip("−") for name, chip in chips.items()}
    assert digits == {name: about.given(name).lstrip("−") for name in about.parameters}


def test_a_number_wider_than_its_room_interrupts_what_is_below_it():
    narrow, wide = (
        GapNumber(text, 27, DARK.text, 60, DARK.background) for text in ("0", "−250.97")
    )
    assert not len(narrow.gap.points)
    assert wide.gap.width > wide.width - 1e-9 > length(60)
    wide.show("1")
    assert not len(wide.gap.points)


def test_a_number_that_would_begin_too_far_left_moves_right():
    number = GapNumber("0.00106", 27, DARK.text, 60, DARK.background, least=-0.1)
    number.place(np.zeros(3))
    assert number.points[:, 0].min() == pytest.approx(-0.1)
    assert number.at[0] == 0


def test_rows_of_a_crowd_are_even():
    ys = [spot.y for spot in arrange(8, WIDE).hidden[1:]]
    assert np.ptp(np.diff(ys)) < 1e-9
    assert all(below > above for above, below in pairwise(ys))
