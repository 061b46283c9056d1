"""Silence around words goes, and a recording is cut where its speaker has paused."""

import numpy as np
import pytest

from squiggle.sound.pauses import AFTER, BEFORE, parted, trimmed
from squiggle.sound.pcm import RATE, seconds, silence

from .made import quiet, sentence, tone


def spoken_after(*parts):
    return np.concatenate(parts).astype(np.float32)


@pytest.mark.parametrize("room", [silence, quiet])
@pytest.mark.parametrize(("before", "after"), [(1.0, 2.0), (0.0, 0.7), (0.5, 0.0)])
def test_silence_around_words_goes_but_for_a_breath(room, before, after):
    sound = spoken_after(room(before), sentence(2.0), room(after))
    wanted = min(before, BEFORE) + 2.0 + min(after, AFTER)
    assert abs(seconds(trimmed(sound)) - wanted) < 0.03


@pytest.mark.parametrize(
    "sound", [tone(3.0), quiet(3.0), silence(2.0), sentence(0.1), silence(0)], ids=str
)
def test_what_has_no_silence_around_it_and_nothing_but_silence_stays(sound):
    assert abs(len(trimmed(np.asarray(sound, np.float32))) - len(sound)) < 0.02 * RATE


def test_the_click_of_a_button_is_no_word():
    click = np.pad(tone(0.02, 2000.0, 0.5), RATE)
    sound = spoken_after(click, quiet(1.0), sentence(2.0), quiet(1.0), click)
    assert abs(seconds(trimmed(sound)) - 2.0 - BEFORE - AFTER) < 0.03


def test_a_loud_room_is_not_cut_away():
    room = np.random.default_rng(4).standard_normal(3 * RATE) * 0.02
    sound = (room + np.pad(sentence(1.0), RATE)).astype(np.float32)
    kept = seconds(trimmed(sound))
    assert 1.0 <= kept <= 3.0


@pytest.mark.parametrize("pause", [0.2, 0.5, 2.0])
def test_a_recording_is_cut_between_its_sentences(pause):
    sound = spoken_after(sentence(2.0), quiet(pause), sentence(3.0), quiet(pause), sentence(1.5))
    parts = parted(sound, [20, 30, 15])
    assert parts is not None
    for part, wanted in zip(parts, (2.0, 3.0, 1.5), strict=True):
        assert -0.02 < seconds(part) - wanted < BEFORE + AFTER + 0.02


def test_a_breath_within_a_sentence_is_no_end():
    """The longer pause is the one between the sentences, even if a shorter one is nearer."""
    first = spoken_after(sentence(1.0), quiet(0.16), sentence(1.0))
    sound = spoken_after(first, quiet(0.6), sentence(1.2))
    parts = parted(sound, [40, 40])
    assert parts is not None and abs(seconds(parts[0]) - seconds(first)) < 0.3


@pytest.mark.parametrize(
    "sound",
    [
        sentence(5.0),
        spoken_after(sentence(0.4), quiet(1.0), sentence(8.0)),  # far from where a sentence ends
        silence(3.0),
        silence(0),
    ],
    ids=["no pause", "far off", "silence", "nothing"],
)
def test_where_nobody_pauses_nothing_is_cut(sound):
    assert parted(np.asarray(sound, np.float32), [30, 30]) is None
