"""Animated pictures: read back by ffprobe, PyAV and Pillow; held to the clip, and to a size."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from shutil import which

import av
import numpy as np
import pytest
from PIL import Image

from squiggle.errors import SquiggleError
from squiggle.kit.embeds import FORMATS, embed, find
from squiggle.kit.embeds.fit import KB
from squiggle.stage.frame import LINES
from squiggle.stage.theme import DARK

KINDS = (".gif", ".webp", ".png")


def frames(path: Path) -> list[tuple[np.ndarray, float]]:
    """The pictures of an animated file in RGB, each with the milliseconds for which it stands."""
    with Image.open(path) as image:
        read = []
        for place in range(getattr(image, "n_frames", 1)):
            image.seek(place)
            picture = np.asarray(image.convert("RGB")).astype(int)
            read.append((picture, image.info.get("duration", 0)))
        return read


def clip_frames(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [
            frame.to_ndarray(format="rgb24", threads=1).astype(int)
            for frame in film.decode(video=0)
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_what_the_clip_shows_when_the_clip_shows_it(step, made, kind):
    shown, wanted = frames(made[kind]), clip_frames(step.clip)
    rate = float(step.footage.rate)
    ends = np.cumsum([length for _, length in shown]) / 1000
    assert ends[-1] == pytest.approx(len(wanted) / rate, abs=0.006)
    for place, picture in list(enumerate(wanted))[::3]:
        middle = (place + 0.5) / rate
        found = shown[int(np.searchsorted(ends, middle))][0]
        assert found.shape == picture.shape
        assert np.abs(found - picture).mean() < 2
        assert np.percentile(np.abs(found - picture), 99.5) < 40  # edges, in 256 colours


@pytest.mark.parametrize("kind", KINDS)
def test_a_held_picture_is_one_picture(step, made, kind):
    shown, wanted = frames(made[kind]), clip_frames(step.clip)
    differ = 1 + sum(not np.array_equal(one, other) for one, other in pairwise(wanted))
    assert differ < len(wanted) / 2  # the step does hold
    assert len(shown) <= differ
    assert shown[-1][1] > 900  # a step ends in a rest


@pytest.mark.parametrize("kind", KINDS)
def test_it_plays_once_unless_it_is_a_loop(step, made, kind, tmp_path):
    with Image.open(made[kind]) as image:
        assert image.info.get("loop", 1) == 1  # a GIF that says nothing plays once
    loop = embed(step, tmp_path / f"b{kind}", loop=True)
    with Image.open(loop.path) as image:
        assert image.info["loop"] == 0


@pytest.mark.skipif(not which("ffprobe"), reason="there is no ffprobe")
@pytest.mark.parametrize(("kind", "codec"), [(".gif", "gif"), (".png", "apng")])
def test_ffprobe_reads_it(step, made, kind, codec):
    command = ["ffprobe", "-v", "warning", "-count_frames", "-of", "json", "-show_streams"]
    done = subprocess.run([*command, str(made[kind])], capture_output=True, text=True, check=True)
    (stream,) = json.loads(done.stdout)["streams"]
    assert done.stderr == ""
    assert stream["codec_name"] == codec
    assert (stream["width"], stream["height"]) == (step.footage.width, step.footage.height)
    assert int(stream["nb_read_frames"]) == len(frames(made[kind]))


@pytest.mark.parametrize("kind", KINDS)
def test_every_limit_is_kept_and_more_room_is_never_worse(step, kind, tmp_path):
    grades = FORMATS[kind].ladder(step)
    words = [FORMATS[kind].told(step, grade) for grade in grades]
    full = embed(step, tmp_path / f"full{kind}").size
    before = len(grades)
    shares = (0.7, 1.01) if kind == ".png" else (0.4, 0.75, 1.01)  # an APNG takes its time
    for number, share in enumerate(shares):
        limit = int(full * share / KB)
        try:
            done = embed(step, tmp_path / f"{number}{kind}", max_kb=limit)
        except SquiggleError as error:
            assert before == len(grades)  # not after one that could be
            least = int(str(error).split(" - ")[1].split()[0])
            assert least > limit
            assert embed(step, tmp_path / f"least{kind}", max_kb=least).size <= least * KB
            continue
        assert done.size == done.path.stat().st_size <= limit * KB
        assert words.index(done.told) <= before
        before = words.index(done.told)
        with Image.open(done.path) as image:
            assert "x".join(map(str, image.size)) == done.told.split(",")[0]
    assert before == 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_grade_can_be_read_and_text_shrinks_last(step, kind):
    grades = FORMATS[kind].ladder(step)
    assert DARK.small * grades[-1].lines / LINES >= 9  # pixels of a capital
    for one, other in pairwise(grades):
        worse = [a > b for a, b in zip(vars(one).values(), vars(other).values(), strict=True)]
        assert any(worse)
        assert one.lines == other.lines or (one.rate, one.quality) == (other.rate, other.quality)


@pytest.mark.parametrize("kind", KINDS)
def test_a_clip_in_which_nothing_moves_is_a_picture(step, kind, tmp_path):
    still = tmp_path / "still.mp4"
    with av.open(str(step.clip)) as film, av.open(str(still), "w") as short:
        video = film.streams.video[0]
        stream = short.add_stream_from_template(video)
        short.metadata.update(film.metadata)
        packet = next(film.demux(video))
        packet.stream = stream
        short.mux(packet)
    (only,) = frames(embed(find(still), tmp_path / f"a{kind}").path)[:1]
    assert np.abs(only[0] - clip_frames(still)[0]).mean() < 2


def test_an_unknown_ending_is_refused(step, tmp_path):
    with pytest.raises(SquiggleError, match=r"wanted: one that ends in \.gif, .*\.apng, .*\.mov"):
        embed(step, tmp_path / "a.avi")
    assert list(tmp_path.iterdir()) == []


def test_the_kit_has_a_gif_of_each_step_under_its_size(kit):
    clips = {path.stem for path in (kit / "steps").glob("*.mp4")}
    gifs = list((kit / "steps").glob("*.gif"))
    assert {path.stem for path in gifs} == clips
    assert all(path.stat().st_size <= 2_000_000 for path in gifs)


def test_an_apng_says_that_its_colours_are_those_of_screens(made):
    data = made[".png"].read_bytes()
    assert b"sRGB" in data[:200]
    assert b"cICP" not in data  # with the transfer of BT.709, browsers show darker colours
    place = data.index(b"pHYs") + 4
    assert data[place : place + 4] == data[place + 4 : place + 8] != bytes(4)  # square pixels
