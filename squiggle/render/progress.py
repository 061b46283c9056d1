"""One progress display for the whole film; plain lines when nobody watches."""

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column

from squiggle.render.plan import FilmPlan, Job


class Display:
    """Shows the chapters at work, frames, frames a second and time left, on stderr.

    On a terminal it is one bar; elsewhere one line for each finished chapter.
    """

    def __init__(self, plan: FilmPlan) -> None:
        self.plan = plan
        self.written: dict[str, int] = {}  # by stem, of the chapters that have begun
        self.frames = {job.stem: job.frames for job in plan.jobs}
        self.begun = time.monotonic()
        self.bar = bar_if_watched()

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.start()
            self.task = self.bar.add_task("starting", total=self.plan.frames, rate=0.0)
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    @property
    def total(self) -> int:
        """The frames written so far, of all chapters."""
        return sum(self.written.values())

    def at(self, stem: str, frames: int) -> None:
        """So many frames of a chapter are written; 0 when it begins."""
        self.written[stem] = max(frames, self.written.get(stem, 0))
        if self.bar:
            busy = [name for name, count in self.written.items() if count < self.frames[name]]
            self.bar.update(
                self.task,
                completed=self.total,
                description=" ".join(busy) or "joining",
                rate=self.total / (time.monotonic() - self.begun),
            )

    def keep(self, job: Job) -> None:
        """A chapter was there already."""
        self.at(job.stem, job.frames)
        if not self.bar:
            print(f"{job.stem}: unchanged", file=sys.stderr, flush=True)

    def finish(self, job: Job) -> None:
        """A chapter is whole."""
        self.at(job.stem, job.frames)
        if not self.bar:
            told = f"{job.stem}: {job.frames} frames ({self.total}/{self.plan.frames})"
            print(told, file=sys.stderr, flush=True)


def bar_if_watched() -> Progress | None:
    """A bar on stderr, if that is a terminal: tasks have frames and a field `rate`.

    It fits 80 columns: many names at once are cut, the numbers are not.
    """
    console = _watched()
    if console is None:
        return None
    names = Column(no_wrap=True, overflow="ellipsis", max_width=30)
    return Progress(
        TextColumn("{task.description}", table_column=names),
        BarColumn(bar_width=12),
        TextColumn("{task.completed:.0f}/{task.total:.0f} frames", table_column=_fixed()),
        TextColumn("{task.fields[rate]:.0f} fps", table_column=_fixed()),
        TimeRemainingColumn(table_column=_fixed()),
        console=console,
        transient=True,
    )


def _fixed() -> Column:
    return Column(no_wrap=True, justify="right")


def busy(work: str) -> AbstractContextManager[object]:
    """Something turns beside the name of the work while it goes on, if stderr is a terminal."""
    console = _watched()
    return console.status(work) if console else nullcontext()


def _watched() -> Console | None:
    """The terminal that stderr is, if it is one.

    Rich takes FORCE_COLOR for a terminal; a log is none, whatever its colours.
    """
    console = Console(stderr=True)
    is_one = sys.stderr.isatty() and console.is_terminal and not console.is_dumb_terminal
    return console if is_one else None
