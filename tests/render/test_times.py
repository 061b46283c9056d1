"""Seconds are the storyboard's, whatever the frame rate; frames add up."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from squiggle.lesson import load
from squiggle.lesson.pacing import tell
from squiggle.render import PRESETS, Film
from squiggle.render.clip import Clip
from squiggle.render.engine import render_chapter
from squiggle.render.plan import Job, plan_film
from squiggle.render.preset import Preset

from .reading import Frame, clip, frames, last, told

CHAPTERS = tell(load())
SLOW, FAST = 5, 30
TINY = {rate: Preset("t", f"tiny at {rate}", 256, 144, rate, "3.1") for rate in (SLOW, FAST)}

CLEAR = 64
"""Levels of 255: the encoder refines a held picture by less, and a thing that moves is more."""


def farthest(one: Frame, other: Frame) -> int:
    """The greatest difference of two grey pictures at any pixel."""
    return int(np.abs(one.astype(int) - other).max())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Clip]:
    """One chapter, very small, at two frame rates."""
    recap = CHAPTERS[-1]
    clips = {}
    for rate, preset in TINY.items():
        job = Job(load(), recap, len(CHAPTERS), preset, round(recap.seconds * rate))
        clips[rate] = render_chapter(job, tmp_path_factory.mktemp(f"at{rate}"), lambda _: None)
    return clips


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_a_chapters_seconds_are_the_storyboards_at_every_preset(preset):
    plan = plan_film(load(), preset)
    for job, start in zip(plan.jobs, plan.starts, strict=True):
        assert job.frames / preset.fps == pytest.approx(job.chapter.seconds, abs=1e-9)
        before = sum(chapter.seconds for chapter in CHAPTERS[: job.number - 1])
        assert start / preset.fps == pytest.approx(before, abs=1e-9)
    assert plan.frames == sum(job.frames for job in plan.jobs)


def test_a_rendered_chapter_lasts_the_same_seconds_at_any_rate(tiny):
    for rate, made in tiny.items():
        count = sum(1 for _ in frames(made.path, "gray"))
        assert count == made.frames == pytest.approx(CHAPTERS[-1].seconds * rate)
    assert tiny[SLOW].beats == tiny[FAST].beats


def test_a_moment_looks_the_same_at_any_rate(tiny):
    often = list(frames(tiny[FAST].path, "gray"))[:: FAST // SLOW]
    for number, (one, other) in enumerate(zip(frames(tiny[SLOW].path, "gray"), often, strict=True)):
        far = np.abs(one.astype(int) - other)
        assert far.mean() < 1, f"after {number / SLOW} s"


def test_the_films_frames_are_the_sum_of_its_clips(film, film_prints):
    clips = [chapter["clip"]["frames"] for chapter in film.manifest["chapters"]]
    assert len(film_prints) == film.manifest["film"]["frames"] == sum(clips)


def test_beats_follow_each_other_without_a_gap(film):
    for chapter in film.manifest["chapters"]:
        beats = chapter["beats"]
        assert beats[0]["start"] == 0
        assert beats[-1]["end"] == chapter["clip"]["seconds"]
        for one, following in pairwise(beats):
            assert one["end"] == following["start"]


def test_a_chapter_begins_where_the_one_before_ends(film):
    chapters = film.manifest["chapters"]
    assert [chapter["name"] for chapter in chapters] == [chapter.name for chapter in CHAPTERS]
    assert chapters[0]["start"] == 0
    assert chapters[-1]["end"] == film.manifest["film"]["seconds"]
    for one, following in pairwise(chapters):
        assert one["end"] == following["start"]


@pytest.mark.parametrize("chapter", [chapter.name for chapter in CHAPTERS])
def test_nothing_moves_where_the_manifest_says_it_holds(film, chapter):
    seen = list(frames(clip(film, chapter), "gray"))
    for beat in told(film, chapter)["beats"]:
        begin, still, end = (round(beat[at] * 15) for at in ("start", "still_from", "end"))
        assert end - still >= 15
        assert farthest(seen[begin], seen[still]) > CLEAR, f"{beat['name']} shows nothing new"
        for frame in range(still, end):
            assert farthest(seen[frame], seen[end - 1]) < CLEAR, (beat["name"], frame)


def test_posters_are_the_last_picture_of_their_clips(film):
    for chapter in film.manifest["chapters"]:
        poster = np.asarray(Image.open(film.folder / chapter["clip"]["poster"]))
        picture = last(film.folder / chapter["clip"]["file"])
        assert poster.shape == picture.shape == (480, 854, 3)
        assert np.abs(poster.astype(int) - picture).mean() < 1.5


def test_folders_hold_what_the_manifest_names_and_no_more(film: Film):
    named = {film.manifest["film"]["file"], "manifest.json"}
    for chapter in film.manifest["chapters"]:
        named |= {chapter["clip"]["file"], chapter["clip"]["poster"]}
    found = {path.relative_to(film.folder) for path in film.folder.rglob("*") if path.is_file()}
    assert found == {Path(name) for name in named}
