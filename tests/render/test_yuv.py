"""Parts of a picture are converted as if the whole had been: the planes agree bit for bit."""

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.render.box import Box
from squiggle.render.preset import PRESETS
from squiggle.render.yuv import YuvPicture, planes

SIZES = [(preset.width, preset.height) for preset in PRESETS.values()]
ODD = [(2, 2), (34, 18), (854, 480), (256, 144)]  # 854: its lines are padded, half of it is odd


def noise(seed: int, width: int, height: int) -> np.ndarray:
    """A picture in which no pixel tells of its neighbour; it is opaque, as Manim's are."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


def whole(pixels: np.ndarray) -> list[np.ndarray]:
    """The planes of a whole picture."""
    height, width, _ = pixels.shape
    picture = YuvPicture(width, height)
    picture.paste(picture.cut(pixels, picture.whole))
    return [plane.copy() for plane in picture.planes]


def check(size: tuple[int, int], boxes: list[Box], seed: int) -> None:
    """Boxes of one picture after the other, against the conversion of all of it."""
    picture, pixels = YuvPicture(*size), noise(seed, *size)
    picture.paste(picture.cut(pixels, picture.whole))
    for place, box in enumerate(boxes, start=1):
        pixels[box.slices] = noise(seed + place, *size)[box.slices]
        picture.paste(picture.cut(pixels, box))
    for part, plane in zip(whole(pixels), picture.planes, strict=True):
        assert np.array_equal(part, plane)


@st.composite
def parts(draw: st.DrawFn) -> tuple[tuple[int, int], list[Box]]:
    """A size, and boxes within it; many of them are small or touch an edge."""
    width, height = size = draw(st.sampled_from(ODD))
    boxes = []
    for _ in range(draw(st.integers(1, 4))):
        left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        right = min(width, left + draw(st.one_of(st.integers(1, 5), st.integers(1, width))))
        bottom = min(height, top + draw(st.one_of(st.integers(1, 5), st.integers(1, height))))
        boxes.append(Box(left, top, right, bottom))
    return size, boxes


@settings(max_examples=int(os.environ.get("PARTS", "60")), deadline=None)
@given(told=parts(), seed=st.integers(0, 99))
def test_what_changed_is_converted_as_the_whole_is(told, seed):
    check(*told, seed)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_it_is_so_at_every_presets_size(size):
    width, height = size
    boxes = [Box(0, 0, 3, 3), Box(width - 3, height - 3, width, height), Box(101, 77, 308, 205)]
    check(size, boxes, 1)


def test_two_boxes_that_touch_do_not_spoil_each_other():
    check((34, 18), [Box(3, 0, 9, 18), Box(9, 0, 15, 18), Box(0, 5, 34, 6)], 2)


def test_colours_are_bt709s_in_the_range_of_television():
    for rgb in np.ndindex(3, 3, 3):
        pixels = np.full((4, 4, 4), 255, np.uint8)
        pixels[..., :3] = red, green, blue = [(0, 120, 255)[level] for level in rgb]
        light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        blueness, redness = (blue - light) / 1.8556, (red - light) / 1.5748
        wanted = 16 + light * 219 / 255, 128 + blueness * 224 / 255, 128 + redness * 224 / 255
        for plane, level in zip(whole(pixels), wanted, strict=True):
            assert np.abs(plane - level).max() <= 1.01


def test_planes_are_views_without_padding():
    picture = YuvPicture(854, 480)
    assert [plane.shape for plane in picture.planes] == [(480, 854), (240, 427), (240, 427)]
    picture.planes[0][:] = 7
    assert (planes(picture.frame)[0] == 7).all()
