"""Render a lesson: plan, work, join, and put the finished files in their place."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import squiggle
from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.render.film import join
from squiggle.render.manifest import manifest
from squiggle.render.place import FILM, MANIFEST, publish, workplace
from squiggle.render.plan import FilmPlan, plan_film
from squiggle.render.preset import DEFAULT, preset
from squiggle.render.progress import Display
from squiggle.render.workers import cores, render_all


@dataclass(frozen=True)
class Film:
    """A finished film: its folder and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def path(self) -> Path:
        """The film itself."""
        return self.folder / FILM


def render(
    lesson: Lesson,
    folder: Path,
    *,
    quality: str = DEFAULT,
    only: Sequence[str] = (),
    workers: int | None = None,
    plain: bool = False,
) -> Film:
    """Render a lesson into `folder`: lesson.mp4, clips/, manifest.json.

    `quality` is a preset's letter, `only` names the chapters wanted, `workers` the processes
    (default: one a core). `plain` leaves everything to Manim's own renderer and writer. Files
    appear under their names when all of them are finished, and replace the film that was there.
    Raises `SquiggleError`: status 2 before any work when the request is wrong, status 1 when the
    work fails.
    """
    plan = plan_film(lesson, preset(quality), only, plain=plain)
    if workers is not None and workers < 1:
        raise SquiggleError(f"--workers {workers}", "wanted: 1 or more")
    with workplace(folder) as work:
        with Display(plan) as display:
            clips = render_all(plan, work, workers or cores(), display.at, display.finish)
        ordered = [clips[job.stem] for job in plan.jobs]
        told = manifest(plan, lesson, ordered, plain=plain)
        _join(plan, lesson, ordered, work / FILM)
        (work / MANIFEST).write_text(json.dumps(told, indent=2) + "\n", "utf-8")
        publish([file for clip in ordered for file in (clip.path, clip.poster)], work, folder)
    return Film(folder, told)


def _join(plan: FilmPlan, lesson: Lesson, clips: Sequence[Any], target: Path) -> None:
    words = Words(lesson)
    titles = [words.title(job.chapter.name) for job in plan.jobs]
    parts = [(clip.path, title, clip.frames) for clip, title in zip(clips, titles, strict=True)]
    comment = f"Squiggle {squiggle.__version__}, lesson {lesson.name}, {lesson.digest[:12]}"
    join(parts, target, plan.preset.fps, {"title": lesson.title, "comment": comment})
