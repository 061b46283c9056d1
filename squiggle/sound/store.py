"""Sounds that are kept: what a voice has said, what a recording is when its levels are even.

They lie in the cache beside the chapters, in entries of the same form, and go with them: a folder
with the sound and `entry.json`. An entry that is damaged is made anew.
"""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from squiggle.errors import SquiggleError
from squiggle.render.cache import DAMAGE, ENTRY, NEW, SOUNDS, Cache
from squiggle.render.digest import digest, file_digest
from squiggle.sound.decoding import read_sound
from squiggle.sound.pcm import RATE, Pcm

SOUND = "sound.flac"
FULL = 2**15  # of a sample in FLAC


@dataclass(frozen=True)
class Store:
    """The sounds of a cache."""

    cache: Cache

    @classmethod
    def usual(cls) -> "Store":
        """That of this user's cache."""
        return cls(Cache.usual())

    def find(self, kind: Any, what: Any) -> Pcm | None:
        """The sound of that kind and name; None where there is none."""
        entry = self._place(kind) / digest(what)
        try:
            told = json.loads((entry / ENTRY).read_text("utf-8"))
            if file_digest(entry / SOUND) != told[SOUND]:
                return None
            with suppress(OSError):
                (entry / ENTRY).touch()
            return read_sound(entry / SOUND)
        except (*DAMAGE, SquiggleError):
            return None

    def keep(self, kind: Any, what: Any, pcm: Pcm) -> Pcm:
        """Keep a sound; returned as it will be found, so that it is the same the next time.

        A folder that cannot be written to keeps nothing.
        """
        samples = _rounded(pcm)
        try:
            place = self._place(kind)
            place.mkdir(parents=True, exist_ok=True)
            new = Path(mkdtemp(prefix=NEW, dir=place))
        except OSError:
            return _floats(samples)
        try:
            _write(samples, new / SOUND)
            (new / ENTRY).write_text(json.dumps({SOUND: file_digest(new / SOUND)}), "utf-8")
            old = place / digest(what)
            shutil.rmtree(old, ignore_errors=True)  # only what is damaged is kept again
            new.rename(old)
        except (OSError, av.FFmpegError):  # full, or another render has kept the same
            shutil.rmtree(new, ignore_errors=True)
        return _floats(samples)

    def made(self, kind: Any, what: Any, make: Callable[[], Pcm]) -> Pcm:
        """The sound that is kept, or made and kept now."""
        found = self.find(kind, what)
        return self.keep(kind, what, make()) if found is None else found

    def trim(self) -> None:
        """See `Cache.trim`."""
        self.cache.trim()

    def _place(self, kind: Any) -> Path:
        return self.cache.folder / SOUNDS / digest((kind, _makers()))


@cache
def _makers() -> dict[str, str]:
    """What decides how a sound comes out: our own sources, and libavfilter."""
    ours = sorted(Path(__file__).parent.glob("*.py"))
    return {"av": av.__version__} | {file.name: file_digest(file) for file in ours}


def _rounded(pcm: Pcm) -> NDArray[np.int16]:
    return np.clip(np.round(pcm * FULL), -FULL, FULL - 1).astype(np.int16)


def _floats(samples: NDArray[np.int16]) -> Pcm:
    return samples.astype(np.float32) / np.float32(FULL)


def _write(samples: NDArray[np.int16], path: Path) -> None:
    with av.open(str(path), "w", format="flac") as file:
        stream: Any = file.add_stream("flac", rate=RATE, layout="mono")
        stream.format = "s16"
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
