"""The encoder: one picture in is one picture out, at once, as a whole conversion would have it."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from squiggle.render.box import Box
from squiggle.render.encoder import AHEAD, Encoder
from squiggle.render.preset import PRESETS, Preset

from .decoders import libavcodec
from .test_held import Take, noise, same, tiled, write

SMALL = Preset("s", "small", 64, 48, 15, "3.1")
WHOLE = Box(0, 0, 64, 48)
PART = Box(5, 7, 31, 30)


def sizes(path: Path) -> list[int]:
    """The bytes of each picture."""
    with av.open(str(path)) as film:
        return [packet.size for packet in film.demux(video=0) if packet.dts is not None]


def test_a_picture_comes_out_as_it_goes_in(tmp_path):
    """The one that is encoded must not wait for another: copies may follow it."""
    with Encoder(tmp_path / "film.mp4", SMALL) as encoder:
        for number in range(40):
            encoder.write(noise(number, 64, 48))
            encoder.wait()
            assert encoder.frames == number + 1


def test_what_is_said_to_be_unchanged_is_not_looked_at(tmp_path):
    with Encoder(tmp_path / "film.mp4", SMALL) as encoder:
        encoder.write(noise(1, 64, 48), 1, [WHOLE])
        encoder.write(noise(2, 64, 48), 1, [])
        encoder.write(noise(3, 64, 48), 1, [PART])
    shown = list(libavcodec(tmp_path / "film.mp4"))
    assert same(shown[0], shown[1])
    outside = np.abs(shown[2][0][32:].astype(int) - shown[1][0][32:])
    inside = np.abs(shown[2][0][8:30, 6:30].astype(int) - shown[1][0][8:30, 6:30])
    assert outside.mean() < 5 < inside.mean()


def test_the_first_picture_is_taken_whole_whatever_is_said_of_it(tmp_path):
    with Encoder(tmp_path / "film.mp4", SMALL) as encoder:
        encoder.write(noise(1, 64, 48), 3, [])
    with Encoder(tmp_path / "other.mp4", SMALL) as encoder:
        encoder.write(noise(1, 64, 48), 3)
    films = [list(libavcodec(tmp_path / name)) for name in ("film.mp4", "other.mp4")]
    assert all(same(one, other) for one, other in zip(*films, strict=True))


def test_copies_are_small_and_all_of_one_size(tmp_path):
    write(tmp_path / "film.mp4", [Take(((WHOLE, n),), 50) for n in range(3)], SMALL)
    found = sizes(tmp_path / "film.mp4")
    for begin in (0, 50, 100):
        key, *copies = found[begin : begin + 50]
        assert max(copies) < 40 < key
        assert max(copies) - min(copies) <= 1  # a byte that keeps a start code out


def test_a_film_does_not_depend_on_when_it_is_made(tmp_path):
    takes = [Take(((WHOLE, 1),), 1), Take(((PART, 2),), 1), Take((), 3), Take(((PART, 2),), 20)]
    for name in ("one.mp4", "other.mp4"):
        write(tmp_path / name, takes, SMALL)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "other.mp4").read_bytes()


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_clips_of_a_preset_have_one_header_and_the_presets_level(tmp_path, preset):
    headers = set()
    for seed in range(2):
        with Encoder(tmp_path / f"{seed}.mp4", preset) as encoder:
            encoder.write(tiled(seed, preset), 1 + seed)
        with av.open(str(tmp_path / f"{seed}.mp4")) as clip:
            context = clip.streams.video[0].codec_context
            headers.add(context.extradata)
            assert (context.width, context.height) == (preset.width, preset.height)
            assert clip.streams.video[0].average_rate == Fraction(preset.fps)
    (header,) = headers
    assert header[1] == 100  # High
    assert header[3] == round(10 * float(preset.level))


class Broken(Exception):
    pass


@pytest.mark.parametrize("last", [False, True])
def test_what_fails_in_the_thread_is_raised_and_leaves_no_file(tmp_path, monkeypatch, last):
    """With one of the next pictures, or when the last is waited for."""
    path = tmp_path / "film.mp4"
    encode = Encoder.encode

    def break_down(encoder: Encoder, frame: object, **more: bool) -> None:
        if encoder.frames == 2:
            raise Broken
        encode(encoder, frame, **more)

    monkeypatch.setattr(Encoder, "encode", break_down)
    written = 0
    with pytest.raises(Broken), Encoder(path, SMALL) as encoder:
        for number in range(3 if last else 40):
            encoder.write(noise(number, 64, 48))
            written += 1
    assert written == 3 if last else 3 <= written < 3 + AHEAD + 2
    assert not path.exists()
    assert not encoder._thread._threads or not any(t.is_alive() for t in encoder._thread._threads)


def test_pixels_may_change_as_soon_as_they_are_written(tmp_path):
    drawn = [noise(number, 64, 48) for number in range(30)]
    canvas = np.empty_like(drawn[0])
    for path, pixels in ((tmp_path / "a.mp4", canvas), (tmp_path / "b.mp4", None)):
        with Encoder(path, SMALL) as encoder:
            for picture in drawn:
                if pixels is not None:
                    pixels[:] = picture
                encoder.write(picture if pixels is None else pixels)
                if pixels is None:
                    encoder.wait()
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
