"""A narrated film and its clips: one mix in all of them, as loud as the norm asks, and in step."""

import shutil
import subprocess
from dataclasses import replace

import av
import numpy as np
import pytest

from squiggle.kit import stepped
from squiggle.kit.material import FilmFolder, Material
from squiggle.lesson import Overrides, Reading, load, read
from squiggle.lesson.words import Words
from squiggle.lesson.written import written
from squiggle.render import render
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset
from squiggle.render.provenance import lesson_of, lost_with, provenance
from squiggle.sound import with_sound
from squiggle.sound.loudness import TARGET
from squiggle.sound.pcm import RATE

from .made import narrated_by, quiet, save, sentence
from .test_loudness import metered

CHAPTERS = {"chapters": "TheQuestion, Prediction"}


@pytest.fixture(scope="module")
def narrated(tmp_path_factory):
    """Two chapters with three recordings, of other rates and levels, at 480p15."""
    folder = tmp_path_factory.mktemp("narrated")
    recordings = folder / "told"
    slow = np.concatenate([quiet(0.6), 0.05 * sentence(9), quiet(0.5), 0.05 * sentence(4)])
    save(recordings / "the-question" / "show_doses.wav", slow)
    save(
        recordings / "the-question" / "promise_bump.mp3", sentence(2, 44_100), 44_100, "libmp3lame"
    )
    save(recordings / "02-prediction" / "ask.flac", sentence(6, 22_050), 22_050, "flac", 2)
    with pytest.MonkeyPatch.context() as own:
        own.setenv("SQUIGGLE_CACHE", str(folder / "cache"))
        return render(narrated_by(recordings, settings=CHAPTERS), folder / "out", quality="l")


def heard(path):
    """The samples of a file's sound, shape (N,)."""
    with av.open(str(path)) as file:
        return np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])


def test_a_silent_film_has_no_sound_at_all(film):
    for path in (film.path, *sorted((film.folder / "clips").glob("*.mp4"))):
        with av.open(str(path)) as file:
            assert not file.streams.audio
    assert "sound" not in film.manifest and b"mp4a" not in film.path.read_bytes()


def test_film_and_clips_have_one_track_of_sound_as_long_as_their_pictures(narrated):
    for path in (narrated.path, *(narrated.folder / "clips").glob("*.mp4")):
        with av.open(str(path)) as file:
            (sound,), (pictures,) = file.streams.audio, file.streams.video
            lengths = [float(one.duration * one.time_base) for one in (sound, pictures)]
            assert lengths[0] == pytest.approx(lengths[1], abs=0.002)
    assert narrated.manifest["sound"] == {"recorded": 3, "synthetic": 0, "voice": ""}


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg: the oracle")
def test_film_and_clips_are_as_loud_as_the_norm_asks_for(narrated):
    for path in (narrated.path, *(narrated.folder / "clips").glob("*.mp4")):
        loudness, peak = metered(path)
        assert abs(loudness - TARGET) < 1 and peak <= -1.0, path.name


def test_each_recording_begins_with_its_caption_and_ends_before_the_next(narrated):
    sound = np.abs(heard(narrated.path)) > 0.02
    told = {}
    for chapter in narrated.manifest["chapters"]:
        for beat in chapter["beats"]:
            start, end = (round((chapter["start"] + beat[at]) * RATE) for at in ("start", "end"))
            told[beat["name"]] = np.flatnonzero(sound[start:end]) / RATE, (end - start) / RATE
    for name in ("show_doses", "promise_bump", "ask"):
        loud, length = told.pop(name)
        assert loud[0] < 0.3 and loud[-1] < length - 0.3
    assert not any(len(loud) for loud, _ in told.values())


def test_holds_are_as_long_as_recordings(narrated):
    beats = {b["name"]: b["end"] - b["start"] for b in narrated.manifest["chapters"][0]["beats"]}
    assert beats["show_doses"] == pytest.approx(9 + 0.5 + 4 + 0.3 + 0.5, abs=0.25)
    assert beats["promise_bump"] == pytest.approx(6.4)  # there was time enough


def test_a_clip_sounds_as_the_film_does(narrated):
    film = heard(narrated.path)
    for chapter in narrated.manifest["chapters"]:
        clip = heard(narrated.folder / chapter["clip"]["file"])
        start, length = round(chapter["start"] * RATE), round(chapter["clip"]["seconds"] * RATE)
        one, other = film[start : start + length], clip[:length]
        assert np.corrcoef(one, other)[0, 1] > 0.999  # encoded apart, from one mix


def test_a_step_sounds_as_its_part_of_the_film_does(narrated, tmp_path):
    told = narrated_by(narrated.folder.parent / "told", settings=CHAPTERS)
    lesson = with_sound(Reading(told)).lesson
    plan = plan_film(lesson, preset("l"))
    film = FilmFolder(lesson, narrated.folder, plan, narrated.manifest, Words(lesson))
    stepped.make(Material(lesson, film, film), tmp_path)
    whole, spoken = heard(narrated.path), 0
    for step in film.steps:
        first, last, lead = (
            round(frames * RATE / plan.preset.fps)
            for frames in (step.begin + step.start, step.begin + step.end, step.lead)
        )
        clip, part = heard(tmp_path / "steps" / f"{step.stem}.mp4"), whole[first:last]
        assert len(clip) - len(part) - lead in range(1024)
        assert np.abs(clip[: max(0, lead - 480)]).max(initial=0) < 0.01
        if np.abs(part).max() > 0.05:
            spoken += 1
            assert np.corrcoef(clip[lead : lead + len(part)], part)[0, 1] > 0.999
    assert spoken == 3 and [step.beat for step in film.steps].count("ask") == 1  # nobody pauses


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg")
def test_all_of_it_is_decoded_without_a_warning(narrated):
    for path in (narrated.path, *(narrated.folder / "clips").glob("*.mp4")):
        command = ["ffmpeg", "-v", "warning", "-i", str(path), "-map", "0:v", "-map", "0:a"]
        done = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_film_says_that_its_recordings_are_not_in_it(narrated):
    told = provenance(narrated.path)
    assert told["left_out"] == ["narration"] and "narration" not in told["lesson_file"]
    (note,) = lost_with(told, Overrides())
    assert "recordings of the film are not in it" in note
    again = lesson_of(narrated.path, told)
    assert again.captions and not again.wants_sound  # the words are back in the picture
    assert not lost_with(told, Overrides(voice="espeak"))


def test_a_film_keeps_its_voice():
    lesson = load("dosage", Overrides(voice="pico"))
    assert read("again", written(lesson)).voice == "pico"
    assert read("again", written(lesson)).digest == lesson.digest
    assert not read("again", written(replace(lesson, voice="a.onnx"))).voice
    loud = load("dosage", Overrides(voice="pico", captions=True))
    assert read("again", written(loud)).captions and not read("again", written(lesson)).captions
    assert "voice" not in written(load())
