"""Recordings are read whatever program made them; what is none is one clear line."""

import os
import wave
from pathlib import Path

import numpy as np
import pytest

from squiggle.errors import SquiggleError
from squiggle.sound.decoding import read_sound
from squiggle.sound.pcm import RATE

from .made import FORMATS, save, tone

RATES = (8_000, 11_025, 22_050, 44_100, 48_000, 96_000)


def pitch(pcm) -> float:
    """The loudest frequency, in hertz."""
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    return int(np.argmax(spectrum)) * RATE / len(pcm)


def check(pcm, seconds: float, louder: float = 1.0) -> None:
    """It is the tone that was recorded: as long, as high, as loud (levels are evened later on)."""
    assert pcm.dtype == np.float32 and abs(len(pcm) / RATE - seconds) < 0.01
    middle = pcm[RATE // 10 : -RATE // 10]
    assert abs(pitch(middle) - 440) < 2
    assert abs(np.sqrt(np.mean(middle**2)) / louder - 0.1 / np.sqrt(2)) < 0.004


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_rate_mono_or_stereo(tmp_path, rate, channels):
    samples = tone(1.3, rate=rate)
    check(
        read_sound(save(tmp_path / "a.wav", samples, rate, channels=channels)), 1.3, channels**0.5
    )


@pytest.mark.parametrize("codec", FORMATS)
def test_every_depth(tmp_path, codec):
    check(read_sound(save(tmp_path / "a.wav", tone(1.3), RATE, codec)), 1.3)


@pytest.mark.parametrize(("codec", "rate"), [("flac", 44_100), ("flac", 96_000)])
def test_flac(tmp_path, codec, rate):
    check(read_sound(save(tmp_path / "a.flac", tone(1.3, rate=rate), rate, codec)), 1.3)


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
def test_mp3_without_the_silence_that_its_encoder_adds(tmp_path, rate):
    sound = read_sound(save(tmp_path / "a.mp3", tone(1.3, rate=rate), rate, "libmp3lame"))
    check(sound, 1.3)


def test_a_format_is_known_by_what_is_in_a_file(tmp_path):
    check(read_sound(save(tmp_path / "a.wav", tone(1.3), RATE, "flac")), 1.3)


def test_one_channel_is_enough(tmp_path):
    """A microphone plugged into the left channel only."""
    with wave.open(str(tmp_path / "left.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        left = np.stack([tone(1.0) * 2, tone(1.0) * 0], axis=1)
        file.writeframes((left * 32767).astype("<i2").tobytes())
    check(read_sound(tmp_path / "left.wav"), 1.0, 2**0.5)


def whole(tmp_path: Path, ending: str) -> bytes:
    codec = {"wav": "pcm_s16le", "mp3": "libmp3lame", "flac": "flac"}[ending]
    rng = np.random.default_rng(0)
    return save(
        tmp_path / f"whole.{ending}", 0.1 * rng.standard_normal(3 * RATE), codec=codec
    ).read_bytes()


@pytest.mark.parametrize("ending", ["wav", "mp3", "flac"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.8])
def test_a_file_that_breaks_off_is_refused(tmp_path, ending, share):
    data = whole(tmp_path, ending)
    path = tmp_path / f"part.{ending}"
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(SquiggleError, match=f"part.{ending} is broken: ") as refused:
        read_sound(path)
    assert refused.value.status == 2 and "\n" not in str(refused.value)


@pytest.mark.parametrize("ending", ["mp3", "flac"])
def test_a_file_with_damage_in_the_middle_is_refused(tmp_path, ending):
    data = bytearray(whole(tmp_path, ending))
    middle = len(data) // 2
    data[middle : middle + 20_000] = np.random.default_rng(2).bytes(20_000)
    (tmp_path / f"a.{ending}").write_bytes(data)
    with pytest.raises(SquiggleError, match=f"a.{ending} is broken: "):
        read_sound(tmp_path / f"a.{ending}")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"hello, this is no sound", "unknown format"),
        (b"OggS\0\2" + bytes(40), "unknown format"),
        (b"\0\0\0\x20ftypM4A " + bytes(40), "unknown format"),
        (b"\xff\xf1\x50\x80" + bytes(40), "unknown format"),  # AAC, which begins almost like MP3
        (b"RIFF\x24\0\0\0WAVE", "is broken"),
        (b"RIFF", "is broken"),
        (b"fLaC" + bytes(40), "is broken"),
        (b"ID3\4" + bytes(400), "is broken"),
        (b"\xff", "unknown format"),
    ],
)
def test_what_is_no_recording_is_one_line(tmp_path, data, told):
    path = tmp_path / "weigh.wav"
    path.write_bytes(data)
    with pytest.raises(SquiggleError) as refused:
        read_sound(path)
    assert str(refused.value).startswith(f"{path} ")
    assert told in str(refused.value) and "wav, mp3 or flac" in str(refused.value)


def test_no_samples_are_empty(tmp_path):
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
    with pytest.raises(SquiggleError, match=r"a\.wav is empty"):
        read_sound(tmp_path / "a.wav")


def test_ten_minutes_are_the_most(tmp_path):
    assert (
        len(read_sound(save(tmp_path / "a.wav", np.zeros(600 * 8000), 8_000, "pcm_u8")))
        == 600 * RATE
    )
    with pytest.raises(SquiggleError, match="longer than 10 minutes"):
        read_sound(save(tmp_path / "b.wav", np.zeros(601 * 8000), 8_000, "pcm_u8"))


def test_a_folder_and_a_missing_file_are_told_as_such(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    told = {"": "is no file", "pipe.wav": "is no file", "no.wav": "no such file"}
    for name, what in told.items():
        with pytest.raises(SquiggleError, match=f"{what}.* - wanted: a wav, mp3 or flac file"):
            read_sound(tmp_path / name)


def test_samples_that_are_no_numbers_are_refused(tmp_path):
    samples = tone(1.0)
    samples[100] = np.nan
    with pytest.raises(SquiggleError, match="no numbers"):
        read_sound(save(tmp_path / "a.wav", samples, codec="pcm_f32le"))
