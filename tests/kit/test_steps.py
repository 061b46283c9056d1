"""A step is one idea: cut where a picture holds, without a jump to the one before, nothing anew."""

import json
import shutil
import subprocess
from itertools import pairwise

import av
import numpy as np
import pytest
from av.stream import Disposition
from hypothesis import given, settings
from PIL import Image

from squiggle.kit.steps import steps
from squiggle.lesson.words import Words
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset
from tests.lesson.random_lessons import lessons


@pytest.fixture(scope="module")
def clips(kit):
    return sorted((kit / "steps").glob("*.mp4"))


@pytest.fixture(scope="module")
def pictures(clips):
    """All pictures of each step, as they are decoded."""
    return [_decoded(clip) for clip in clips]


def _decoded(clip):
    with av.open(str(clip)) as film:
        return [frame.to_ndarray() for frame in film.decode(video=0)]


@settings(max_examples=30, deadline=None)
@given(lesson=lessons())
def test_the_steps_of_any_lesson_follow_each_other_without_a_gap(lesson):
    plan = plan_film(lesson, preset("m"))
    made = steps(plan, Words(lesson))
    assert len({step.stem for step in made}) == len(made)
    assert [step.number for step in made] == list(range(1, len(made) + 1))
    for job in plan.jobs:
        own = [step for step in made if step.job is job]
        assert [own[0].start, own[-1].end] == [0, job.frames]
        assert all(a.end == b.start for a, b in pairwise(own))
    for step in made:
        assert step.words
        assert step.cues[-1].end <= step.seconds + 1e-9
        assert step.lead == (0 if step.number == 1 else 2 if step.place == 1 else 1)


def test_a_step_begins_with_the_last_picture_of_the_one_before(pictures):
    assert len(pictures) > 6
    for before, after in pairwise(pictures):
        assert np.array_equal(before[-1], after[0])


def test_the_steps_have_the_pictures_of_the_film_to_the_last_bit(kit, pictures):
    film, at = _decoded(kit / "lesson.mp4"), 0
    first = {0}
    for chapter in json.loads((kit / "manifest.json").read_text("utf-8"))["chapters"]:
        first.add(first and round(chapter["end"] * 15))
    for step in pictures:
        lead = 0 if at == 0 else 2 if at in first else 1
        own = step[lead:]
        for mine, whole in zip(own, film[at : at + len(own)], strict=True):
            assert np.array_equal(mine, whole)
        at += len(own)
    assert at == len(film)


def test_every_step_starts_at_zero_and_keeps_the_rate(clips):
    for clip in clips:
        with av.open(str(clip)) as film:
            packets = [p for p in film.demux(video=0) if p.dts is not None]
            moments = [float(p.pts * p.time_base) for p in packets]
        assert packets[0].is_keyframe
        assert moments == pytest.approx([place / 15 for place in range(len(packets))])


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg here")
def test_ffmpeg_reads_every_step_without_a_word(clips):
    for clip in clips:
        call = ["ffmpeg", "-v", "warning", "-i", str(clip), "-f", "null", "-"]
        told = subprocess.run(call, capture_output=True, check=True, stdin=subprocess.DEVNULL)
        assert told.stderr == b""


def test_the_poster_is_the_last_picture(kit, clips, pictures):
    for clip, step in zip(clips, pictures, strict=True):
        poster = np.asarray(Image.open(clip.with_suffix(".png")).convert("L"), float)
        # From the limited range of video to the full one of pictures (ITU-R BT.709).
        luma = (step[-1][: poster.shape[0]].astype(float) - 16) * 255 / 219
        assert np.abs(poster - luma).mean() < 3
        assert np.abs(poster - (step[0][: poster.shape[0]].astype(float) - 16)).max() > 30


def test_the_light_set_has_the_same_steps(kit, clips):
    light = sorted((kit / "light" / "steps").glob("*.mp4"))
    assert [clip.name for clip in light] == [clip.name for clip in clips]


def _told(path):
    """The captions of a file, or of a film's soft track, as libavformat reads them."""
    told = []
    with av.open(str(path)) as file:
        for packet in file.demux(subtitles=0):
            for line in packet.decode():
                text = line.dialogue.decode() if hasattr(line, "dialogue") else ""
                if text:
                    start = round(float(packet.pts * packet.time_base), 3)
                    told.append((start, text.replace("\\N", "\n")))
    return told


def test_other_programs_read_the_captions_of_film_clips_and_steps(kit):
    films = [kit / "lesson.mp4", *kit.glob("clips/*.mp4"), *kit.glob("steps/*.mp4")]
    assert len(films) > 8
    for film in films:
        soft = _told(film)
        assert soft
        assert _told(film.with_suffix(".srt")) == soft
        assert _told(film.with_suffix(".vtt")) == soft


def test_players_show_captions_only_when_asked(kit):
    for film in (kit / "lesson.mp4", *kit.glob("steps/*.mp4")):
        with av.open(str(film)) as file:
            words, shown = file.streams.subtitles[0], file.streams.video[0]
            assert words.metadata["language"] == "eng"
            assert not words.disposition & Disposition.default
            assert shown.disposition & Disposition.default


def test_chapters_stand_in_a_file_of_their_own(kit):
    marks = (kit / "lesson.chapters.vtt").read_text("utf-8")
    chapters = json.loads((kit / "manifest.json").read_text("utf-8"))["chapters"]
    assert [marks.index(chapter["title"]) for chapter in chapters] == sorted(
        marks.index(chapter["title"]) for chapter in chapters
    )
    assert marks.startswith("WEBVTT\n\n00:00:00.000 --> ")
