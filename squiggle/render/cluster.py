"""A cluster: the same jobs on other machines, done by Dask (`distributed`, the extra `cluster`).

No engine of our own: Dask brings jobs to workers and results back, and the jobs of a dead worker to
another. What it does not know is that workers must draw alike: that is looked after by `hands`.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from squiggle.errors import SquiggleError
from squiggle.render.clip import Clip
from squiggle.render.dask_client import LOCAL, connected
from squiggle.render.hands import Hands
from squiggle.render.parcel import Intake, Parcel, exchange, perform
from squiggle.render.plan import FilmPlan, Job
from squiggle.render.processes import cores
from squiggle.render.schedule import Waiting, schedule, stop_all


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
            client = stack.enter_context(connected(self.address, workers))
            hands = stack.enter_context(Hands(client, self.address, workers))
            work = partial(perform, wanted=hands.wanted, shared=shared)
            schedule(waiting, hands, work, on_frames, receive, on_failed)
