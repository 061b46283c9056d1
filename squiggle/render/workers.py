"""Worker processes: as many as there are cores, stopped together, never left behind."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from ctypes import c_bool
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from squiggle.errors import SquiggleError
from squiggle.render.plan import FilmPlan, Job

if TYPE_CHECKING:
    from squiggle.render.clip import Clip

TICK = 0.1  # seconds between two looks at the progress
GRACE = 1.0  # seconds a worker has to stop by itself


class Stopped(BaseException):
    """Another chapter failed, or the user ended the work. Not an error, so nothing handles it."""


def cores() -> int:
    """The processors this process may use: its affinity, and the container's share of time."""
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        count = min(count, max(1, int(quota) // int(period)))
    except (OSError, ValueError):
        pass  # no such limit here, or none set ("max")
    return count


def render_all(
    plan: FilmPlan,
    folder: Path,
    workers: int,
    on_frames: Callable[[str, int], None],
    on_clip: Callable[[Job, "Clip"], None],
) -> dict[str, "Clip"]:
    """Render every job into `folder`; clips by stem.

    `on_frames` hears how many frames of a chapter are written, first 0 when it begins; `on_clip`
    hears of a finished one. The first failure stops the others and is raised; so is an interrupt.
    When this returns or raises, no worker is left.
    """
    context = multiprocessing.get_context("spawn")
    # A bare byte and no Event: a worker that dies while it looks at an Event leaves it locked.
    reports, stop = context.Queue(), context.RawValue(c_bool, False)
    pool = ProcessPoolExecutor(
        min(workers, len(plan.jobs)), context, initializer=_begin, initargs=(reports, stop)
    )
    clips: dict[str, Clip] = {}
    begun: set[str] = set()
    try:
        with _deaf_to_ctrl_c():
            waiting = {pool.submit(_work, job, folder): job for job in plan.longest_first}
        while waiting:
            done, _ = wait(waiting, timeout=TICK, return_when=FIRST_COMPLETED)
            for stem, frames in _news(reports):
                begun.add(stem)
                on_frames(stem, frames)
            for future in done:
                job = waiting.pop(future)
                try:
                    clips[job.stem] = future.result()
                except BrokenProcessPool:
                    raise _death(plan, begun - clips.keys()) from None
                on_clip(job, clips[job.stem])
    finally:
        stop.value = True
        pool.shutdown(wait=True, cancel_futures=True)
        reports.cancel_join_thread()
        reports.close()
    return clips


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What is started here never hears Ctrl-C, which a terminal sends to workers too."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _death(plan: FilmPlan, at_work: set[str]) -> SquiggleError:
    names = [job.chapter.name for job in plan.jobs if job.stem in at_work]
    where = f" while rendering {' or '.join(names)}" if names else " before it began"
    return SquiggleError(
        f"a worker died{where}", "is there enough memory? try --workers 1", status=1
    )


def _news(reports: Any) -> Iterator[tuple[str, int]]:
    while True:
        try:
            yield reports.get_nowait()
        except Empty:
            return


_reports: Any = None
_stop: Any = None


def _begin(reports: Any, stop: Any) -> None:
    """Make a worker ready: it stops when it is told to, and does not outlive its parent."""
    global _reports, _stop
    _reports, _stop = reports, stop
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    """End this process when the parent is gone, or when it is still at work long after the stop."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    while not wait_for([parent.sentinel], timeout=TICK):
        if _stop.value:
            wait_for([parent.sentinel], timeout=GRACE)
            break
    os._exit(1)


def _work(job: Job, folder: Path) -> "Clip":
    """Render one job in a worker, telling the parent how far it is about once a second of film."""
    _reports.put((job.stem, 0))
    from squiggle.render.engine import render_chapter  # imports Manim

    written = told = 0

    def on_frames(frames: int) -> None:
        nonlocal written, told
        if _stop.value:
            raise Stopped
        written += frames
        if written - told >= job.preset.fps:
            told = written
            _reports.put((job.stem, written))

    own = folder / job.stem
    own.mkdir()
    return render_chapter(job, own, on_frames)
