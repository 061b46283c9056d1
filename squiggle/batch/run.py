"""Run a batch: all chapters of all rows by one crew, each film in its place when it is whole."""

import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from squiggle.batch.plan import Order, plan_rows
from squiggle.batch.progress import BatchDisplay
from squiggle.batch.state import DONE, FAILED, State
from squiggle.batch.work import Work
from squiggle.errors import SquiggleError
from squiggle.render.cache import Cache
from squiggle.render.place import workplace

if TYPE_CHECKING:
    from squiggle.render.cluster import Cluster


@dataclass(frozen=True)
class Outcome:
    """What has become of a batch: rows, and how its chapters came about.

    `there` rows were done before. `chapters` counts those "rendered", "shared" between rows and
    "kept" in the cache.
    """

    state: Path
    done: int
    failed: int
    there: int
    chapters: Counter[str]


def run_batch(
    order: Order,
    *,
    workers: int | None = None,
    cache: Cache | None = None,
    source: Path | None = None,
    cluster: "Cluster | None" = None,
    as_json: bool = False,
) -> Outcome:
    """Check every row, then render what is left of the batch, and say how far it is.

    `workers` processes do that (default: one a core), or a `cluster`. A row that fails is told on
    stderr, and the others go on. Raises `SquiggleError`: status 2 before any work when a row is
    wrong, another batch is at work there or `batch.json` is somebody else's; later when the cluster
    cannot do it or is gone. Raises `OSError` when `batch.json` cannot be written.
    """
    if workers is not None and workers < 1:
        raise SquiggleError(f"--workers {workers}", "wanted: 1 or more")
    films = plan_rows(order)
    for note in dict.fromkeys(note for film in films for note in film.notes):
        print(f"note: {note}", file=sys.stderr)
    folder = order.pattern.fixed
    with workplace(folder) as work:
        if cache and (trouble := cache.trouble()):
            print(f"no chapter is kept: {trouble}", file=sys.stderr)
            cache = None
        state = State(folder, films)
        state.write()
        left = [film for film in films if state.entries[film.row.number].state != DONE]
        frames = sum(film.plan.frames for film in left)
        with BatchDisplay(state, frames, as_json=as_json) as display:
            batch = Work(order, left, state, display, cache, work, source)
            try:
                batch.run(workers, cluster)
            finally:
                with suppress(OSError):
                    state.stop()
        done, there = state.count(DONE), len(films) - len(left)
        return Outcome(state.path, done - there, state.count(FAILED), there, batch.chapters)
