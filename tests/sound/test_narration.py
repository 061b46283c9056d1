"""Holds stretch to what is said, captions come when it is said, and silence changes nothing."""

from dataclasses import replace

import numpy as np
import pytest

from squiggle.batch.columns import overrides
from squiggle.errors import SquiggleError
from squiggle.lesson import Overrides, Reading, load, open_lesson
from squiggle.lesson.pacing import STEP, tell
from squiggle.lesson.speech import BREATH, SILENCE, Speech
from squiggle.lesson.storyboard import sketch
from squiggle.lesson.words import Words
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset
from squiggle.sound import mixed, with_sound
from squiggle.sound.loudness import TARGET, level
from squiggle.sound.narration import narration
from squiggle.sound.pcm import RATE, seconds
from squiggle.sound.voices import VOICES

from .made import narrated_by, quiet, save, sentence

DOSAGE = load()


def beats(lesson):
    return {(c.name, b.name): b for c in tell(lesson) for b in c.beats}


def heard(lesson):
    return with_sound(Reading(lesson))


BEFORE = beats(DOSAGE)


def test_a_silent_lesson_stays_as_it_is():
    reading = Reading(DOSAGE)
    assert with_sound(reading) is reading
    assert mixed(DOSAGE, plan_film(DOSAGE, preset("l"))) is None
    assert DOSAGE.speech is SILENCE and tell(DOSAGE) == tell(replace(DOSAGE, speech=Speech()))


@pytest.mark.parametrize("length", [0.1, 1.0, 4.9, 5.0, 20.0, 61.03])
def test_a_hold_stretches_to_fit_and_no_more(tmp_path, length):
    save(tmp_path / "top-node" / "bend.wav", sentence(length))
    lesson = heard(narrated_by(tmp_path)).lesson
    after = beats(lesson)
    bend = after.pop(("TopNode", "bend"))
    was = BEFORE["TopNode", "bend"]
    assert after == {place: beat for place, beat in BEFORE.items() if place != ("TopNode", "bend")}
    assert bend.parts[0].moving == was.parts[0].moving
    drawn = next(chapter for chapter in sketch(DOSAGE) if chapter.name == "TopNode").beats[1]
    assert drawn.name == "bend"
    wanted = max(drawn.seconds, length + BREATH)  # silent, it has time for a presenter to speak
    assert wanted - 0.02 <= bend.seconds < wanted + STEP + 0.02
    assert abs(bend.seconds / STEP - round(bend.seconds / STEP)) < 1e-6


@pytest.mark.parametrize(
    ("rate", "channels", "codec", "ending"),
    [
        (8_000, 1, "pcm_u8", "wav"),
        (11_025, 2, "pcm_s16le", "wav"),
        (22_050, 1, "libmp3lame", "mp3"),
        (44_100, 2, "flac", "flac"),
        (96_000, 1, "pcm_s24le", "wav"),
    ],
)
def test_the_times_do_not_depend_on_the_format(tmp_path, rate, channels, codec, ending):
    sound = sentence(9.3, rate)
    save(tmp_path / "top-node" / f"bend.{ending}", sound, rate, codec, channels)
    after = beats(heard(narrated_by(tmp_path)).lesson)
    assert after["TopNode", "bend"].seconds == pytest.approx(9.8, abs=0.21)


def test_a_recording_is_shared_among_its_captions_where_the_speaker_pauses(tmp_path):
    sound = np.concatenate([quiet(0.8), sentence(5), quiet(0.7), sentence(6), quiet(1)])
    save(tmp_path / "top-node" / "weigh.wav", sound)
    lesson = heard(narrated_by(tmp_path)).lesson
    one, two = lesson.speech.seconds["TopNode", "weigh"]
    assert one == pytest.approx(5.25, abs=0.1) and two == pytest.approx(6.25, abs=0.1)
    parts = beats(lesson)["TopNode", "weigh"].parts
    assert [part.seconds for part in parts] == pytest.approx([5.8, 6.8], abs=0.21)
    pieces = narration(lesson).beats["TopNode", "weigh"].pieces
    assert [seconds(piece) for piece in pieces] == pytest.approx([one, two], abs=0.01)


def test_without_a_pause_the_seconds_are_shared_by_the_words(tmp_path):
    save(tmp_path / "top-node" / "weigh.wav", sentence(14))
    lesson = heard(narrated_by(tmp_path)).lesson
    one, two = lesson.speech.seconds["TopNode", "weigh"]
    assert one + BREATH + two == pytest.approx(14, abs=0.02)
    made = narration(lesson).beats["TopNode", "weigh"]
    assert [seconds(piece) for piece in made.pieces] == pytest.approx([14, 0], abs=0.02)
    assert beats(lesson)["TopNode", "weigh"].seconds >= 14 + BREATH


@pytest.mark.parametrize("size", [0.01, 0.3, 1.0])
def test_recordings_are_evened(tmp_path, size):
    save(tmp_path / "recap" / "follow.wav", size * sentence(3))
    pieces = narration(narrated_by(tmp_path)).beats["Recap", "follow"].pieces
    assert abs(level(np.concatenate(pieces)).loudness - TARGET) < 0.5


def test_beats_without_a_recording_stay_silent_and_that_is_said(tmp_path):
    save(tmp_path / "recap" / "follow.wav", sentence(3))
    reading = heard(narrated_by(tmp_path))
    assert list(reading.lesson.speech.seconds) == [("Recap", "follow")]
    assert reading.notes == (f"{len(BEFORE) - 1} beats without a recording: they stay silent",)


def test_a_recording_of_nothing_is_kept_as_long_as_it_is_and_that_is_said(tmp_path):
    file = save(tmp_path / "recap" / "follow.wav", np.zeros(15 * RATE))
    reading = heard(narrated_by(tmp_path))
    assert reading.notes[0] == f"nothing is heard in {file}"
    assert beats(reading.lesson)["Recap", "follow"].seconds >= 15.5


def test_a_broken_recording_of_a_chapter_that_is_left_out_is_found_too(tmp_path):
    save(tmp_path / "recap" / "follow.wav", sentence(1))
    (tmp_path / "the-network").mkdir()
    (tmp_path / "the-network" / "grow.wav").write_bytes(b"RIFF\x24\0\0\0WAVE")
    with pytest.raises(SquiggleError, match=r"grow\.wav is broken"):
        heard(narrated_by(tmp_path, settings={"chapters": "Recap"}))


def test_what_is_heard_is_in_the_lessons_digest(tmp_path):
    digests = {DOSAGE.digest}
    for pitch in (1.0, 1.1):
        save(tmp_path / "recap" / "follow.wav", sentence(3) * np.arange(3 * RATE) ** pitch / 1e6)
        lesson = heard(narrated_by(tmp_path)).lesson
        again = heard(narrated_by(tmp_path)).lesson
        assert lesson.digest == again.digest and lesson.digest not in digests
        digests.add(lesson.digest)


def test_recordings_that_change_while_a_film_is_made_are_noticed(tmp_path):
    save(tmp_path / "recap" / "follow.wav", sentence(3))
    lesson = heard(narrated_by(tmp_path)).lesson
    save(tmp_path / "recap" / "follow.wav", sentence(4))
    with pytest.raises(SquiggleError, match="have changed meanwhile - render again") as failed:
        mixed(lesson, plan_film(lesson, preset("l")))
    assert failed.value.status == 1


@pytest.mark.parametrize("quality", ["l", "m", "h"])
def test_each_piece_begins_with_its_caption(tmp_path, quality):
    """What is heard begins within 0.3 s (rule T21), at every frame rate, and ends in time."""
    for beat in ("ask", "land"):
        sound = np.concatenate([quiet(1.5), sentence(7), quiet(1.5)])
        save(tmp_path / "prediction" / f"{beat}.wav", sound)
    lesson = heard(narrated_by(tmp_path, settings={"chapters": "Recap, Prediction"})).lesson
    plan = plan_film(lesson, preset(quality), ["Prediction"])
    made = mixed(lesson, plan)
    assert made and len(made.pcm) == round(plan.frames * RATE / plan.preset.fps)
    chapter = plan.jobs[0].chapter
    loud = np.abs(made.pcm) > 0.02
    for beat in chapter.beats:
        start = chapter.starts[beat.name]
        within = np.flatnonzero(loud[round(start * RATE) : round((start + beat.seconds) * RATE)])
        if beat.name == "run":
            assert not len(within)
            continue
        assert within[0] / RATE < 0.3
        assert within[-1] / RATE < beat.seconds - BREATH + 0.3


def test_a_clip_has_the_films_own_samples(tmp_path):
    save(tmp_path / "prediction" / "ask.wav", sentence(7))
    lesson = heard(narrated_by(tmp_path)).lesson
    plan = plan_film(lesson, preset("l"))
    made = mixed(lesson, plan)
    assert made is not None
    tracks = [made.track(at, job.frames) for at, job in zip(plan.starts, plan.jobs, strict=True)]
    assert (np.concatenate([track.pcm for track in tracks]) == made.pcm).all()
    led = made.track(plan.starts[1], 30, lead=2).pcm
    assert len(led) == 32 * RATE // 15 and not led[: 2 * RATE // 15].any()


CHAPTERS = {"chapters": "Prediction, Recap"}
TWO = Overrides(voice="tones", settings=CHAPTERS)


class Tones:
    """A voice of tones: a tenth of a second for each word."""

    name = "tones"

    def __init__(self) -> None:
        self.said: list[str] = []

    def check(self) -> None: ...

    def speaks(self, language: str) -> bool:
        return True

    def version(self) -> str:
        return "1"

    def say(self, texts, language, folder):
        self.said.extend(texts)
        lengths = [0.1 * len(text.split()) for text in texts]
        return [save(folder / f"{i}.wav", sentence(long)) for i, long in enumerate(lengths)]


@pytest.fixture
def tones(monkeypatch):
    voice = Tones()
    monkeypatch.setattr("squiggle.sound.voices.VOICES", {**VOICES, "tones": voice})
    return voice


def test_a_voice_says_each_caption_and_nothing_twice(tones):
    lesson = load("dosage", TWO)
    reading = heard(lesson)
    places = {place for place in BEFORE if place[0] in ("Prediction", "Recap")}
    assert reading.notes == () and reading.lesson.speech.seconds.keys() == places
    assert len(tones.said) == len(set(tones.said)) == 9
    tones.said.clear()
    assert heard(lesson).lesson.digest == reading.lesson.digest and not tones.said
    assert heard(load("dosage", replace(TWO, theme="light"))).lesson and not tones.said
    assert heard(load("dosage", replace(TWO, settings={"b3": "-0.60", **CHAPTERS}))).lesson
    assert 0 < len(tones.said) < 9


def test_a_voice_completes_recordings(tmp_path, tones):
    save(tmp_path / "recap" / "follow.wav", sentence(3))
    reading = heard(narrated_by(tmp_path, voice="tones", settings=CHAPTERS))
    assert reading.notes == ("4 beats without a recording: tones says them",)
    assert len(tones.said) == 7 and not any("Training is" in text for text in tones.said)
    made = narration(reading.lesson)
    assert made.told == {"recorded": 1, "synthetic": 4, "voice": "tones"}


def test_the_band_is_off_beside_a_voice_unless_it_shall_be_on(tmp_path):
    silent, spoken = load(), load("dosage", Overrides(voice="pico"))
    assert silent.captions and not spoken.captions
    assert not load("dosage", Overrides(narration=tmp_path)).captions
    assert load("dosage", Overrides(voice="pico", captions=True)).captions
    assert load("dosage", Overrides.typed(["captions=true"], voice="pico")).captions


def test_paths_start_where_they_are_written(tmp_path):
    file = tmp_path / "mine.toml"
    network = "[network.parameters]\nw1=1\nb1=0\nw2=1\nb2=0\n"
    file.write_text('narration = "told"\nvoice = "v.onnx"\n' + network)
    lesson = open_lesson(file).lesson
    assert (lesson.narration, lesson.voice) == (str(tmp_path / "told"), str(tmp_path / "v.onnx"))
    typed = open_lesson(file, Overrides.typed(["voice=w.onnx"], narration=tmp_path / "x")).lesson
    assert (typed.narration, typed.voice) == (str(tmp_path / "x"), "w.onnx")


def test_captions_are_long_enough_for_their_words(tones):
    lesson = heard(load("dosage", replace(TWO, pacing="slow"))).lesson
    words = Words(lesson)
    for chapter in tell(lesson, words):
        for beat in chapter.beats:
            said = lesson.speech.seconds[chapter.name, beat.name]
            for part, takes in zip(beat.parts, said, strict=True):
                assert part.seconds >= takes + BREATH - 1e-6


def test_a_row_of_a_batch_has_a_voice_and_recordings_of_its_own(tmp_path):
    cells = {"voice": "espeak", "narration": "told"}
    lesson = load("dosage", overrides(cells, tmp_path, Overrides(voice="pico")))
    assert (lesson.voice, lesson.narration) == ("espeak", str(tmp_path / "told"))
