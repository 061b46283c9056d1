"""The plan of a film: which chapters are rendered, in which order, and how many frames each has.

Pure: nothing here renders, and every number is known before the first frame is drawn.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson
from squiggle.lesson.pacing import tell
from squiggle.lesson.storyboard import ChapterPlan, find_chapter
from squiggle.lesson.words import Words
from squiggle.render.preset import Preset
from squiggle.stage.shapes import WIDE, frame


@dataclass(frozen=True)
class Job:
    """One chapter to render. `number` is its place in the lesson, `frames` its length."""

    lesson: Lesson
    chapter: ChapterPlan
    number: int
    preset: Preset
    frames: int
    plain: bool = False

    @property
    def stem(self) -> str:
        """The name of the chapter's files without their ending: 04-top-node."""
        return f"{self.number:02}-{self.chapter.slug}"


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

    def without(self, stems: Collection[str]) -> "FilmPlan | None":
        """The plan of the other chapters; None when there are none."""
        left = tuple(job for job in self.jobs if job.stem not in stems)
        return FilmPlan(left, self.preset) if left else None

    @property
    def longest_first(self) -> list[Job]:
        """The order in which workers take the jobs: no long one is left for the end."""
        return sorted(self.jobs, key=lambda job: -job.frames)


def plan_film(
    lesson: Lesson, preset: Preset, only: Sequence[str] = (), *, plain: bool = False
) -> FilmPlan:
    """The film of a lesson, in its shape; `only` names the chapters wanted (none: all of them).

    Raises `SquiggleError` for an unknown chapter, and for one that has no room in the shape.
    """
    preset = preset.shaped(lesson.shape)
    chapters = tell(lesson)
    chosen = [find_chapter(chapters, name) for name in only] or chapters
    _check_room(lesson, chosen)
    jobs = [
        Job(lesson, chapter, number, preset, round(chapter.seconds * preset.fps), plain)
        for number, chapter in enumerate(chapters, start=1)
        if chapter in chosen
    ]
    return FilmPlan(tuple(jobs), preset)


def _check_room(lesson: Lesson, chapters: Sequence[ChapterPlan]) -> None:
    """Ask each chapter whether it has room in a shape that is narrower than the usual one."""
    if lesson.shape == WIDE.shape:
        return
    from squiggle.render.chapters import load_chapter  # which imports Manim

    words, where = Words(lesson), frame(lesson.shape)
    for chapter in chapters:
        if lack := load_chapter(chapter).lack(lesson, words, where):
            raise SquiggleError(
                f"{chapter.name}: no room for {lack} in the shape {lesson.shape}",
                "wanted: another --shape, or other chapters (--only, --set chapters=...)",
            )
