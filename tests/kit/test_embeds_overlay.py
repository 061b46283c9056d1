"""Overlays: their alpha is measured, and what they show over any ground is held to the film."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from squiggle.kit.embeds import Found, embed, find
from squiggle.kit.embeds.straight import StraightPicture
from squiggle.lesson import Overrides
from squiggle.render.box import Box
from squiggle.render.part import render_part
from squiggle.stage.theme import DARK, LIGHT

KINDS = (".webm", ".mov")
WHITE = (255, 255, 255)
STEP = "*-hook.mp4"


@cache
def decoded(path: Path) -> tuple[tuple[NDArray[np.int64], float], ...]:
    """The pictures of an overlay, RGBA, each with the second at which it appears.

    libav's own decoder of VP9 does not know of alpha, that of libvpx does.
    """
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        reader = stream.codec_context
        if path.suffix == ".webm":
            reader = av.CodecContext.create("libvpx-vp9", "r")
        packets = [packet for packet in film.demux(stream) if packet.dts is not None]
        read = [frame for packet in [*packets, None] for frame in reader.decode(packet)]
        times = [float(packet.pts * packet.time_base) for packet in packets]
    pictures = [frame.to_ndarray(format="rgba", threads=1).astype(int) for frame in read]
    return tuple(zip(pictures, times, strict=True))


class Drawn:
    """What a part is made of: each picture with how often it is shown."""

    def __init__(self) -> None:
        self.shown: list[NDArray[np.int64]] = []

    def write(self, pixels, repeat=1, changed=None):
        self.shown += [pixels.astype(int)] * repeat


@pytest.fixture(scope="module")
def drawn(step: Found) -> list[NDArray[np.int64]]:
    """The frames of the step as they were drawn, colours multiplied by their alpha."""
    writer = Drawn()
    for part in step.parts(step.quality):
        render_part(*part, writer)
    return writer.shown


def over(straight: NDArray[np.int64], ground: Sequence[int]) -> NDArray[np.int64]:
    """A picture with straight alpha over a ground."""
    alpha = straight[..., 3:]
    return (straight[..., :3] * alpha + (255 - alpha) * np.array(ground) + 127) // 255


def multiplied_over(picture: NDArray[np.int64], ground: Sequence[int]) -> NDArray[np.int64]:
    return picture[..., :3] + ((255 - picture[..., 3:]) * np.array(ground) + 127) // 255


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def test_over_the_ground_of_the_theme_it_is_the_film(step, drawn):
    with av.open(str(step.clip)) as film:
        wanted = [
            frame.to_ndarray(format="rgb24", threads=1).astype(int)
            for frame in film.decode(video=0)
        ]
    assert len(drawn) == len(wanted)
    for picture, frame in list(zip(drawn, wanted, strict=True))[::9]:
        far = np.abs(multiplied_over(picture, rgb(DARK.background)) - frame)
        assert far.mean() < 1.5  # what x264 loses
        assert np.percentile(far, 99.5) < 40


@pytest.mark.parametrize("kind", KINDS)
def test_it_lasts_as_long_as_the_clip_and_shows_the_same_at_each_moment(step, made, drawn, kind):
    shown, rate = decoded(made[kind]), float(step.footage.rate)
    with av.open(str(made[kind])) as film:
        assert film.duration / av.time_base == pytest.approx(len(drawn) / rate, abs=0.002)
    times = [time for _, time in shown]
    for place, picture in list(enumerate(drawn))[::9]:
        found = shown[int(np.searchsorted(times, (place + 0.5) / rate)) - 1][0]
        for ground in (WHITE, (40, 120, 60), rgb(DARK.background)):
            far = np.abs(over(found, ground) - multiplied_over(picture, ground))
            assert far.mean() < 1
            assert np.percentile(far, 99.9) < 20


@pytest.mark.parametrize("kind", KINDS)
def test_alpha_is_none_off_the_ink_all_on_a_curve_and_between_at_its_edge(made, drawn, kind):
    found, wanted = decoded(made[kind])[-1][0][..., 3], drawn[-1][..., 3]
    colour = np.abs(decoded(made[kind])[-1][0][..., :3] - rgb(DARK.top_scaled.color)).max(axis=-1)
    curve = (wanted == 255) & (colour < 12)
    assert curve.sum() > 300
    assert found[curve].min() > 235
    assert np.percentile(found[curve], 5) > 250
    far = grown(wanted > 0, 8)
    assert (~far).mean() > 0.5
    assert found[~far].max() < 8  # VP9 is not exact, ProRes is
    assert (found[~far] == 0).mean() > 0.999
    edge = (wanted > 60) & (wanted < 200)
    assert edge.sum() > 1000
    assert np.abs(found[edge] - wanted[edge]).mean() < 8


def grown(mask: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """A mask, and what is at most so many pixels from it, across or down."""
    wide = np.pad(mask, reach)
    views = np.lib.stride_tricks.sliding_window_view(wide, (2 * reach + 1, 2 * reach + 1))
    return views.any(axis=(2, 3))


@pytest.mark.parametrize("kind", KINDS)
def test_no_edge_is_darker_over_white_than_the_ink_and_the_white(made, drawn, kind):
    found, wanted = decoded(made[kind])[-1][0], drawn[-1]
    light = over(found, WHITE) - multiplied_over(wanted, WHITE)
    edge = (wanted[..., 3] > 0) & (wanted[..., 3] < 128)
    assert edge.sum() > 2000
    # With black in the empty pixels these are -16 and -1.3 (WebM), -12 and -1.1 (ProRes).
    assert np.percentile(light[edge], 1) > -8
    assert abs(light[edge].mean()) < 0.8


@pytest.mark.parametrize(("kind", "name"), [(".webm", "vp9"), (".mov", "prores")])
def test_what_other_programs_are_told(step, made, kind, name):
    with av.open(str(made[kind])) as film:
        stream = film.streams.video[0]
        context = stream.codec_context
        assert context.name.startswith(name)
        assert (context.colorspace, context.color_range) == (1, 1)  # BT.709, 16 to 235
        if kind == ".webm":
            assert {key.lower(): told for key, told in stream.metadata.items()}["alpha_mode"] == "1"
        else:
            assert context.codec_tag == "ap4h"
            assert context.format.name.startswith("yuva444p")
            packets = [packet for packet in film.demux(stream) if packet.dts is not None]
            steps = {round(packet.duration * packet.time_base * 1000) for packet in packets}
            assert len(steps) == 1  # a constant rate


def test_options_change_what_is_drawn(kit, tmp_path):
    clip = sorted((kit / "steps").glob(STEP))[0]
    changed = find(clip, Overrides(theme="light", captions=False))
    found = decoded(embed(changed, tmp_path / "a.webm").path)[-1][0]
    ink = found[found[..., 3] > 250][:, :3]
    assert np.median(ink.sum(axis=-1)) < np.median(rgb(DARK.text)) * 3
    assert np.abs(ink - rgb(LIGHT.top_scaled.color)).max(axis=-1).min() < 12
    band = found[round(0.86 * len(found)) :]
    assert band[..., 3].max() == 0


def test_a_size_is_kept_by_smaller_pictures(step, made, tmp_path):
    size = made[".webm"].stat().st_size
    done = embed(step, tmp_path / "a.webm", max_kb=int(size / 1000 * 0.8))
    assert done.size < 0.8 * size


def test_a_chapter_begins_with_the_picture_before_it(kit):
    plan = find(kit / "lesson.mp4")
    first, second = plan.parts("l")
    assert [(start, end) for _, start, end in (first, second)] == [
        (0, first[0].frames),
        (0, second[0].frames),
    ]
    step = find(kit / "steps" / f"{second[0].stem}-01-replay.mp4").parts("l")
    told = [(job.stem, start) for job, start, _ in step]
    assert told == [(first[0].stem, first[0].frames - 2), (second[0].stem, 0)]
    (whole,) = find(kit / "clips" / f"{second[0].stem}.mp4").parts("l")
    assert (whole[0].stem, *whole[1:]) == (second[0].stem, *second[1:])


def ink(seed: int, height: int, width: int) -> NDArray[np.uint8]:
    """Spots of any colour, multiplied by their alpha."""
    rng = np.random.default_rng(seed)
    alpha = (rng.random((height, width)) < 0.05) * rng.integers(0, 256, (height, width))
    colours = rng.integers(0, 256, (height, width, 3)) * alpha[..., None] // 255
    return np.dstack([colours, alpha]).astype(np.uint8)


def test_straight_colours_multiplied_again_are_what_was_drawn():
    picture = ink(1, 60, 83)
    straight = StraightPicture(83, 60, (1, 2, 3))
    straight.take(picture)
    alpha = straight.pixels[..., 3:].astype(int)
    assert np.array_equal(alpha[..., 0], picture[..., 3])
    again = (straight.pixels[..., :3] * alpha + 127) // 255
    clear = alpha[..., 0] >= 16
    assert np.abs(again - picture[..., :3])[clear].max() <= 1
    lonely = ~grown(picture[..., 3] > 0, 12)
    assert (straight.pixels[lonely][:, :3] == (1, 2, 3)).all()


def test_what_is_made_anew_where_it_changed_is_what_is_made_as_a_whole():
    rng = np.random.default_rng(2)
    picture = ink(3, 97, 130)
    kept = StraightPicture(130, 97, (1, 2, 3))
    kept.take(picture)
    for seed in range(20):
        left, top = rng.integers(0, 120), rng.integers(0, 90)
        box = Box(left, top, min(left + rng.integers(1, 40), 130), min(top + 9, 97))
        picture[box.slices] = ink(seed, 97, 130)[box.slices] * (seed % 2)
        kept.take(picture, [box])
        whole = StraightPicture(130, 97, (1, 2, 3))
        whole.take(picture)
        assert np.array_equal(kept.pixels, whole.pixels)
