"""Reading films back, as a player would."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from squiggle.render import Film

Frame = NDArray[np.uint8]


def frames(path: Path, layout: str = "rgb24", every: int = 1) -> Iterator[Frame]:
    """The decoded frames of a film, or every so many, each converted to `layout`."""
    with av.open(str(path)) as film:
        for number, frame in enumerate(film.decode(video=0)):
            if number % every == 0:
                yield frame.to_ndarray(format=layout)


def last(path: Path) -> Frame:
    """The last frame of a film, in RGB."""
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            picture = frame
        return picture.to_ndarray(format="rgb24")


@cache
def prints(path: Path) -> list[str]:
    """A fingerprint of each decoded frame, exact to the last bit."""
    return [blake2b(frame, digest_size=8).hexdigest() for frame in frames(path, "yuv420p")]


def clip(film: Film, chapter: str) -> Path:
    """The clip of a chapter of a film."""
    return film.folder / told(film, chapter)["clip"]["file"]


def told(film: Film, chapter: str) -> dict:
    """What the manifest tells of a chapter."""
    return next(entry for entry in film.manifest["chapters"] if entry["name"] == chapter)


def boxes(path: Path) -> list[str]:
    """The kinds of the boxes an MP4 file is made of, in order."""
    data, at, kinds = path.read_bytes(), 0, []
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8].decode()
        kinds.append(kind)
        at += size if size > 1 else int.from_bytes(data[at + 8 : at + 16])
    return kinds
