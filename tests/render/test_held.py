"""Held pictures are copies of a picture that skips everything: what a decoder sees of them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest
from av.video.frame import PictureType
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from squiggle.render import encoder as module
from squiggle.render.box import Box
from squiggle.render.encoder import OPTIONS, Encoder
from squiggle.render.film import join
from squiggle.render.h264 import SEQUENCE, units
from squiggle.render.preset import PRESETS, Preset
from squiggle.render.yuv import YuvPicture
from squiggle.render.yuv import planes as planes_of

from .decoders import DECODERS, Planes, annex_b, ffmpeg, libavcodec
from .test_h264 import read_ue, spelt, unescaped

SMALL = Preset("s", "small", 64, 48, 15, "3.1")
WIDE = Preset("w", "wide", 96, 64, 60, "3.1")
EXAMPLES = int(os.environ.get("FILMS", "20"))
SLICE, KEY_SLICE = 1, 5

LOSSLESS = {key: value for key, value in OPTIONS.items() if key != "crf"}
LOSSLESS |= {"qp": "0", "profile": "high444"}
"""Without loss H.264 needs the profile High 4:4:4 Predictive, whose headers `number_width` does not
read; all else is as in the film."""


@dataclass(frozen=True)
class Take:
    """A picture, made from the one before by painting boxes, that stands for `repeat` frames."""

    boxes: tuple[tuple[Box, int], ...]
    repeat: int


def noise(seed: int, width: int, height: int) -> NDArray[np.uint8]:
    """A colourful picture: soft, and a little rough."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width] / 20
    waves = [np.sin(a * x + b * y + c) for a, b, c in random.uniform(-1, 1, (3, 3)) * 3]
    rough = random.integers(-20, 20, (height, width, 3))
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., :3] = np.clip(np.stack(waves, axis=-1) * 100 + 128 + rough, 0, 255)
    return pixels


def tiled(seed: int, preset: Preset) -> NDArray[np.uint8]:
    """A colourful picture of a preset's size, made of small ones."""
    rows, columns = -(-preset.height // 48), -(-preset.width // 64)
    tiles = np.tile(noise(seed, 64, 48), (rows, columns, 1))
    return np.ascontiguousarray(tiles[: preset.height, : preset.width])


def write(
    path: Path, takes: Sequence[Take], preset: Preset, options: Mapping[str, str] = OPTIONS
) -> list[Planes]:
    """Write a film, and return the planes that each frame had when it was encoded."""
    pixels, frames = noise(0, preset.width, preset.height), []
    with Encoder(path, preset, options) as encoder:
        for take in takes:
            for box, seed in take.boxes:
                pixels[box.slices] = noise(seed, preset.width, preset.height)[box.slices]
            encoder.write(pixels, take.repeat, [box for box, _ in take.boxes])
            encoder.wait()
            planes = tuple(plane.copy() for plane in encoder.picture.planes)
            frames += [planes] * take.repeat
        assert encoder.frames == len(frames)
    return frames


def coded(frames: Sequence[Planes], takes: Sequence[Take]) -> list[tuple[Planes, bool, int]]:
    """The pictures that are not copies: (planes, whether a hold begins, frames)."""
    made: list[tuple[Planes, bool, int]] = []
    at = 0
    for take in takes:
        if take.repeat > 1 or take.boxes or not made:
            made.append((frames[at], take.repeat > 1, take.repeat))
        else:
            made[-1] = (*made[-1][:2], made[-1][2] + take.repeat)
        at += take.repeat
    return made


def straightforward(path: Path, pictures: Sequence[tuple[Planes, bool, int]], preset: Preset):
    """Encode pictures one after the other, without any copy; return what they decode to."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=preset.fps)
        module._prepare(stream.codec_context, preset, OPTIONS)
        for number, (planes, begins, _) in enumerate(pictures):
            frame = av.VideoFrame(preset.width, preset.height, "yuv420p")
            for plane, part in zip(planes_of(frame), planes, strict=True):
                plane[:] = part
            frame.pict_type = PictureType.I if begins else PictureType.NONE
            frame.pts, frame.time_base = number, Fraction(1, preset.fps)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return list(libavcodec(path))


def same(one: Planes, other: Planes) -> bool:
    return all(map(np.array_equal, one, other))


def differing(these: Sequence[Planes], those: Sequence[Planes]) -> list[int]:
    """The frames in which they are not the same bit for bit."""
    pairs = enumerate(zip(these, those, strict=True))
    return [number for number, (one, other) in pairs if not same(one, other)]


def slices(path: Path, width: int = 4) -> Iterator[tuple[int, int]]:
    """The kind and the frame number of each picture of a film, read from its bits."""
    for data in annex_b(path):
        kinds = {}
        for unit in units(data):
            kind = unit[0] & 31
            if kind in (SLICE, KEY_SLICE):
                bits, at = spelt(unescaped(unit[:16])), 8
                for _ in range(3):
                    _, at = read_ue(bits, at)
                kinds[kind, int(bits[at : at + width], 2)] = True
        (told,) = kinds  # all slices of a picture agree
        yield told


def count_up(told: Sequence[tuple[int, int]]) -> None:
    """Frame numbers begin at 0 with each IDR picture, and go up by one, modulo 16."""
    assert told[0] == (KEY_SLICE, 0)
    number = 0
    for place, (kind, shown) in enumerate(told):
        number = 0 if kind == KEY_SLICE else (number + 1) % 16
        assert shown == number, f"frame {place}"


@st.composite
def painted(draw: st.DrawFn, preset: Preset = SMALL) -> tuple[tuple[Box, int], ...]:
    """Nothing, all, or a few boxes of a picture."""
    width, height = preset.width, preset.height
    kind = draw(st.sampled_from(["nothing", "all", "boxes", "boxes"]))
    if kind == "nothing":
        return ()
    if kind == "all":
        return ((Box(0, 0, width, height), draw(st.integers(1, 99))),)
    made = []
    for _ in range(draw(st.integers(1, 3))):
        left, right = sorted(draw(st.sets(st.integers(0, width), min_size=2, max_size=2)))
        top, bottom = sorted(draw(st.sets(st.integers(0, height), min_size=2, max_size=2)))
        made.append((Box(left, top, right, bottom), draw(st.integers(1, 99))))
    return tuple(made)


repeats = st.sampled_from([1, 1, 1, 1, 2, 3, 15, 16, 17, 400])
takes = st.lists(st.builds(Take, painted(), repeats), min_size=1, max_size=24)
often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FILMS" not in os.environ,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@often
@given(told=takes)
def test_without_loss_each_frame_is_what_went_in(told):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_number_width", _width_of_lossless)
        patch.setattr(module, "_skipped", _skipped_without_loss)
        path = Path(folder) / "film.mp4"
        frames = write(path, told, SMALL, LOSSLESS)
        assert differing(list(libavcodec(path)), frames) == []


def _skipped_without_loss(preset: Preset, options: tuple[tuple[str, str], ...]) -> bytes:
    """What becomes of noise after noise: of grey x264 without loss makes a picture of its own."""
    context = module._prepare(av.CodecContext.create("libx264", "w"), preset, dict(options))
    picture, made = YuvPicture(preset.width, preset.height), []
    picture.paste(picture.cut(noise(0, preset.width, preset.height), picture.whole))
    for place in range(2):
        picture.frame.pts, picture.frame.time_base = place, Fraction(1, preset.fps)
        made += [bytes(packet) for packet in context.encode(picture.frame)]
    return made[1]


def _width_of_lossless(headers: bytes) -> int:
    """What `number_width` reads, for the profile High 4:4:4 Predictive."""
    (sequence,) = [unit for unit in units(headers) if unit[0] & 31 == SEQUENCE]
    bits, at = spelt(unescaped(sequence)), 32
    assert int(bits[8:16], 2) == 244
    for _ in range(4):  # the set's number, chroma format, depths
        _, at = read_ue(bits, at)
    assert bits[at : at + 2] == "10"  # lossless, and no scaling matrices
    width, at = read_ue(bits, at + 2)
    assert read_ue(bits, at)[0] == 2
    return width + 4


@often
@given(told=takes)
def test_a_film_shows_what_an_encoder_without_copies_shows(told):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        frames = write(path, told, SMALL)
        pictures = coded(frames, told)
        slow = straightforward(Path(folder) / "slow.mp4", pictures, SMALL)
        lengths = [repeat for _, _, repeat in pictures]
        shown = list(libavcodec(path))
        wanted = [one for one, often in zip(slow, lengths, strict=True) for _ in range(often)]
        assert differing(shown, wanted) == []
        count_up(list(slices(path)))
        if DECODERS["JM"]:
            assert differing(list(DECODERS["JM"](path)), shown) == []
        far = [
            np.abs(one.astype(int) - two).mean()
            for a, b in zip(shown, frames, strict=True)
            for one, two in zip(a, b, strict=True)
        ]
        assert max(far) < 12


def test_a_picture_that_comes_back_is_none_from_before_a_copy(tmp_path):
    """Two pictures take turns: with more references, the encoder would look back past the copies,
    of which it does not know."""
    whole = Box(0, 0, SMALL.width, SMALL.height)
    turns = [Take(((whole, 1 + n % 2),), 1) for n in range(8)]
    told = [take for turn in turns for take in (turn, Take((), 1))]
    frames = write(tmp_path / "film.mp4", told, SMALL)
    pictures = coded(frames, told)
    slow = straightforward(tmp_path / "slow.mp4", pictures, SMALL)
    assert differing(list(libavcodec(tmp_path / "film.mp4"))[::2], slow) == []


HOLDS = [1, 30, 2, 15, 1, 16, 17, 45, 1, 1, 400, 3, 60]
"""Frames for which the pictures of a film stand; a seek goes to the middle of each."""
MIDDLES = [sum(HOLDS[:place]) + long // 2 for place, long in enumerate(HOLDS)]


def film_of_holds(path: Path, seed: int = 1, preset: Preset = SMALL) -> Path:
    """A film of pictures that have nothing in common."""
    whole = Box(0, 0, preset.width, preset.height)
    write(path, [Take(((whole, seed + n),), long) for n, long in enumerate(HOLDS)], preset)
    return path


@pytest.fixture(scope="module")
def holds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film_of_holds(tmp_path_factory.mktemp("holds") / "film.mp4")


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three clips, one of which begins with a single frame and ends within a motion."""
    folder = tmp_path_factory.mktemp("joined")
    moving = [Take(((Box(n, n, 30 + n, 40), n),), 1) for n in range(5)]
    write(folder / "b.mp4", moving, SMALL)
    clips = [film_of_holds(folder / "a.mp4"), folder / "b.mp4", film_of_holds(folder / "c.mp4", 50)]
    counts = [sum(HOLDS), 5, sum(HOLDS)]
    told = [(clip, clip.stem, count) for clip, count in zip(clips, counts, strict=True)]
    join(told, folder / "film.mp4", SMALL.fps, {})
    return folder / "film.mp4"


@pytest.fixture(params=["holds", "joined"])
def film(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


def test_held_pictures_are_the_same_for_their_whole_length(holds):
    shown, at = list(libavcodec(holds)), 0
    assert len(shown) == sum(HOLDS)
    for long in HOLDS:
        assert all(same(shown[at], frame) for frame in shown[at : at + long])
        assert at == 0 or not same(shown[at - 1], shown[at])
        at += long


def test_frame_numbers_count_up_through_the_film(film):
    count_up(list(slices(film)))


def test_each_clip_and_each_hold_begins_with_an_idr_picture(joined):
    told, at = list(slices(joined)), 0
    for long in [*HOLDS, 5, *HOLDS]:
        assert long == 1 or long == 5 or told[at][0] == KEY_SLICE
        assert all(kind == SLICE for kind, _ in told[at + 1 : at + long])
        at += long
    for begin in (0, sum(HOLDS), sum(HOLDS) + 5):
        assert told[begin][0] == KEY_SLICE
    with av.open(str(joined)) as film:
        keys = [packet.is_keyframe for packet in film.demux(video=0) if packet.dts is not None]
    assert keys == [kind == KEY_SLICE for kind, _ in told]


def test_clips_show_the_same_joined(joined):
    clips = [joined.with_name(f"{name}.mp4") for name in "abc"]
    apart = [frame for clip in clips for frame in libavcodec(clip)]
    assert differing(list(libavcodec(joined)), apart) == []


def test_frames_come_at_a_constant_rate(film):
    with av.open(str(film)) as opened:
        stream = opened.streams.video[0]
        packets = [packet for packet in opened.demux(stream) if packet.dts is not None]
        assert stream.frames == len(packets)
        assert stream.average_rate == stream.guessed_rate == SMALL.fps
        assert stream.duration * stream.time_base == Fraction(len(packets), SMALL.fps)
    for number, packet in enumerate(packets):
        assert packet.pts == packet.dts
        assert packet.pts * packet.time_base == Fraction(number, SMALL.fps)
        assert packet.duration * packet.time_base == Fraction(1, SMALL.fps)


def found(path: Path, frame: int, fps: int = SMALL.fps) -> Planes:
    """A frame as a player finds it: from the key frame before it on."""
    with av.open(str(path)) as opened:
        stream = opened.streams.video[0]
        opened.seek(int(Fraction(frame, fps) / stream.time_base), stream=stream)
        for shown in opened.decode(stream):
            number = shown.pts * shown.time_base * fps
            assert number <= frame
            if number == frame:
                return tuple(plane.copy() for plane in planes_of(shown))
    raise AssertionError(f"no frame {frame}")


def test_a_seek_into_a_hold_finds_its_picture(film):
    shown = list(libavcodec(film))
    begins = range(0, len(shown) - sum(HOLDS) + 1, sum(HOLDS) + 5)
    for begin in begins:
        for middle in MIDDLES:
            assert same(found(film, begin + middle), shown[begin + middle]), middle


@pytest.mark.skipif(not DECODERS["ffmpeg"], reason="there is no ffmpeg program")
def test_the_ffmpeg_program_finds_it_too(joined):
    shown = list(libavcodec(joined))
    for frame in [MIDDLES[1], MIDDLES[10], sum(HOLDS) + 5 + MIDDLES[7], sum(HOLDS) + 3]:
        seconds = f"{(frame - 0.5) / SMALL.fps:.6f}"
        (one,) = ffmpeg(joined, "-ss", seconds, after=("-frames:v", "1"))
        assert same(one, shown[frame])


@pytest.mark.parametrize("preset", [*PRESETS.values(), WIDE], ids=lambda preset: preset.name)
def test_a_picture_is_held_at_every_preset(tmp_path, preset):
    """The copy that is made for a preset skips every macroblock of its size."""
    with Encoder(tmp_path / "film.mp4", preset) as encoder:
        encoder.write(tiled(3, preset), 3)
    first, *others = libavcodec(tmp_path / "film.mp4")
    assert len(others) == 2
    assert all(same(first, other) for other in others)


def test_a_film_of_more_than_an_hour_loses_no_frame(tmp_path):
    clip, film, each, times = tmp_path / "clip.mp4", tmp_path / "film.mp4", 9_001, 25
    long = Preset("x", "long", 64, 48, 60, "3.1")
    with Encoder(clip, long) as encoder:
        for seed, rest in enumerate([1, 4_000, 1, 1, 2_500, 1, 2_497]):
            encoder.write(noise(seed, 64, 48), rest)
        encoder.wait()
        assert encoder.frames == each
    count_up(list(slices(clip)))
    with av.open(str(clip)) as opened:
        pictures = [bytes(packet) for packet in opened.demux(video=0)][:-1]
    join([(clip, f"part {n}", each) for n in range(times)], film, 60, {})
    with av.open(str(film)) as opened:
        stream = opened.streams.video[0]
        assert stream.frames == each * times > 60 * 3600
        assert stream.duration * stream.time_base == Fraction(each * times, 60)
        ticks = 1 / (stream.time_base * 60)
        assert ticks.denominator == 1
        for number, packet in enumerate(opened.demux(stream)):
            if packet.dts is not None:
                assert packet.pts == packet.dts == number * ticks
                assert bytes(packet) == pictures[number % each]
        assert number == each * times
    for frame in (4_000, each * 12 + 6_500, each * 24 + 2, each * times - 1):
        want = found(clip, frame % each, 60)
        assert same(found(film, frame, 60), want)


@pytest.mark.parametrize("decoder", DECODERS)
def test_every_decoder_shows_the_same(film, decoder):
    decode = DECODERS[decoder]
    if decode is None:
        pytest.skip(f"there is no {decoder}")
    assert differing(list(decode(film)), list(libavcodec(film))) == []
