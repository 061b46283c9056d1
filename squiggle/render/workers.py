"""Chapters by processes of this machine: all of a film's, or those that wait in a batch."""

import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from squiggle.render.plan import FilmPlan, Job
from squiggle.render.processes import Processes
from squiggle.render.schedule import Waiting, schedule, stop_all
from squiggle.render.worker import work

if TYPE_CHECKING:
    from squiggle.render.clip import Clip


def render_all(
    plan: FilmPlan,
    folder: Path,
    workers: int,
    on_frames: Callable[[str, int], None],
    on_clip: Callable[[Job, "Clip"], None],
) -> dict[str, "Clip"]:
    """Render every job into `folder`, by processes of this machine; clips by stem.

    The first failure stops the others and is raised. For all else see `render_jobs`.
    """
    clips: dict[str, Clip] = {}

    def receive(job: Job, clip: "Clip") -> None:
        clips[job.stem] = clip
        on_clip(job, clip)

    many = min(workers, len(plan.jobs))
    render_jobs(Waiting(plan.longest_first), folder, many, on_frames, receive)
    return clips


def render_jobs(
    waiting: Waiting,
    folder: Path,
    workers: int,
    on_frames: Callable[[str, int], None],
    on_clip: Callable[[Job, "Clip"], None],
    on_failed: Callable[[Job, BaseException], None] = stop_all,
) -> None:
    """Render the jobs that wait into `folder`.

    `on_frames` hears how many frames of a chapter are written, first 0 when it begins; `on_clip`
    hears of a finished one, `on_failed` of one that never will be. What they raise ends the work;
    so does an interrupt. When this returns or raises, no worker is left.
    """

    def receive(job: Job, told: Path) -> None:
        on_clip(job, pickle.loads(told.read_bytes()))

    with Processes(workers) as processes:
        do = partial(work, folder=folder)
        schedule(waiting, processes.crew, do, on_frames, receive, on_failed)
