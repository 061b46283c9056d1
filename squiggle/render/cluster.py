"""A cluster: the same jobs on other machines, done by Dask (`distributed`, the extra `cluster`).

No engine of our own: Dask brings jobs to workers and results back, and the jobs of a dead worker to
another. What it does not know is that workers must draw alike: each is asked what it is before it
gets a job, and one that would draw otherwise is left out by name.
"""

import logging
import multiprocessing
import sys
import time
import warnings
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from squiggle.errors import SquiggleError
from squiggle.render.clip import Clip
from squiggle.render.key import job_key
from squiggle.render.parcel import (
    TOPIC,
    Facts,
    Intake,
    Parcel,
    exchange,
    facts,
    perform,
    unlike,
)
from squiggle.render.plan import FilmPlan, Job
from squiggle.render.processes import cores, deaf_to_ctrl_c
from squiggle.render.schedule import LIVES, Crew, Waiting, schedule, stop_all

LOCAL = "local"  # the address of a cluster that is started for this work
PATIENCE = 10  # seconds in which a scheduler answers
LOOK = 0.5  # seconds between two looks at who is there
NANNY = 5  # seconds a worker's nanny has to end it


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster: its scheduler's address or `local`; a folder that all its machines share.

    Without such a folder chapters come back through the scheduler's network.
    Raises `SquiggleError` when Dask is not installed.
    """

    address: str
    shared: Path | None = None

    def __post_init__(self) -> None:
        if find_spec("distributed") is None:
            raise SquiggleError("--cluster needs Dask", "pip install 'squiggle[cluster]'")

    def render_all(
        self,
        plan: FilmPlan,
        folder: Path,
        workers: int | None,
        on_frames: Callable[[str, int], None],
        on_clip: Callable[[Job, Clip], None],
    ) -> dict[str, Clip]:
        """Render every job on the cluster; see `workers.render_all`, `render_jobs`, `at_once`."""
        clips: dict[str, Clip] = {}

        def receive(job: Job, clip: Clip) -> None:
            clips[job.stem] = clip
            on_clip(job, clip)

        many = self.at_once(workers, len(plan.jobs))
        self.render_jobs(Waiting(plan.longest_first), folder, many, on_frames, receive)
        return clips

    def at_once(self, workers: int | None, jobs: int) -> int:
        """How many of so many jobs are done at once, at most, where `workers` were asked for.

        None asks for as many as there are; `local` starts one a core.
        """
        return min(workers or (cores() if self.address == LOCAL else jobs), jobs)

    def render_jobs(
        self,
        waiting: Waiting,
        folder: Path,
        workers: int,
        on_frames: Callable[[str, int], None],
        on_clip: Callable[[Job, Clip], None],
        on_failed: Callable[[Job, BaseException], None] = stop_all,
    ) -> None:
        """Render the jobs that wait on the cluster; see `workers.render_jobs`.

        At most `workers` at once; each clip is in a folder of its own in `folder`. What comes back
        and is not what was wanted has failed. Raises `SquiggleError`: status 2 when there is no
        scheduler, or none of its workers draws as this machine does; status 1 when it goes.
        """
        intake = Intake(folder)

        def receive(job: Job, parcel: Parcel) -> None:
            try:
                clip = intake.take(parcel, job, hands.keys.pop(job.stem))
            except Exception as error:  # whatever it is, it is this job's
                on_failed(job, error)
            else:
                on_clip(job, clip)

        with ExitStack() as stack:
            shared = stack.enter_context(exchange(self.shared)) if self.shared else None
            client = stack.enter_context(_client(self.address, workers))
            hands = stack.enter_context(_Hands(client, self.address, workers))
            work = partial(perform, wanted=hands.wanted, shared=shared)
            schedule(waiting, hands, work, on_frames, receive, on_failed)


@dataclass
class _Given:
    """A job that one of the workers `allowed` does, which tells of it by `name`; who has begun."""

    job: Job
    name: str
    allowed: set[str]
    worker: str | None = None
    begun: int = 0


class _Hands(Crew, Executor):
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


@contextmanager
def _client(address: str, workers: int) -> Iterator[Any]:
    """A connection to the scheduler there, or to one that is started here and ended afterwards."""
    import dask
    from distributed import Client, LocalCluster
    from distributed.comm import get_address_host_port, normalize_address
    from distributed.gc import disable_gc_diagnosis

    for name in ["asyncio", *logging.root.manager.loggerDict]:  # errors are told in one line, ours
        if name.partition(".")[0] in ("asyncio", "distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module="distributed")  # what differs we tell ourselves
    with ExitStack() as stack:
        if address == LOCAL:
            settings = {"distributed.scheduler.allowed-failures": LIVES - 1}
            others = multiprocessing.active_children()
            with deaf_to_ctrl_c(), dask.config.set(settings):
                cluster = LocalCluster(
                    n_workers=0,  # it would wait for them
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",
                    memory_limit=0,
                    silence_logs=logging.CRITICAL + 1,
                )
                stack.callback(_end, cluster, others)
                client = Client(cluster, set_as_default=False)  # half made, it would never end
            disable_gc_diagnosis(force=True)  # Ctrl-C would be lost if it came while that looks
            cluster.scale(workers)  # not before: the client would wait while they are started
        else:
            try:
                get_address_host_port(normalize_address(address), strict=True)
                client = Client(address, timeout=PATIENCE, set_as_default=False)
            except (OSError, ValueError, TypeError) as error:
                raise SquiggleError(
                    f"no Dask scheduler answers at {address} ({str(error).splitlines()[0]})",
                    "wanted: its address, such as tcp://10.0.0.1:8786, or local",
                ) from None
        stack.callback(client.close, timeout=1)
        yield client


def _end(cluster: Any, others: Collection[BaseProcess]) -> None:
    """End a cluster of this machine at once; by itself it would wait for jobs at work.

    Its workers are the children of this process that are not among the `others`.
    """
    for nanny in list(cluster.workers.values()):
        nanny.auto_restart = False
    for _ in range(2):  # one may have been about to start
        for worker in multiprocessing.active_children():
            if worker not in others:
                worker.kill()
        with suppress(Exception):
            cluster.close(timeout=0.5)
    cluster.shutdown_on_close = False  # nothing is left to be waited for
