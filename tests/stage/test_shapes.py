"""The regions of every shape: inside each other and apart from each other."""

from itertools import pairwise

import pytest

from squiggle.errors import SquiggleError
from squiggle.lesson.kinds import SHAPES
from squiggle.render.preset import PRESETS
from squiggle.stage.arrangement import DRAWINGS
from squiggle.stage.layout import SHOWCASES
from squiggle.stage.shapes import FRAMES, WIDE, frame

frames = pytest.mark.parametrize("where", FRAMES.values(), ids=FRAMES.keys())
MOST = {"3.1": (3600, 108_000), "3.2": (5120, 216_000), "4.2": (8704, 522_240)}
MOST |= {"5.1": (36_864, 983_040), "5.2": (36_864, 2_073_600)}  # macroblocks, and those a second


def inside(inner, outer):
    across = outer.left <= inner.left < inner.right <= outer.right
    return across and outer.top <= inner.top < inner.bottom <= outer.bottom


def test_a_lesson_may_have_every_shape_that_there_is():
    assert tuple(FRAMES) == SHAPES == tuple(DRAWINGS) == tuple(SHOWCASES)


def test_an_unknown_shape_is_named():
    with pytest.raises(SquiggleError, match="unknown shape: '2:1' - known: 16:9, 4:3"):
        frame("2:1")


@frames
def test_a_shape_is_called_as_it_is(where):
    across, down = map(int, where.shape.split(":"))
    assert where.size.width * down == where.size.height * across
    assert min(where.size.width, where.size.height) == 1080


@frames
def test_regions_lie_in_the_safe_area_and_keep_out_of_title_and_band(where):
    for region in (where.network, where.planes, where.axis, where.foot):
        assert inside(region, where.content)
    for upper, lower in pairwise((where.title, where.content, where.band)):
        assert upper.bottom < lower.top
        assert inside(upper, where.safe) and inside(lower, where.safe)


@frames
def test_network_and_planes_are_apart_and_the_axis_has_room_for_its_numbers(where):
    beside = where.network.right <= where.planes.left
    assert beside or where.network.bottom <= where.planes.top
    assert inside(where.axis, where.planes)
    assert where.axis.left - where.planes.left >= 80  # pixels: "−2.5" and its tick
    assert where.planes.right - where.axis.right >= 165  # "× −1.30" beside the end of a curve


@frames
def test_a_showcase_leaves_room_for_the_numbers_of_its_plane(where):
    plane = SHOWCASES[where.shape].plane
    assert inside(plane, where.content)
    assert plane.left - where.content.left >= 70 and where.content.bottom - plane.bottom >= 60


@frames
@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_every_preset_comes_in_every_shape(where, preset):
    shaped = preset.shaped(where.shape)
    assert shaped.width % 2 == shaped.height % 2 == 0
    assert min(shaped.width, shaped.height) == min(preset.width, preset.height)
    assert shaped.width / shaped.height == pytest.approx(
        where.size.width / where.size.height, rel=0.002
    )
    assert (shaped.fps, shaped.level, shaped.shape) == (preset.fps, preset.level, where.shape)
    blocks = -(-shaped.width // 16) * -(-shaped.height // 16)
    assert blocks <= MOST[preset.level][0] and blocks * preset.fps <= MOST[preset.level][1]


def test_the_usual_shape_leaves_a_preset_as_it_is():
    assert all(preset.shaped(WIDE.shape) is preset for preset in PRESETS.values())
