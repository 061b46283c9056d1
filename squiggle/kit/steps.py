"""Steps: one idea, one click. A film is cut where a picture holds.

A beat is a step, or several when its picture is meant to hold in between. The cuts are those of the
storyboard, so they are known before anything is rendered, and the same at every size and pace.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from squiggle.captions import Cue, cues
from squiggle.lesson.storyboard import sketch
from squiggle.lesson.words import Words
from squiggle.render.plan import FilmPlan, Job


@dataclass(frozen=True)
class Step:
    """A part of a chapter, from a frame of it up to another one, and what is said meanwhile.

    `number` counts the film's steps from 1, `place` the chapter's. The chapter begins at the frame
    `begin` of the film. `lead` are the frames of the picture before that a step begins with: its
    first picture is the last of the step before. `words` are its captions; `cues` are these in
    seconds from the step's own begin.
    """

    number: int
    place: int
    job: Job
    begin: int
    beat: str
    title: str
    start: int
    end: int
    lead: int
    words: tuple[str, ...]
    cues: tuple[Cue, ...]

    @property
    def stem(self) -> str:
        """The name of its files without their ending: 04-top-node-02-bend."""
        return f"{self.job.stem}-{self.place:02}-{self.beat.replace('_', '-')}"

    @property
    def frames(self) -> int:
        """How many pictures it has, those of its lead among them."""
        return self.lead + self.end - self.start

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return self.frames / self.job.preset.fps


def steps(plan: FilmPlan, words: Words) -> tuple[Step, ...]:
    """The steps of a film, in order."""
    made: list[Step] = []
    for job, begin in zip(plan.jobs, plan.starts, strict=True):
        for place, (beat, start, said) in enumerate(_ideas(job, words), start=1):
            fps, lead = job.preset.fps, (2 if place == 1 else 1) if made else 0
            spoken = [(text, a - start + lead / fps, b - start + lead / fps) for text, a, b in said]
            texts = tuple(text for text, _, _ in said)
            made.append(
                Step(
                    number=len(made) + 1,
                    place=place,
                    job=job,
                    begin=begin,
                    beat=beat,
                    title=words.title(job.chapter),
                    start=round(start * fps),
                    end=round(said[-1][2] * fps),
                    lead=lead,
                    words=texts,
                    cues=cues(spoken, words.breaks, fps),
                )
            )
    return tuple(made)


Said = tuple[str, float, float]


def _ideas(job: Job, words: Words) -> Iterator[tuple[str, float, Sequence[Said]]]:
    """The parts of a chapter up to each hold: beat, seconds of its begin, what is said.

    No word is cut in two: a recording in which nobody pauses is one of them.
    """
    (drawn,) = (one for one in sketch(job.lesson) if one.name == job.chapter.name)
    meant = {beat.name: beat.parts for beat in drawn.beats}
    now = 0.0
    for beat in job.chapter.beats:
        start, told = now, list[Said]()
        texts = words.cues(job.chapter, beat.name)
        runs_on = (job.chapter.name, beat.name) in job.lesson.speech.running
        for text, part, plan in zip(texts, beat.parts, meant[beat.name], strict=False):
            told.append((text, now, now := round(now + part.seconds, 6)))
            if part is beat.parts[-1] or (plan.hold > 0 and not runs_on):
                yield beat.name, start, told
                start, told = now, []
