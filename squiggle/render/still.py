"""Stills: one picture of a film, drawn alone. Importing this does not import Manim."""

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson
from squiggle.lesson.complete import check_words
from squiggle.lesson.storyboard import find_beat
from squiggle.lesson.words import read_words
from squiggle.render.draft import draft
from squiggle.render.plan import Job, plan_film
from squiggle.render.preset import DEFAULT, preset

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

ENDING = ".png"
CLOSE = 1e-6  # of a frame: what floating point may make of a whole number of them


@dataclass(frozen=True)
class Moment:
    """A frame of a chapter, counted from its beginning."""

    job: Job
    frame: int

    @property
    def seconds(self) -> float:
        """The second of the chapter at which the frame appears."""
        return self.frame / self.job.preset.fps


def find_moment(lesson: Lesson, name: str, at: float | None, quality: str = DEFAULT) -> Moment:
    """The moment of a chapter or of a beat, `name` being CHAPTER or CHAPTER:BEAT.

    It is the one that the film shows `at` so many seconds after its beginning, and the last one
    without `at`. The end belongs to it, and is the last picture. Raises `SquiggleError` for names
    that there are not, with those there are, and for a second outside.
    """
    chapter, colon, beat = name.partition(":")
    job = plan_film(lesson, preset(quality), [chapter]).jobs[0]
    start, length, whose = 0.0, job.chapter.seconds, job.chapter.name
    if colon:
        found = find_beat(job.chapter, beat)
        start, length = job.chapter.starts[found.name], found.seconds
        whose = f"{whose}:{found.name}"
    if at is not None and not 0 <= at <= length:
        raise SquiggleError(f"--at {at:g}", f"wanted: 0 to {length:g}, the seconds of {whose}")
    rate = job.preset.fps
    last = round((start + length) * rate) - 1
    frame = last if at is None else math.floor((start + at) * rate + CLOSE)
    return Moment(job, min(frame, last))


def still(
    lesson: Lesson, name: str, path: Path, *, at: float | None = None, quality: str = DEFAULT
) -> Moment:
    """Write the picture of one moment (see `find_moment`) as the PNG `path`, whole or not at all.

    It has the pixels of the film's frame before that is encoded. Raises `SquiggleError`: status 2
    before any work when the request is wrong, status 1 when the work fails.
    """
    if path.suffix.lower() != ENDING:
        raise SquiggleError(f"{path} is no name of a picture", f"wanted: one that ends in {ENDING}")
    moment = find_moment(lesson, name, at, quality)
    read_words.cache_clear()  # they may be others than when this process last rendered
    check_words(lesson)
    with draft(path) as work:
        from squiggle.render.seek import seek

        _save(seek(moment.job, moment.frame), work / path.name)
        os.replace(work / path.name, path)
    return moment


def _save(pixels: "NDArray[uint8]", path: Path) -> None:
    from PIL import Image

    Image.fromarray(pixels).convert("RGB").save(path)
