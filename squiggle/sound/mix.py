"""The mix: everything that is heard in a film on one timeline, from which all clips are cut."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.render.plan import FilmPlan
from squiggle.sound.narration import Narration, narration
from squiggle.sound.pcm import RATE, Pcm
from squiggle.sound.track import SoundTrack


@dataclass(frozen=True, eq=False)
class Mix:
    """The sound of a whole film, `fps` pictures a second, in a language (ISO 639-2).

    `told` is what the manifest says of it.
    """

    pcm: Pcm
    fps: int
    language: str
    told: Mapping[str, Any]

    def track(self, start: int, frames: int, lead: int = 0) -> SoundTrack:
        """The track of so many frames from a frame of the film on, after `lead` silent ones."""
        begin, end, ahead = (round(at * RATE / self.fps) for at in (start, start + frames, lead))
        return SoundTrack(np.pad(self.pcm[begin:end], (ahead, 0)), self.language)


def mix(lesson: Lesson, plan: FilmPlan) -> Mix:
    """The sound of the film of a lesson that is narrated.

    Raises `SquiggleError` as `narration` does, and (status 1) when the recordings are no longer
    those that the film's times were made for.
    """
    made, fps = narration(lesson), plan.preset.fps
    if made.speech.digest != lesson.speech.digest:
        raise SquiggleError("the recordings have changed meanwhile", "render again", status=1)
    pcm = np.zeros(round(plan.frames * RATE / fps), np.float32)
    for start, piece in _placed(plan, made):
        begin = round(start * RATE)
        room = pcm[begin : begin + len(piece)]
        room += piece[: len(room)]
    return Mix(pcm, fps, Words(lesson).code, made.told)


def _placed(plan: FilmPlan, made: Narration) -> Iterator[tuple[float, Pcm]]:
    """Each piece with the second of the film at which its caption appears."""
    for job, frame in zip(plan.jobs, plan.starts, strict=True):
        for name, start in job.chapter.starts.items():
            heard = made.beats.get((job.chapter.name, name))
            if heard is None:
                continue
            parts = next(beat.parts for beat in job.chapter.beats if beat.name == name)
            begin = frame / plan.preset.fps + start
            starts = accumulate((part.seconds for part in parts), initial=begin)
            yield from zip(starts, heard.pieces, strict=False)
