"""Progress of a whole batch: rows, frames, time left; one line, or a line of JSON for each row."""

import json
import sys
import time
from typing import Any, Self

from squiggle.batch.state import DONE, FAILED, State
from squiggle.lesson.said import counted
from squiggle.render.progress import bar_if_watched


class BatchDisplay:
    """Shows how far a batch is: on a terminal one bar, elsewhere a line for each row that ends.

    With `as_json` those lines are JSON, on stdout.
    """

    def __init__(self, state: State, frames: int, *, as_json: bool = False) -> None:
        self.state, self.total, self.as_json = state, frames, as_json
        self.there = 0  # frames of chapters that are whole
        self.at_work: dict[str, int] = {}  # frames by stem, of those at work
        self.begun = time.monotonic()
        self.bar = None if as_json else bar_if_watched()

    def __enter__(self) -> Self:
        if self.bar:
            self.bar.start()
            self.task = self.bar.add_task(self._rows, total=self.total, rate=0.0)
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    @property
    def frames(self) -> int:
        """The frames written so far, of all rows."""
        return self.there + sum(self.at_work.values())

    @property
    def seconds_left(self) -> float | None:
        """What is left of the work, as fast as it has gone so far; None before any frame."""
        passed = time.monotonic() - self.begun
        return (self.total - self.frames) * passed / self.frames if self.frames else None

    def at(self, stem: str, frames: int) -> None:
        """So many frames of a chapter are written."""
        self.at_work[stem] = max(frames, self.at_work.get(stem, 0))
        self._show()

    def end(self, stem: str) -> None:
        """A chapter is at work no longer."""
        self.at_work.pop(stem, None)
        self._show()

    def has(self, frames: int) -> None:
        """A row has got a chapter of so many frames."""
        self.there += frames
        self._show()

    def row(self, number: int, left: int = 0) -> None:
        """A row has come to its end; `left` frames of it will never be."""
        self.total -= left
        self._show()
        entry = self.state.entries[number]
        soon = self.seconds_left
        if self.as_json:
            told: dict[str, Any] = {
                "row": number,
                "name": entry.name,
                "folder": entry.folder,
                "state": entry.state,
                "message": entry.message,
                "rows": len(self.state.entries),
                "done": self.state.count(DONE),
                "failed": self.state.count(FAILED),
                "frames": self.frames,
                "frames_total": self.total,
                "seconds_left": None if soon is None else round(soon, 1),
            }
            print(json.dumps(told), flush=True)
        elif not self.bar and entry.state == DONE:
            shape = f"{self._rows}, {self.frames}/{self.total} frames"
            self.say(f"{entry.name}: done ({shape}, about {soon or 0:.0f} s left)")

    def say(self, line: str) -> None:
        """A line for people, on stderr, above the bar."""
        if self.bar:
            self.bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, file=sys.stderr, flush=True)

    @property
    def _rows(self) -> str:
        ended = self.state.count(DONE) + self.state.count(FAILED)
        return f"{ended}/{counted(len(self.state.entries), 'row')}"

    def _show(self) -> None:
        if self.bar:
            self.bar.update(
                self.task,
                completed=self.frames,
                total=self.total,
                description=self._rows,
                rate=self.frames / (time.monotonic() - self.begun),
            )
