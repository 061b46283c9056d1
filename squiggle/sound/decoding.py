"""A file of sound, read: WAV, MP3 or FLAC by what is in it, whatever it is called."""

from pathlib import Path

import av
import numpy as np

from squiggle.errors import SquiggleError
from squiggle.sound.pcm import RATE, Pcm, silence

LONGEST, CLOSE = 600.0, 1e-3  # seconds of one recording, and what counts as none
HEAD = 12  # bytes from which a format is known
WHOLE = 0.95  # share of the length that a file says it has
WANTED = "wanted: a wav, mp3 or flac file"
STREAMED = (0, 0xFFFFFFFF)  # sizes that a WAV says when it was written without knowing it


def read_sound(path: Path) -> Pcm:
    """The sound in a file, its channels mixed into one.

    Raises `SquiggleError` for a file that cannot be read, is empty, of an unknown format, broken,
    or longer than `LONGEST`.
    """
    try:
        if path.exists() and not path.is_file():
            raise SquiggleError(f"{path} is no file", WANTED)
        with path.open("rb") as file:
            head = file.read(HEAD)
        size = path.stat().st_size
    except OSError as error:
        raise SquiggleError(f"{path}: {(error.strerror or str(error)).lower()}", WANTED) from None
    if not head:
        raise SquiggleError(f"{path} is empty", WANTED)
    kind = _kind(head)
    if not kind:
        raise SquiggleError(f"{path} is of an unknown format: it begins {_shown(head)!r}", WANTED)
    riff = int.from_bytes(head[4:8], "little")
    if kind == "wav" and riff not in STREAMED and riff + 8 > size + 1:
        raise _broken(path, f"{size} of its {riff + 8} bytes are there")
    try:
        return _decoded(path, kind)
    except (av.FFmpegError, ValueError) as error:
        raise _broken(path, str(getattr(error, "strerror", error)).lower()) from None


def _kind(head: bytes) -> str:
    """The format of a file that begins so; "" for an unknown one."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:] in (b"WAVE", b""):
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    is_layer_3 = head[0] == 0xFF and len(head) > 1 and head[1] & 0xE6 == 0xE2
    return "mp3" if head[:3] == b"ID3" or is_layer_3 else ""


def _decoded(path: Path, kind: str) -> Pcm:
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    parts, samples = [], 0.0
    with av.open(str(path), format=kind) as container:
        if not container.streams.audio:
            raise _broken(path, "there is no sound in it")
        stream = container.streams.audio[0]
        for frame in container.decode(stream):
            samples += frame.samples / frame.sample_rate
            if samples > LONGEST + CLOSE:
                raise SquiggleError(
                    f"{path} is longer than {LONGEST / 60:.0f} minutes",
                    "wanted: the words of a beat",
                )
            parts += resampler.resample(frame)
        promised = float((stream.duration or 0) * (stream.time_base or 0))
    if samples < WHOLE * promised:
        raise _broken(path, f"it breaks off after {samples:.1f} of {promised:.1f} s")
    if not samples:
        raise SquiggleError(f"{path} is empty", WANTED)
    parts += resampler.resample(None)
    pcm = np.concatenate([silence(0), *(part.to_ndarray()[0] for part in parts)])
    if not np.isfinite(pcm).all():
        raise _broken(path, "it holds samples that are no numbers")
    return pcm


def _broken(path: Path, why: str) -> SquiggleError:
    return SquiggleError(f"{path} is broken: {why}", WANTED)


def _shown(head: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in head)
