"""The plan of a film: which chapters are rendered, in which order, and how many frames each has.

Pure: nothing here renders, and every number is known before the first frame is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from squiggle.errors import unknown
from squiggle.lesson import Lesson
from squiggle.lesson.storyboard import STORYBOARD, ChapterPlan
from squiggle.render.preset import Preset


@dataclass(frozen=True)
class Job:
    """One chapter to render. `number` is its place in the storyboard, `frames` its length."""

    lesson: Lesson
    chapter: ChapterPlan
    number: int
    preset: Preset
    frames: int
    plain: bool = False

    @property
    def stem(self) -> str:
        """The name of the chapter's files without their ending: 04-top-node."""
        return f"{self.number:02}-{self.chapter.module.replace('_', '-')}"


@dataclass(frozen=True)
class FilmPlan:
    """The jobs of a film in the order in which they are seen."""

    jobs: tuple[Job, ...]
    preset: Preset

    @property
    def frames(self) -> int:
        """The film's whole frames: the sum of its chapters'."""
        return sum(job.frames for job in self.jobs)

    @property
    def starts(self) -> tuple[int, ...]:
        """The frame of the film at which each chapter begins."""
        return tuple(accumulate((job.frames for job in self.jobs), initial=0))[:-1]

    @property
    def longest_first(self) -> list[Job]:
        """The order in which workers take the jobs: no long one is left for the end."""
        return sorted(self.jobs, key=lambda job: -job.frames)


def find_chapter(name: str) -> ChapterPlan:
    """The chapter of that name, however it is spelled: TopNode, topnode, top_node, 04-top-node."""
    wanted = "".join(letter for letter in name.lower() if letter.isalpha())
    for chapter in STORYBOARD:
        if chapter.name.lower() == wanted:
            return chapter
    raise unknown("chapter", name, [chapter.name for chapter in STORYBOARD])


def plan_film(
    lesson: Lesson, preset: Preset, only: Sequence[str] = (), *, plain: bool = False
) -> FilmPlan:
    """The film of a lesson; `only` names the chapters wanted (none: all of them).

    Raises `SquiggleError` for an unknown chapter.
    """
    chosen = [find_chapter(name) for name in only] or list(STORYBOARD)
    jobs = [
        Job(lesson, chapter, number, preset, round(chapter.seconds * preset.fps), plain)
        for number, chapter in enumerate(STORYBOARD, start=1)
        if chapter in chosen
    ]
    return FilmPlan(tuple(jobs), preset)
