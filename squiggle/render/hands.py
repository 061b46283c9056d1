"""The workers of a Dask cluster that draw as this machine does: an executor of its own.

It looks who is there. Each worker is asked what it is before it gets a job, and one that would draw
otherwise is left out by name.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from squiggle.errors import SquiggleError
from squiggle.render.key import job_key
from squiggle.render.parcel import TOPIC, Facts, facts, unlike
from squiggle.render.plan import Job
from squiggle.render.schedule import Crew

LOOK = 0.5  # seconds between two looks at who is there
NANNY = 5  # seconds a worker's nanny has to end it


@dataclass(frozen=True)
class _Given:
    """A job that one worker has, by its address, which tells of it by `name`."""

    job: Job
    name: str
    worker: str


class Hands(Crew, Executor):
    """The workers of a cluster that draw as this machine does."""

    def __init__(self, client: Any, address: str, most: int) -> None:
        super().__init__(self, most)
        self.client, self.address = client, address
        self.wanted, self.keys = facts(), dict[str, str]()
        self._asked = dict[str, Future[Facts]]()
        self._good, self._refused = set[str](), dict[str, str]()
        self._jobs = WeakKeyDictionary[Future[Any], _Given]()  # while somebody waits for them
        self._events: SimpleQueue[tuple[float, tuple[str, int]]] = SimpleQueue()
        self._looked = 0.0
        client.subscribe_topic(TOPIC, self._events.put)

    def submit(self, work: Callable[..., Any], job: Job, /) -> "Future[Any]":  # type: ignore[override]
        """Give a job to the worker that has least to do; `keys` has the job's key, by stem.

        To that one alone: Dask would give a job that kills its workers to four of them.
        """
        self.keys[job.stem] = job_key(job)
        given = _Given(job, uuid4().hex, self._idlest())
        future: Future[Any] = self._submit(given.worker, work, job, given.name)
        self._jobs[future] = given
        return future

    def _idlest(self) -> str:
        """The good worker with the fewest jobs, ours and others'; not one that has just died."""
        ours = Counter(given.worker for future, given in self._jobs.items() if not future.done())
        with self._reached():
            jobs: Mapping[str, Any] = self.client.processing()
        there = sorted(self._good & jobs.keys() or self._good)
        return min(there, key=lambda worker: (ours[worker], len(jobs.get(worker, ()))))

    def _submit(self, worker: str, work: Callable[..., Any], *args: Any) -> Any:
        only = {"workers": [worker], "allow_other_workers": False}
        return self.client.get_executor(pure=False, **only).submit(work, *args)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Raise `SquiggleError` (status 1) when the scheduler does not answer any more."""
        try:
            yield
        except (OSError, TimeoutError, RuntimeError, CancelledError) as error:
            raise SquiggleError(
                f"the scheduler at {self.address} has gone ({type(error).__name__})", status=1
            ) from None

    @property
    def size(self) -> int:
        """How many good workers there are."""
        self._look()
        return min(len(self._good), self._size)

    def news(self) -> Iterator[tuple[str, int]]:
        """What workers have told of the jobs that were given to them."""
        stems = {given.name: given.job.stem for given in self._jobs.values()}
        with suppress(Empty):
            while True:
                _, (name, frames) = self._events.get_nowait()
                if name in stems:  # others' work, else, or a job that was taken back
                    yield stems[name], frames

    def deaths(self, _: "Future[Any]", error: BaseException) -> int:
        """One, when the worker that had the job has gone."""
        from distributed import KilledWorker

        self._looked = 0.0  # the next job is given to none that has just died
        return isinstance(error, KilledWorker | CancelledError)

    def _look(self) -> None:
        """See who came and who has gone."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        with self._reached():
            threads = self.client.nthreads()
        here = set(threads)
        for gone in self._asked.keys() - here:
            self._asked.pop(gone).cancel()
        self._good &= here
        for worker in here - self._asked.keys() - self._good - self._refused.keys():
            if threads[worker] > 1:
                self._refuse(worker, f"it does {threads[worker]} jobs at once; start --nthreads 1")
            else:
                self._asked[worker] = self._submit(worker, facts)
        for worker in [worker for worker, answer in self._asked.items() if answer.done()]:
            with suppress(CancelledError):
                if other := unlike(self.wanted, self._asked.pop(worker)):
                    self._refuse(worker, other)
                else:
                    self._good.add(worker)
        for future, given in list(self._jobs.items()):
            if given.worker not in here and not future.done():
                future.cancel()  # Dask would wait for it to come back
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
