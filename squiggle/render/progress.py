"""One progress display for the whole film; plain lines when nobody watches."""

import sys
import time
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from squiggle.render.plan import FilmPlan


class Display:
    """Shows the chapters at work, frames, frames a second and time left, on stderr.

    On a terminal it is one bar; elsewhere one line for each finished chapter.
    """

    def __init__(self, plan: FilmPlan) -> None:
        self.plan = plan
        self.done = dict.fromkeys((job.stem for job in plan.jobs), 0)
        self.begun = time.monotonic()
        console = Console(stderr=True)
        self.bar = (
            Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.completed:>5.0f}/{task.total:.0f} frames"),
                TextColumn("{task.fields[rate]:>4.0f} fps"),
                TimeRemainingColumn(),
                console=console,
                transient=True,
            )
            if console.is_terminal
            else None
        )

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.start()
            self.task = self.bar.add_task("starting", total=self.plan.frames, rate=0.0)
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def add(self, stem: str, frames: int) -> None:
        """`frames` more frames of a chapter are written."""
        self.done[stem] += frames
        if self.bar:
            whole = {job.stem: job.frames for job in self.plan.jobs}
            busy = [name for name, count in self.done.items() if 0 < count < whole[name]]
            rate = sum(self.done.values()) / max(time.monotonic() - self.begun, 1e-9)
            self.bar.update(
                self.task,
                completed=sum(self.done.values()),
                description=", ".join(busy) or stem,
                rate=rate,
            )

    def finish(self, stem: str, frames: int) -> None:
        """A chapter is whole."""
        if not self.bar:
            count = sum(self.done.values())
            print(f"{stem}: {frames} frames ({count}/{self.plan.frames})", file=sys.stderr)
