"""Where the time goes: the chapters rendered in this process, one after another, and looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from squiggle.errors import SquiggleError
from squiggle.extra import extra
from squiggle.render.clip import Clip
from squiggle.render.plan import FilmPlan, Job

INTERVAL = 0.001  # seconds between two looks at the stack


@dataclass(frozen=True)
class Profile:
    """Renders in place of workers, and writes a profile for speedscope to `path`.

    Needs pyinstrument, the extra `profile`; making one without it raises `SquiggleError`.
    """

    path: Path

    def __post_init__(self) -> None:
        extra("--profile", "pyinstrument", "profile")
        if not self.path.absolute().parent.is_dir():
            raise SquiggleError(f"no such folder: {self.path.parent}", "wanted: a file to write")

    def render_all(
        self,
        plan: FilmPlan,
        folder: Path,
        _: int | None,
        on_frames: Callable[[str, int], None],
        on_clip: Callable[[Job, Clip], None],
    ) -> dict[str, Clip]:
        """Render every job into `folder`; clips by stem. See `workers.render_all`."""
        tool = extra("--profile", "pyinstrument", "profile")
        clips = {}
        with tool.Profiler(interval=INTERVAL, async_mode="disabled") as profiler:
            for job in plan.jobs:
                on_clip(job, clip := _render(job, folder, on_frames))
                clips[job.stem] = clip
        told = profiler.output(renderer=tool.renderers.SpeedscopeRenderer())
        self._write(told)
        return clips

    def _write(self, told: str) -> None:
        """The file appears whole."""
        try:
            with NamedTemporaryFile("w", dir=self.path.parent, delete=False) as new:
                new.write(told)
            Path(new.name).replace(self.path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SquiggleError(f"cannot write {self.path}: {reason}", status=1) from None


def _render(job: Job, folder: Path, on_frames: Callable[[str, int], None]) -> Clip:
    from squiggle.render.engine import render_chapter  # imports Manim

    written = 0

    def told(frames: int) -> None:
        nonlocal written
        written += frames
        on_frames(job.stem, written)

    on_frames(job.stem, 0)
    own = folder / job.stem
    own.mkdir()
    return render_chapter(job, own, told)
