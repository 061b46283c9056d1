"""Levels are even by EBU R128, as ffmpeg's own meter finds, and peaks stay below the norm."""

import re
import shutil
import subprocess

import numpy as np
import pytest

from squiggle.sound.loudness import CEILING, NOTHING, TARGET, even, level
from squiggle.sound.pcm import RATE, silence

from .made import quiet, save, sentence, tone

METER = re.compile(r"I:\s+(-?[\d.]+) LUFS.*Peak:\s+(-?[\d.]+|-inf) dBFS", re.DOTALL)
needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg: the oracle")


def metered(path) -> tuple[float, float]:
    """Integrated loudness (LUFS) and true peak (dBTP) of a file, by the program ffmpeg."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=peak=true"]
    told = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True).stderr
    found = METER.search(told.rpartition("Summary:")[2])
    assert found, told
    return float(found[1]), float(found[2])


SOUNDS = {
    "soft": 0.05 * sentence(5),
    "loud": 4 * sentence(5),
    "with pauses": np.concatenate([sentence(3), quiet(3), sentence(3), quiet(1)]),
    "noise": 0.02 * np.random.default_rng(3).standard_normal(20 * RATE),
    "tone": tone(4, 1000.0),
}
SHORT = {f"{seconds} s": sentence(seconds) for seconds in (0.02, 0.1, 0.3, 0.41, 1, 2.9)}


@needs_ffmpeg
@pytest.mark.parametrize("name", SOUNDS)
def test_all_is_as_loud_as_the_norm_asks_for(tmp_path, name):
    sound = even(SOUNDS[name].astype(np.float32))
    loudness, peak = metered(save(tmp_path / "a.wav", sound, codec="pcm_f32le", channels=2))
    assert abs(loudness - TARGET) < 0.3 and peak <= CEILING + 0.1
    assert len(sound) == len(SOUNDS[name])


@needs_ffmpeg
@pytest.mark.parametrize("name", SHORT)
def test_what_is_shorter_than_the_meters_gate_is_as_loud(tmp_path, name):
    sound = even(SHORT[name].astype(np.float32))
    again = np.tile(sound, int(4 * RATE / len(sound)))
    loudness, peak = metered(save(tmp_path / "a.wav", again, codec="pcm_f32le", channels=2))
    assert abs(loudness - TARGET) < 0.5 and peak <= CEILING + 0.1


def test_a_gain_changes_nothing_but_the_size():
    """No pumping: what needs no limiter is the same sound, larger."""
    sound = np.concatenate([sentence(2), 0.2 * sentence(2)]).astype(np.float32)
    gain = even(sound) / np.where(sound == 0, 1, sound)
    gain = gain[np.abs(sound) > 1e-3]
    assert np.ptp(gain) < 1e-3 * gain.mean()


def test_a_limiter_moves_nothing_in_time():
    sound = 0.05 * sentence(5).astype(np.float32)
    sound[2 * RATE : 2 * RATE + 96] += tone(0.002, 3000.0, 0.9).astype(np.float32)
    held = even(sound)
    assert level(held).peak <= CEILING + 0.05
    before = slice(RATE, RATE + 4800)
    assert np.corrcoef(held[before], sound[before])[0, 1] > 0.9999


@pytest.mark.parametrize("sound", [silence(0), silence(1), np.full(4800, 1e-5, np.float32)])
def test_silence_stays_silence(sound):
    assert level(sound).loudness < NOTHING
    assert (even(sound) == sound).all()


def test_one_wild_click_is_still_below_the_ceiling():
    click = silence(1)
    click[RATE // 2] = 1.0
    assert level(even(click)).peak <= CEILING + 0.05
