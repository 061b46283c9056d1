"""The schedule: which job is done when, and what becomes of one whose worker dies or hangs.

It knows nothing of pictures. Those who do the jobs are a `Crew`: any `concurrent.futures.Executor`,
and what an executor does not tell. Its two kinds are `workers.Processes` and `cluster.Cluster`.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from typing import Any, TypeVar

from squiggle.errors import SquiggleError
from squiggle.render.plan import Job

TICK = 0.1  # seconds between two looks at the progress
LIVES = 2  # how many workers a job may cost
SILENCE = 120.0
"""Seconds after which a job that gives no sign of life hangs. Workers give one a second."""
ALONE = 60.0  # seconds without a single worker after which nobody is waited for

Result = TypeVar("Result")


class Crew:
    """Those who do jobs: any executor, and how many jobs it does at once."""

    prompt = False
    """Whether a job begins when it is submitted, and not when it is first told of."""

    def __init__(self, executor: Executor, size: int) -> None:
        self.executor, self._size = executor, size

    @property
    def size(self) -> int:
        """How many jobs can be done at once, now."""
        return self._size

    def news(self) -> Iterable[tuple[str, int]]:
        """What was told since the last call: stems, and how many frames are written; first 0."""
        return ()

    def deaths(self, _: "Future[Any]", error: BaseException) -> int:
        """How many workers have died of a job that ended with this error."""
        return isinstance(error, BrokenExecutor | CancelledError)

    def abandon(self, future: "Future[Any]") -> None:
        """Wait no longer for a job that hangs: who does it is ended, if that can be."""
        future.cancel()


class Waiting:
    """The jobs that wait, first come first served. `squiggle.batch` has a kind that chooses."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs = deque(jobs)

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def take(self) -> Job | None:
        """The next job that may begin; None if none may now."""
        return self._jobs.popleft() if self._jobs else None

    def put_back(self, job: Job) -> None:
        """A job whose worker has died is the next."""
        self._jobs.appendleft(job)


class _AtWork:
    """A job at work, and the seconds since its last sign of life; None before it has begun."""

    def __init__(self, job: Job, has_begun: bool) -> None:
        self.job, self.frames = job, 0
        self.silent = 0.0 if has_begun else None


def stop_all(job: Job, error: BaseException) -> None:
    """What becomes of the others when a job fails: nothing, for the error is raised."""
    raise error


def schedule(
    jobs: Waiting | Iterable[Job],
    crew: Crew,
    work: Callable[[Job], Result],
    on_frames: Callable[[str, int], None],
    on_done: Callable[[Job, Result], None],
    on_failed: Callable[[Job, BaseException], None] = stop_all,
) -> None:
    """Have every job done, in the order in which they are taken.

    Stems tell jobs apart. A job whose worker dies is given to another, before all that wait.
    `on_failed` hears of each failure: a job's own, the death of its second worker, `SILENCE`
    without a sign of life, more frames than were planned. If it raises, as it does unless told
    otherwise, jobs may still be at work; whoever made the crew ends it. Raises `SquiggleError`
    when no worker is left.
    """
    waiting = jobs if isinstance(jobs, Waiting) else Waiting(jobs)
    at_work: dict[Future[Result], _AtWork] = {}
    died: Counter[str] = Counter()
    before, alone = time.monotonic(), 0.0
    while waiting or at_work:
        while len(at_work) < crew.size and (job := waiting.take()):
            at_work[crew.executor.submit(work, job)] = _AtWork(job, crew.prompt)
        done, _ = wait(at_work, timeout=TICK, return_when=FIRST_COMPLETED)
        if not at_work:
            time.sleep(TICK)
        _listen(crew.news(), at_work.values(), on_frames)
        for future in done:
            job = at_work.pop(future).job
            error = _error(future)
            if error is None:
                on_done(job, future.result())
            elif deaths := crew.deaths(future, error):
                died[job.stem] += deaths
                if died[job.stem] >= LIVES:
                    on_failed(job, _killer(job))
                else:
                    waiting.put_back(job)
            else:
                on_failed(job, error)
        # A machine that slept, or a render that was held, has not been silent so long.
        now = time.monotonic()
        passed, before = min(now - before, 10 * TICK), now
        alone = 0.0 if crew.size else alone + passed
        if alone > ALONE:
            raise SquiggleError("no worker is left", "start some, and try again", status=1)
        for future, endless in list(_judge(at_work, passed)):
            crew.abandon(future)
            on_failed(at_work.pop(future).job, endless)


def _error(future: "Future[Result]") -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _listen(
    news: Iterable[tuple[str, int]],
    at_work: Iterable[_AtWork],
    on_frames: Callable[[str, int], None],
) -> None:
    by_stem = {one.job.stem: one for one in at_work}
    for stem, frames in news:
        if one := by_stem.get(stem):
            one.silent, one.frames = 0.0, frames
            on_frames(stem, min(frames, one.job.frames))


def _judge(
    at_work: Mapping["Future[Result]", _AtWork], passed: float
) -> Iterator[tuple["Future[Result]", SquiggleError]]:
    """The jobs that will never end."""
    for future, one in at_work.items():
        name, frames = one.job.chapter.name, one.job.frames
        if one.silent is not None:
            one.silent += passed
        if one.frames > frames:
            told = f"{name} goes on after the {frames} frames planned"
        elif one.silent is not None and one.silent > SILENCE:
            at = f"after {one.frames} of {frames} frames" if one.frames else "before it began"
            told = f"{name} hangs: nothing for {SILENCE:.0f} seconds, {at}"
        else:
            continue
        yield future, SquiggleError(told, status=1)


def _killer(job: Job) -> SquiggleError:
    return SquiggleError(
        f"{LIVES} workers died while rendering {job.chapter.name}",
        "is there enough memory? try --workers 1",
        status=1,
    )
