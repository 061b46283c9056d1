"""Recordings that the tests make themselves: tones, clicks, noise, in every format and rate."""

from pathlib import Path
from typing import Any

import av
import numpy as np

from squiggle.lesson import Lesson, Overrides, load
from squiggle.sound.pcm import RATE

FORMATS = {"pcm_u8": "u8", "pcm_s16le": "s16", "pcm_s24le": "s32", "pcm_f32le": "flt"}
"""What is in a WAV: codecs of 8, 16 and 24 bits and floats, and how PyAV hands samples over."""
COMPRESSED = {"libmp3lame": "fltp", "flac": "s16"}


def tone(seconds: float, pitch: float = 440.0, size: float = 0.1, rate: int = RATE) -> Any:
    """A sine, shape (N,)."""
    return size * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)


def sentence(seconds: float, rate: int = RATE) -> Any:
    """Something as loud as speech, in syllables of a fifth of a second without a pause."""
    pulse = 0.55 + 0.45 * np.cos(2 * np.pi * 5 * np.arange(round(seconds * rate)) / rate)
    return tone(seconds, 200.0, 0.2, rate) * pulse


def quiet(seconds: float, rate: int = RATE) -> Any:
    """A room in which nobody speaks."""
    noise = np.random.default_rng(1).standard_normal(round(seconds * rate))
    return 0.0004 * noise


def save(
    path: Path, samples: Any, rate: int = RATE, codec: str = "pcm_s16le", channels: int = 1
) -> Path:
    """Write samples from -1 to 1, the same in each channel."""
    path.parent.mkdir(parents=True, exist_ok=True)
    layout = {1: "mono", 2: "stereo"}[channels]
    kind = {"libmp3lame": "mp3", "flac": "flac"}.get(codec, "wav")
    with av.open(str(path), "w", format=kind) as file:
        stream: Any = file.add_stream(codec, rate=rate, layout=layout)
        stream.format = (FORMATS | COMPRESSED)[codec]
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate)
        block = np.tile(np.asarray(samples, np.float32), (channels, 1))
        if block.size:
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate = rate
            for part in resampler.resample(frame):
                file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return path


def narrated_by(folder: Path, **others: Any) -> Lesson:
    """The dosage lesson with a folder of recordings, not yet heard."""
    return load("dosage", Overrides(narration=folder, **others))
