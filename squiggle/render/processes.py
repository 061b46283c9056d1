"""Worker processes: as many as there are cores, stopped together, never left behind."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from ctypes import c_bool
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from squiggle.render.schedule import TICK, Crew
from squiggle.render.worker import begin

KILL = 1.3  # seconds after which a worker is killed that does not stop
PRELOADED = ["manim", "av", "typst"]
"""What workers find imported already, where they are forked. None of our own sources: workers read
these anew, as they are when the chapter's key is made."""
BLAS = "OPENBLAS_NUM_THREADS"  # NumPy's library would start threads when it is imported


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


class Processes(Executor):
    """Worker processes, each a pool of its own: a pool breaks as a whole when one worker dies.

    They start when they get their first job. A broken one is replaced when there is a job for it.
    """

    def __init__(self, size: int) -> None:
        self._context = _context()
        self._size, self._workers = size, list[_Worker]()

    @property
    def crew(self) -> Crew:
        """The processes as the schedule wants them."""
        return _ProcessCrew(self, self._size)

    def submit(self, work: Callable[..., Any], /, *args: Any, **more: Any) -> "Future[Any]":
        """Give a job to the worker that has the least to do."""
        with deaf_to_ctrl_c():
            for broken in [worker for worker in self._workers if worker.is_broken]:
                self._workers.remove(broken)
                broken.end()
            idle = [worker for worker in self._workers if not worker.load]
            if not idle and len(self._workers) < self._size:
                idle = [_Worker(self._context)]
                self._workers += idle
            chosen = idle[0] if idle else min(self._workers, key=lambda worker: worker.load)
            try:
                return chosen.submit(work, *args, **more)
            except BrokenExecutor:  # died while nobody looked
                return self.submit(work, *args, **more)
            except (EOFError, ConnectionError):  # what it is forked from did: there is another soon
                self._workers.remove(chosen)
                chosen.end(wait=False)
                time.sleep(TICK)
                return self.submit(work, *args, **more)

    def news(self) -> Iterator[tuple[str, int]]:
        """What workers have told since the last call."""
        for worker in self._workers:
            yield from worker.news()

    def abandon(self, job: "Future[Any]") -> None:
        """Kill the worker that does a job."""
        for worker in [worker for worker in self._workers if worker.has(job)]:
            self._workers.remove(worker)
            _kill(worker.processes)
            worker.end()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Stop all workers: those at work with their next frame, the deaf ones after `KILL`."""
        workers, self._workers = self._workers, []
        processes = [process for worker in workers for process in worker.processes]
        for worker in workers:
            worker.stop.value = True
        last = threading.Timer(KILL, _kill, [processes])
        last.start()
        for worker in workers:
            worker.end(wait)
        if wait:
            for process in processes:
                process.join()
            last.cancel()


class _ProcessCrew(Crew):
    prompt = True

    def __init__(self, processes: Processes, size: int) -> None:
        super().__init__(processes, size)
        self._processes = processes

    def news(self) -> Iterator[tuple[str, int]]:
        return self._processes.news()

    def abandon(self, future: "Future[Any]") -> None:
        self._processes.abandon(future)


class _Worker:
    """A pool of one process, and what it tells.

    It tells through a pipe of its own: a worker that dies while it holds a common queue would leave
    it locked. For the same reason a bare byte and no Event stops it.
    """

    def __init__(self, context: BaseContext) -> None:
        self.ours, self._theirs = context.Pipe(duplex=False)
        self.stop: Any = context.RawValue(c_bool, False)
        self._pool = ProcessPoolExecutor(
            1, context, initializer=begin, initargs=(self._theirs, self.stop)
        )
        self._jobs = list[Future[Any]]()

    @property
    def load(self) -> int:
        return sum(not job.done() for job in self._jobs)

    def has(self, job: "Future[Any]") -> bool:
        return job in self._jobs

    @property
    def is_broken(self) -> bool:
        return any(_broke(job) for job in self._jobs)

    def submit(self, work: Callable[..., Any], /, *args: Any, **more: Any) -> "Future[Any]":
        job = self._pool.submit(work, *args, **more)
        self._jobs = [*(job for job in self._jobs if not job.done() or _broke(job)), job]
        self._theirs.close()  # it has its own by now; so the pipe ends with it
        return job

    def news(self) -> Iterator[tuple[str, int]]:
        try:
            while not self.ours.closed and self.ours.poll():
                yield self.ours.recv()
        except (EOFError, OSError):  # it has ended
            self.ours.close()

    @property
    def processes(self) -> list[BaseProcess]:
        """The one process, if it was started; from Python 3.14 on pools have `kill_workers`."""
        return list((self._pool._processes or {}).values())

    def end(self, wait: bool = True) -> None:
        self.stop.value = True
        self._pool.shutdown(wait, cancel_futures=True)
        self.ours.close()


def _kill(processes: Iterable[BaseProcess]) -> None:
    for process in processes:
        process.kill()


def _broke(job: "Future[Any]") -> bool:
    return job.done() and not job.cancelled() and isinstance(job.exception(), BrokenExecutor)


def _context() -> BaseContext:
    """How workers are started: with nothing of this process but what they are told.

    On Linux they are forked from a process that has imported what takes long (1 s a worker) and
    has no thread. Elsewhere a fork is not safe.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    before = os.environ.get(BLAS)
    os.environ[BLAS] = "1"
    try:
        with deaf_to_ctrl_c():
            forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ[BLAS]
        else:
            os.environ[BLAS] = before
    return context


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """What is started here never hears Ctrl-C, which a terminal sends to workers too."""
    resource_tracker.ensure_running()  # its start would make us hear Ctrl-C again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
