"""Render a lesson: plan, work, join, and put the finished files in their place."""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import squiggle
from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson
from squiggle.lesson.words import Words
from squiggle.render.film import join
from squiggle.render.manifest import manifest
from squiggle.render.plan import FilmPlan, plan_film
from squiggle.render.preset import DEFAULT, preset
from squiggle.render.progress import Display
from squiggle.render.workers import cores, render_all

WORK = ".rendering-"  # a folder of that name and the process's number holds what is not finished


@dataclass(frozen=True)
class Film:
    """A finished film: its folder and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def path(self) -> Path:
        """The film itself."""
        return self.folder / "lesson.mp4"


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
    appear under their names when all of them are finished. Raises `SquiggleError`: status 2 before
    any work when the request is wrong, status 1 when the work fails.
    """
    plan = plan_film(lesson, preset(quality), only, plain=plain)
    if workers is not None and workers < 1:
        raise SquiggleError(f"--workers {workers}", "wanted: 1 or more")
    _check_place(folder)
    with _workplace(folder) as work:
        with Display(plan) as display:
            clips = render_all(
                plan,
                work,
                workers or cores(),
                display.add,
                lambda job: display.finish(job.stem, job.frames),
            )
        ordered = [clips[job.stem] for job in plan.jobs]
        told = manifest(plan, lesson, ordered, plain=plain)
        _join(plan, lesson, ordered, work)
        (work / "manifest.json").write_text(json.dumps(told, indent=2) + "\n", "utf-8")
        _publish(ordered, work, folder)
    return Film(folder, told)


def _join(plan: FilmPlan, lesson: Lesson, clips: Sequence[Any], work: Path) -> None:
    words = Words(lesson)
    titles = [words.title(job.chapter.name) for job in plan.jobs]
    parts = [(clip.path, title, clip.frames) for clip, title in zip(clips, titles, strict=True)]
    comment = f"Squiggle {squiggle.__version__}, lesson {lesson.name}, {lesson.digest[:12]}"
    about = {"title": lesson.title, "comment": comment}
    join(parts, work / "lesson.mp4", plan.preset.fps, about)


def _publish(clips: Sequence[Any], work: Path, folder: Path) -> None:
    """Move everything to its place; each name changes hands in one step, the manifest last."""
    (folder / "clips").mkdir(exist_ok=True)
    for clip in clips:
        os.replace(clip.path, folder / "clips" / clip.path.name)
        os.replace(clip.poster, folder / "clips" / clip.poster.name)
    for name in ("lesson.mp4", "manifest.json"):
        os.replace(work / name, folder / name)


def _check_place(folder: Path) -> None:
    """Make the output folder, or say in one line why it cannot be."""
    try:
        (folder / "clips").mkdir(parents=True, exist_ok=True)
        probe = folder / f"{WORK}probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SquiggleError(
            f"cannot write to {folder}: {reason.lower()}", "choose another folder with -o"
        ) from None


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A folder for unfinished files, beside the finished ones; gone afterwards.

    What a killed render left behind is removed.
    """
    for left in folder.glob(f"{WORK}*"):
        owner = left.name.removeprefix(WORK).partition("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    work = Path(mkdtemp(prefix=f"{WORK}{os.getpid()}-", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
