"""Footage: the pictures of a clip, each once, with the moment at which it appears."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorTrc, Interpolation

from squiggle.errors import SquiggleError
from squiggle.render.yuv import planes


@dataclass(frozen=True)
class Footage:
    """A clip: its size in pixels, its pictures a second, how long it plays (seconds)."""

    path: Path
    width: int
    height: int
    rate: Fraction
    seconds: Fraction

    @property
    def lines(self) -> int:
        """Pixels of its shorter side."""
        return min(self.width, self.height)

    def size(self, lines: int) -> tuple[int, int]:
        """Width and height when its shorter side has so many pixels."""
        return round(self.width * lines / self.lines), round(self.height * lines / self.lines)

    def moments(self, rate: int) -> Iterator[tuple[Any, Fraction]]:
        """Its pictures, at most `rate` a second, each with the second at which it appears.

        A picture like the one before does not come: that one stands for longer. The first one
        appears at 0, and the last one of the clip always comes. Raises `OSError` for a clip that is
        broken.
        """
        with av.open(str(self.path), format="mov") as film:
            frame: Any
            shown: Any = None
            begin, due = None, Fraction(0)
            for frame in film.decode(film.streams.video[0]):
                begin = frame.pts if begin is None else begin
                now = (frame.pts - begin) * frame.time_base
                if now < due:
                    continue
                due += Fraction((now - due) * rate // 1 + 1, rate)
                if shown is None or _differ(shown, frame):
                    yield frame, now
                    shown = frame
            if _differ(shown, frame):
                yield frame, now

    def drawn(self, moment: tuple[Any, Fraction], lines: int, ticks: int) -> Any:
        """One of its moments as a picture of a size, BGRA, its time in ticks of a second."""
        frame, second = moment
        width, height = self.size(lines)
        # with more threads, swscale writes the ends of its parts over their neighbours
        told = {"interpolation": Interpolation.LANCZOS, "threads": 1}
        picture = frame.reformat(width, height, "bgra", **told)
        picture.color_trc = ColorTrc.IEC61966_2_1  # as players show films: else PNG tells a gamma
        picture.pts, picture.time_base = round(second * ticks), Fraction(1, ticks)
        return picture


def footage(clip: Path) -> Footage:
    """What there is to be seen of a clip; raises `SquiggleError` for a file that is no film."""
    if not clip.is_file():
        what = "is a folder" if clip.is_dir() else "is not there"
        raise SquiggleError(f"{clip} {what}", "wanted: a clip that squiggle rendered")
    try:
        # As an MP4 and nothing else: other formats may point to files and to the network.
        with av.open(str(clip), format="mov") as film:
            video: Any = film.streams.video[0]
            seconds = video.duration * video.time_base
            told = Footage(clip, video.width, video.height, video.average_rate, seconds)
            next(film.decode(video))
    except (av.FFmpegError, OSError, ValueError, TypeError, IndexError, StopIteration):
        raise SquiggleError(f"{clip} is no film", "wanted: a clip that squiggle rendered") from None
    return told


def _differ(one: Any, other: Any) -> bool:
    """Whether two pictures of a clip are not the same to the last bit."""
    pairs = zip(planes(one), planes(other), strict=True)
    return not all(np.array_equal(a, b) for a, b in pairs)
