"""The workers of a Dask cluster that draw as this machine does: an executor of its own.

It looks who is there. Each worker is asked what it is before it gets a job, and one that would draw
otherwise is left out by name.
"""

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from squiggle.errors import SquiggleError
from squiggle.render.key import job_key
from squiggle.render.parcel import TOPIC, Facts, facts, unlike
from squiggle.render.plan import Job
from squiggle.render.schedule import LIVES, Crew

LOOK = 0.5  # seconds between two looks at who is there
NANNY = 5  # seconds a worker's nanny has to end it


@dataclass
class _Given:
    """A job that one of the workers `allowed` does, which tells of it by `name`; who has begun."""

    job: Job
    name: str
    allowed: set[str]
    worker: str | None = None
    begun: int = 0


class Hands(Crew, Executor):
    """The workers of a cluster that draw as this machine does."""

    def __init__(self, client: Any, address: str, most: int) -> None:
        super().__init__(self, most)
        self.client, self.address = client, address
        self.wanted, self.keys = facts(), dict[str, str]()
        self._asked = dict[str, Future[Facts]]()
        self._good, self._refused = set[str](), dict[str, str]()
        self._jobs = WeakKeyDictionary[Future[Any], _Given]()  # while somebody waits for them
        self._events: SimpleQueue[tuple[float, tuple[str, int, str]]] = SimpleQueue()
        self._looked = 0.0
        client.subscribe_topic(TOPIC, self._events.put)

    def submit(self, work: Callable[..., Any], job: Job, /) -> "Future[Any]":  # type: ignore[override]
        """Give a job to the workers that are there now; `keys` has its key, by stem."""
        self.keys[job.stem] = job_key(job)
        given = _Given(job, uuid4().hex, set(self._good))
        future: Future[Any] = self._submit(given.allowed, work, job, given.name)
        self._jobs[future] = given
        return future

    def _submit(self, workers: set[str], work: Callable[..., Any], *args: Any) -> Any:
        only = {"workers": sorted(workers), "allow_other_workers": False}
        return self.client.get_executor(pure=False, **only).submit(work, *args)

    @property
    def size(self) -> int:
        """How many good workers there are."""
        self._look()
        return min(len(self._good), self._size)

    def news(self) -> Iterator[tuple[str, int]]:
        """What workers have told of the jobs that were given to them."""
        by_name = {given.name: (future, given) for future, given in self._jobs.items()}
        while True:
            try:
                _, (name, frames, worker) = self._events.get_nowait()
            except Empty:
                return
            if name not in by_name:
                continue  # others' work, or a job that was taken back
            future, given = by_name[name]
            given.begun += not frames
            given.worker = given.worker or worker
            if given.worker == worker:
                yield given.job.stem, frames
            else:  # Dask would give it to four workers, one after another's death
                future.cancel()

    def deaths(self, future: "Future[Any]", error: BaseException) -> int:
        """Dask gives up when several workers had the job; those count that had begun with it."""
        from distributed import KilledWorker

        self._looked = 0.0  # the next job is given to none that has just died
        if isinstance(error, KilledWorker):
            return min(LIVES, max(1, self._jobs[future].begun))
        return isinstance(error, CancelledError)

    def _look(self) -> None:
        """See who came and who has gone."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        try:
            threads = self.client.nthreads()
        except (OSError, TimeoutError, RuntimeError, CancelledError) as error:
            raise SquiggleError(
                f"the scheduler at {self.address} has gone ({type(error).__name__})", status=1
            ) from None
        here = set(threads)
        for gone in self._asked.keys() - here:
            self._asked.pop(gone).cancel()
        self._good &= here
        for worker in here - self._asked.keys() - self._good - self._refused.keys():
            if threads[worker] > 1:
                self._refuse(worker, f"it does {threads[worker]} jobs at once; start --nthreads 1")
            else:
                self._asked[worker] = self._submit({worker}, facts)
        for worker in [worker for worker, answer in self._asked.items() if answer.done()]:
            with suppress(CancelledError):
                if other := unlike(self.wanted, self._asked.pop(worker)):
                    self._refuse(worker, other)
                else:
                    self._good.add(worker)
        for future, given in list(self._jobs.items()):
            allowed = {given.worker} if given.worker else given.allowed
            if not (future.done() or allowed & here):
                future.cancel()  # Dask would wait for one of the workers that were there
        idle = all(future.done() for future in self._jobs)
        if self._refused and idle and not self._good and not self._asked:
            raise SquiggleError(
                f"no worker of {self.address} draws as this machine does: "
                + "; ".join(f"{worker}: {why}" for worker, why in sorted(self._refused.items()))
            )

    def _refuse(self, worker: str, why: str) -> None:
        self._refused[worker] = why
        print(f"worker {worker} is not used: {why}", file=sys.stderr, flush=True)

    def abandon(self, future: "Future[Any]") -> None:
        """Have the process ended that a job hangs in; its nanny, if it has one, starts another."""
        future.cancel()
        given = self._jobs.pop(future, None)
        if given and given.worker in self._good:
            self._good.discard(given.worker)
            with suppress(Exception):
                self.client.restart_workers([given.worker], timeout=NANNY, raise_for_error=False)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Stop what is at work, with its next frame."""
        for future in (*self._jobs, *self._asked.values()):
            future.cancel()
