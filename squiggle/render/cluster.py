"""A cluster: the same jobs on other machines, done by Dask (`distributed`, the extra `cluster`).

No engine of our own: Dask brings jobs to workers and results back, and the jobs of a dead worker to
another. What it does not know is that workers must draw alike: each is asked what it is before it
gets a job, and one that would draw otherwise is left out by name.
"""

import logging
import multiprocessing
import shutil
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
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from squiggle.errors import SquiggleError
from squiggle.render.key import job_key
from squiggle.render.parcel import (
    TOPIC,
    Facts,
    Parcel,
    differences,
    facts,
    own_headers,
    perform,
    read_headers,
    unpack,
)
from squiggle.render.plan import FilmPlan, Job
from squiggle.render.schedule import LIVES, Crew, Waiting, schedule
from squiggle.render.workers import cores, deaf_to_ctrl_c

if TYPE_CHECKING:
    from squiggle.render.clip import Clip

LOCAL = "local"  # the address of a cluster that is started for this film
PATIENCE = 10  # seconds in which a scheduler answers
LOOK = 0.5  # seconds between two looks at who is there
EXCHANGE = ".squiggle-"  # how the name of the folder in a shared one begins
NANNY = 5  # seconds a worker's nanny has to end it
FORGOTTEN = 86_400.0  # seconds after which such a folder was left by a render that was killed


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
        on_clip: Callable[[Job, "Clip"], None],
    ) -> dict[str, "Clip"]:
        """Render every job on the cluster; see `workers.render_all`.

        At most `workers` jobs at once (None: as many as there are workers; `local` starts one a
        core). Raises `SquiggleError` (status 2) when there is no scheduler, or none of its workers
        draws as this machine does.
        """
        clips: dict[str, Clip] = {}
        keys = {job.stem: job_key(job) for job in plan.jobs}
        plain = any(job.plain for job in plan.jobs)
        headers = None if plain else own_headers(plan.preset, folder)

        def receive(job: Job, parcel: Parcel) -> None:
            nonlocal headers
            clip = unpack(parcel, job, keys[job.stem], headers, folder)
            headers = headers or read_headers(clip.path)[1]
            clips[job.stem] = clip
            on_clip(job, clip)

        with ExitStack() as stack:
            shared = stack.enter_context(_exchange(self.shared)) if self.shared else None
            many = min(workers or cores(), len(plan.jobs))
            client = stack.enter_context(_client(self.address, many))
            hands = stack.enter_context(_Hands(client, self.address, workers))
            work = partial(perform, film=hands.film, wanted=hands.wanted, shared=shared)
            schedule(Waiting(plan.longest_first), hands, work, on_frames, receive)
        return clips


class _Hands(Crew, Executor):
    """The workers of a cluster that draw as this machine does."""

    def __init__(self, client: Any, address: str, most: int | None) -> None:
        super().__init__(self, 0)
        self.client, self.address, self.most = client, address, most
        self.film, self.wanted = uuid4().hex, facts()
        self._asked = dict[str, Future[Facts]]()
        self._good, self._refused = set[str](), dict[str, str]()
        self._jobs = dict[Future[Any], tuple[set[str], Job]]()
        self._where = dict[str, str]()
        self._events: SimpleQueue[tuple[float, tuple[str, str, int, str]]] = SimpleQueue()
        self._looked = 0.0
        client.subscribe_topic(TOPIC, self._events.put)

    def submit(self, work: Callable[..., Any], job: Job, /) -> "Future[Any]":  # type: ignore[override]
        """Give a job to the workers that are there now."""
        self._where.pop(job.stem, None)
        future: Future[Any] = self._submit(self._good, work, job)
        self._jobs[future] = set(self._good), job
        return future

    def _submit(self, workers: set[str], work: Callable[..., Any], *args: Any) -> Any:
        executor = self.client.get_executor(
            workers=sorted(workers), allow_other_workers=False, pure=False
        )
        return executor.submit(work, *args)

    @property
    def size(self) -> int:
        """How many good workers there are."""
        self._look()
        return min(len(self._good), self.most or len(self._good))

    def news(self) -> Iterator[tuple[str, int]]:
        """What workers have told of this film."""
        while True:
            try:
                _, (film, stem, frames, worker) = self._events.get_nowait()
            except Empty:
                return
            if film == self.film:
                self._where[stem] = worker
                yield stem, frames

    def deaths(self, error: BaseException) -> int:
        """Dask has given the job to several workers before it gives up."""
        from distributed import KilledWorker

        return LIVES if isinstance(error, KilledWorker) else isinstance(error, CancelledError)

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
        for worker, answer in list(self._asked.items()):
            if answer.done():
                del self._asked[worker]
                self._meet(worker, answer)
        for future, (allowed, job) in list(self._jobs.items()):
            if future.done():
                del self._jobs[future]
            elif not ({self._where[job.stem]} if job.stem in self._where else allowed) & here:
                future.cancel()  # Dask would wait for one of the workers that were there
        if self._refused and not self._good and not self._asked and not self._jobs:
            raise SquiggleError(
                f"no worker of {self.address} draws as this machine does: "
                + "; ".join(f"{worker}: {why}" for worker, why in sorted(self._refused.items()))
            )

    def _meet(self, worker: str, answer: "Future[Facts]") -> None:
        try:
            other = differences(self.wanted, answer.result())
        except CancelledError:
            return
        except ImportError as error:
            other = f"it has no Squiggle that can be imported ({error})"
        except Exception as error:
            other = f"it does not say what it is ({type(error).__name__}: {error})"
        if other:
            self._refuse(worker, other)
        else:
            self._good.add(worker)

    def _refuse(self, worker: str, why: str) -> None:
        self._refused[worker] = why
        print(f"worker {worker} is not used: {why}", file=sys.stderr, flush=True)

    def abandon(self, future: "Future[Any]") -> None:
        """Have the process ended that a job hangs in; its nanny, if it has one, starts another."""
        future.cancel()
        allowed, job = self._jobs.pop(future, (set(), None))
        if job and (worker := self._where.get(job.stem)) in self._good & allowed:
            self._good.discard(worker)
            with suppress(Exception):
                self.client.restart_workers([worker], timeout=NANNY, raise_for_error=False)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Stop what is at work, with its next frame."""
        for future in [*self._jobs, *self._asked.values()]:
            future.cancel()


@contextmanager
def _client(address: str, workers: int) -> Iterator[Any]:
    """A connection to the scheduler there, or to one that is started here and ended afterwards."""
    import dask
    from distributed import Client, LocalCluster
    from distributed.comm import get_address_host_port, normalize_address

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
            cluster.scale(workers)
            client = Client(cluster, set_as_default=False)
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


@contextmanager
def _exchange(shared: Path) -> Iterator[Path]:
    """A folder of this film in a shared one, gone afterwards."""
    try:
        for left in shared.glob(f"{EXCHANGE}*"):
            if left.stat().st_mtime < time.time() - FORGOTTEN:
                shutil.rmtree(left, ignore_errors=True)
        own = Path(mkdtemp(prefix=EXCHANGE, dir=shared.absolute()))
        own.chmod(0o777)  # workers may be other users
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SquiggleError(f"cannot write to {shared}: {reason}", "see --shared") from None
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
