"""What a clip is: the lesson that it was made from, and what of its film it shows.

A clip carries its lesson; what it shows is told by its name, which is that of a step, of a chapter
or of the film.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from squiggle.errors import SquiggleError
from squiggle.kit.embeds.footage import Footage, footage
from squiggle.kit.steps import Step, steps
from squiggle.lesson import Lesson, Overrides, Reading
from squiggle.lesson.words import Words
from squiggle.render.origin import FILM
from squiggle.render.plan import FilmPlan, Job, plan_film
from squiggle.render.preset import preset
from squiggle.render.provenance import lesson_of, lost_with, provenance
from squiggle.sound import with_sound

Part = tuple[Job, int, int]
"""A chapter, and its frames from one up to another."""


@dataclass(frozen=True)
class Found:
    """A clip's lesson, and the film that it is of: its chapters and its quality.

    `notes` are what has to be known of what became of the lesson.
    """

    clip: Path
    lesson: Lesson
    chapters: tuple[str, ...]
    quality: str
    notes: tuple[str, ...] = ()

    @cached_property
    def words(self) -> Words:
        """The lesson's words."""
        return Words(self.lesson)

    @cached_property
    def footage(self) -> Footage:
        """Its pictures; raises `SquiggleError` when there are none."""
        return footage(self.clip)

    def plan(self, quality: str) -> FilmPlan:
        """The film, at a quality; raises `SquiggleError` for chapters that are no longer there."""
        return plan_film(self.lesson, preset(quality), self.chapters)

    def parts(self, quality: str) -> list[Part]:
        """What the clip shows, one after the other.

        Raises `SquiggleError` when its name does not say.
        """
        plan, stem = self.plan(quality), self.clip.stem
        if stem == Path(FILM).stem:
            return [(job, 0, job.frames) for job in plan.jobs]
        for job in plan.jobs:
            if stem == job.stem:
                return [(job, 0, job.frames)]
        cut = steps(plan, self.words)
        for place, step in enumerate(cut):
            if stem == step.stem:
                return list(_parts(step, cut[place - 1]))
        example = f"{cut[0].stem}{self.clip.suffix}"
        raise SquiggleError(
            f"{self.clip.name} does not say what of the film it is",
            f"wanted: the name it was made with, such as {example}",
        )

    @cached_property
    def step(self) -> Step | None:
        """The step that the clip is, if it is one."""
        cut = steps(self.plan(self.quality), self.words)
        return next((step for step in cut if step.stem == self.clip.stem), None)

    @property
    def title(self) -> str:
        """What the clip is called: its chapter's title, or the lesson's."""
        jobs = self.plan(self.quality).jobs
        stem = self.step.job.stem if self.step else self.clip.stem
        titles = [self.words.title(job.chapter) for job in jobs if job.stem == stem]
        return titles[0] if titles else self.lesson.title

    @property
    def seen(self) -> str:
        """What the clip shows, in words."""
        if not self.step:
            return self.title
        return f"{self.title}: {self.words.seen(self.step.job.chapter, self.step.beat)}"


def find(clip: Path, overrides: Overrides | None = None, *, heard: bool = False) -> Found:
    """What a clip is, its lesson with some things replaced.

    How long its parts take depends on its narration, if there is one: `heard` says whether that
    matters. Raises `SquiggleError` for a file that is no clip of ours.
    """
    told = provenance(clip)
    changes = overrides or Overrides()
    reading = Reading(lesson_of(clip, told, changes))
    if heard:
        reading = with_sound(reading)
    notes = (*lost_with(told, changes), *reading.notes)
    return Found(clip, reading.lesson, tuple(told["chapters"]), told["quality"], notes)


def _parts(step: Step, before: Step) -> Iterator[Part]:
    """A step as its clip has it: first the picture of the one before it."""
    if before.job == step.job:
        yield step.job, step.start - step.lead, step.end
        return
    if step.lead:
        yield before.job, before.end - step.lead, before.end
    yield step.job, step.start, step.end
