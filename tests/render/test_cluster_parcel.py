"""What comes back from a cluster is held against what was wanted, before it is joined."""

from dataclasses import replace

import pytest

from squiggle.errors import SquiggleError
from squiggle.render.digest import file_digest
from squiggle.render.encoder import OPTIONS, Encoder
from squiggle.render.key import job_key
from squiggle.render.parcel import (
    Parcel,
    differences,
    facts,
    own_headers,
    read_headers,
    unpack,
)
from squiggle.render.plan import FilmPlan
from squiggle.render.workers import render_all

from .test_cache import FIRST, RECAP, SMALL, job_of
from .variants import changed

JOB = job_of(FIRST, RECAP)


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    work = tmp_path_factory.mktemp("work")
    plan = FilmPlan((JOB,), SMALL)
    return render_all(plan, work, 1, lambda *_: None, lambda *_: None)[JOB.stem]


@pytest.fixture(scope="module")
def headers(tmp_path_factory):
    return own_headers(SMALL, tmp_path_factory.mktemp("headers"))


@pytest.fixture
def parcel(clip):
    return parcel_of(clip, clip.path)


def parcel_of(clip, path):
    files = {clip.path.name: path.read_bytes(), clip.poster.name: clip.poster.read_bytes()}
    digests = {clip.path.name: file_digest(path), clip.poster.name: file_digest(clip.poster)}
    return Parcel("tcp://far:1", job_key(JOB), clip, files, digests)


def assert_is_refused(parcel, headers, folder, why, job=JOB):
    with pytest.raises(SquiggleError) as error:
        unpack(parcel, job, job_key(JOB), headers, folder)
    assert str(error.value) == f"Recap from worker tcp://far:1: {why}"
    assert error.value.status == 1


def test_a_whole_parcel_becomes_the_clip(parcel, clip, headers, tmp_path):
    found = unpack(parcel, JOB, job_key(JOB), headers, tmp_path)
    assert tmp_path in found.path.parents
    assert found.path.read_bytes() == clip.path.read_bytes()
    assert found.poster.read_bytes() == clip.poster.read_bytes()
    assert replace(found, path=clip.path, poster=clip.poster) == clip


def test_so_does_one_through_a_folder_from_which_it_is_taken(parcel, clip, headers, tmp_path):
    place = tmp_path / "shared"
    place.mkdir()
    for name, content in parcel.files.items():
        (place / name).write_bytes(content)
    shared = replace(parcel, files={name: place / name for name in parcel.files})
    found = unpack(shared, JOB, job_key(JOB), headers, tmp_path)
    assert found.path.read_bytes() == clip.path.read_bytes()
    assert list(place.iterdir()) == []


def test_another_key_is_refused(parcel, headers, tmp_path):
    other = replace(parcel, key="0" * 64)
    assert_is_refused(other, headers, tmp_path, "it was made from other sources")


def test_another_lesson_is_refused(parcel, headers, tmp_path):
    other = job_of(changed(w1=-20.0), RECAP)
    why = "it shows another lesson or other words"
    assert_is_refused(parcel, headers, tmp_path, why, job=other)


@pytest.mark.parametrize("ending", [".mp4", ".png"])
def test_damage_is_refused(parcel, headers, tmp_path, ending):
    name = f"{JOB.stem}{ending}"
    broken = bytearray(parcel.files[name])
    broken[len(broken) // 2] ^= 1
    other = replace(parcel, files={**parcel.files, name: bytes(broken)})
    assert_is_refused(other, headers, tmp_path, f"{name} was damaged on its way")


def test_a_file_that_is_not_in_the_shared_folder_is_told(parcel, headers, tmp_path):
    other = replace(parcel, files={name: tmp_path / "no" / name for name in parcel.files})
    why = f"{tmp_path / 'no' / JOB.stem}.mp4 is not here; --shared names a folder of all"
    assert_is_refused(other, headers, tmp_path, why)


def encoded(path, frames, preset=SMALL, **options):
    """A clip of so many pictures of a decoded one."""
    import numpy as np

    with Encoder(path, preset, OPTIONS | options) as encoder:
        for number in range(frames):
            shade = np.full((preset.height, preset.width, 4), number % 256, np.uint8)
            encoder.write(shade)
    return path


def test_another_number_of_frames_is_refused(clip, headers, tmp_path):
    short = encoded(tmp_path / "short.mp4", JOB.frames - 1)
    why = f"{JOB.frames - 1} frames where {JOB.frames} were planned"
    assert_is_refused(parcel_of(clip, short), headers, tmp_path, why)


def test_other_settings_of_the_codec_are_refused(clip, headers, tmp_path):
    other = encoded(tmp_path / "other.mp4", JOB.frames, replace(SMALL, level="4.2"))
    assert_is_refused(
        parcel_of(clip, other), headers, tmp_path, "it was encoded with other settings"
    )


def test_what_is_no_film_is_refused(clip, headers, tmp_path):
    other = tmp_path / "other.mp4"
    other.write_bytes(b"no film" * 100)
    assert_is_refused(parcel_of(clip, other), headers, tmp_path, "it is no film")


def test_headers_are_those_of_every_clip_of_a_preset(clip, headers):
    assert read_headers(clip.path) == (JOB.frames, headers)
    assert len(headers) > 20


def test_facts_name_releases_fonts_words_scenes_and_sources():
    told = facts()
    assert {"manim", "numpy", "cairo", "python", "squiggle"} <= told.keys()
    assert all(len(told[name]) == 12 for name in ("fonts", "words", "scenes", "sources"))
    assert differences(told, told) == ""
    assert differences({"a": "1"}, {"b": "2"}) == (
        "a missing where 1 is wanted, b 2 where none is wanted"
    )
