"""Worker processes: as many as there are cores, stopped together, never left behind."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from squiggle.errors import SquiggleError
from squiggle.render.plan import FilmPlan, Job

if TYPE_CHECKING:
    from squiggle.render.engine import Clip

TICK = 0.1  # seconds between two looks at the progress


class Stopped(Exception):
    """Another chapter failed, or the user ended the work."""


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
    on_clip: Callable[[Job], None],
) -> dict[str, "Clip"]:
    """Render every job into `folder`; clips by stem.

    The first failure stops the others and is raised; so is `KeyboardInterrupt`. When this returns
    or raises, no worker is left.
    """
    context = multiprocessing.get_context("spawn")
    reports, stop = context.Queue(), context.Event()
    pool = ProcessPoolExecutor(
        min(workers, len(plan.jobs)), context, initializer=_begin, initargs=(reports, stop)
    )
    clips: dict[str, Clip] = {}
    try:
        waiting = {pool.submit(_work, job, folder): job for job in plan.longest_first}
        while waiting:
            done, _ = wait(waiting, timeout=TICK, return_when=FIRST_COMPLETED)
            _drain(reports, on_frames)
            for future in done:
                job = waiting.pop(future)
                try:
                    clips[job.stem] = future.result()
                except BrokenProcessPool:
                    raise SquiggleError(
                        f"a worker died while rendering {_names(waiting, job)}",
                        "is there enough memory? try --workers 1",
                        status=1,
                    ) from None
                on_clip(job)
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
        reports.cancel_join_thread()
        reports.close()
    return clips


def _names(waiting: dict[Any, Job], job: Job) -> str:
    names = sorted({other.chapter.name for other in waiting.values()} | {job.chapter.name})
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _drain(reports: Any, on_frames: Callable[[str, int], None]) -> None:
    while True:
        try:
            on_frames(*reports.get_nowait())
        except Empty:
            return


_reports: Any = None
_stop: Any = None


def _begin(reports: Any, stop: Any) -> None:
    """Make a worker ready: Ctrl-C is the parent's business, and it does not outlive the parent."""
    global _reports, _stop
    _reports, _stop = reports, stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _work(job: Job, folder: Path) -> "Clip":
    """Render one job in a worker, telling the parent how far it is."""
    from squiggle.render.engine import render_chapter

    pending = 0

    def on_frames(frames: int) -> None:
        nonlocal pending
        if _stop.is_set():
            raise Stopped
        pending += frames
        if pending >= job.preset.fps:
            _reports.put((job.stem, pending))
            pending = 0

    own = folder / job.stem
    own.mkdir()
    clip = render_chapter(job, own, on_frames)
    if pending:
        _reports.put((job.stem, pending))
    return clip
