"""The rows of a batch at work: chapters come in, films go to their places."""

import os
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from squiggle.batch.plan import Order, RowFilm
from squiggle.batch.progress import BatchDisplay
from squiggle.batch.share import Shared, Task
from squiggle.batch.state import DONE, FAILED, RENDERING, State, film_digest
from squiggle.errors import SquiggleError
from squiggle.lesson.words import Words
from squiggle.render.cache import Cache
from squiggle.render.clip import Clip
from squiggle.render.origin import origin_of
from squiggle.render.place import workplace
from squiggle.render.plan import Job
from squiggle.render.processes import cores
from squiggle.render.render import other_film, put_together
from squiggle.render.workers import render_jobs

if TYPE_CHECKING:
    from squiggle.render.cluster import Cluster


@dataclass(eq=False)
class _Row:
    """A row at work: what it still lacks, and the clips it has, in a folder of its own."""

    film: RowFilm
    folder: Path
    clips: dict[str, Clip] = field(default_factory=dict)
    begun: float | None = None
    failed: bool = False


class Work:
    """The rows at work. It listens to what becomes of their chapters.

    `chapters` counts those "rendered", "shared" between rows and "kept" in the cache.
    """

    def __init__(
        self,
        order: Order,
        films: Sequence[RowFilm],
        state: State,
        display: BatchDisplay,
        cache: Cache | None,
        work: Path,
        source: Path | None,
    ) -> None:
        self.order, self.state, self.display = order, state, display
        self.work, self.source = work, source
        self.chapters: Counter[str] = Counter()
        self.rows = {film.row.number: _Row(film, work / f"{film.row.number}") for film in films}
        self.tasks = self._tasks(films)
        self.shared = Shared(self.tasks, self, cache, work)

    def _tasks(self, films: Sequence[RowFilm]) -> list[Task]:
        """All chapters, row by row, the longest first, with stems that no two share."""
        tasks: list[Task] = []
        for film in films:
            words = Words(film.lesson)
            for job in film.plan.longest_first:
                own = replace(job, number=len(tasks) + 1)
                kind = (film.keys[job.stem],)
                tasks.append(Task(film.row.number, own, job.stem, words, kind))
        return tasks

    def run(self, workers: int | None, cluster: "Cluster | None" = None) -> None:
        """Render all that is left, on a cluster if there is one."""
        if (first := self.shared.take()) is None:
            return  # all of it was in the cache
        self.shared.put_back(first)
        jobs = len(self.tasks)
        many = cluster.at_once(workers, jobs) if cluster else min(workers or cores(), jobs)
        render = cluster.render_jobs if cluster else render_jobs
        render(self.shared, self.work, many, self.display.at, self.finish, self.fail)

    def finish(self, job: Job, clip: Clip) -> None:
        """A worker has rendered a chapter."""
        self.display.end(job.stem)
        self.shared.finish(job, clip)
        shutil.rmtree(clip.path.parent, ignore_errors=True)

    def fail(self, job: Job, error: BaseException) -> None:
        """A chapter cannot be rendered, so its row fails."""
        if not isinstance(error, Exception):
            raise error
        self.display.end(job.stem)
        self._fail(self.rows[self.shared.fail(job).row], error)

    def begin(self, task: Task) -> None:
        """A worker begins with a chapter."""
        self._begin(self.rows[task.row])

    def receive(self, task: Task, clip: Clip, how: str) -> None:
        """A row gets a chapter, and is finished if it was the last."""
        row = self.rows[task.row]
        self.chapters[how] += 1
        if row.failed:
            return
        try:
            self._begin(row)
            row.folder.mkdir(exist_ok=True)
            path, poster = row.folder / f"{task.stem}.mp4", row.folder / f"{task.stem}.png"
            move = shutil.copyfile if how == "shared" else os.replace
            move(clip.path, path)
            move(clip.poster, poster)
            row.clips[task.stem] = replace(clip, path=path, poster=poster)
            self.display.has(task.job.frames)
        except OSError as error:
            self._fail(row, error)
            return
        if len(row.clips) == len(row.film.plan.jobs):
            self._finish(row)

    def _begin(self, row: _Row) -> None:
        if row.begun is None:
            row.begun = time.monotonic()
            self.state.change(row.film.row.number, RENDERING)

    def _finish(self, row: _Row) -> None:
        """Put a row's film together, and in its place."""
        film, number = row.film, row.film.row.number
        try:
            self.order.pattern.check_way(film.folder)  # it may be a link by now
            with workplace(film.folder) as work:
                ours = origin_of(film.lesson.name, self.source, film.folder)
                other = other_film(ours, film.folder)
                clips = {stem: _moved(clip, work) for stem, clip in row.clips.items()}
                plain = self.order.plain
                put_together(
                    film.plan, film.lesson, clips, work, film.folder, ours.source, plain=plain
                )
            seal = film_digest(film.folder)
        except Exception as error:  # whatever it is, it is this row's
            self._fail(row, error)
            return
        finally:
            shutil.rmtree(row.folder, ignore_errors=True)
        if other:
            self.display.say(f"note: the film of {other} in {film.folder} was replaced")
        seconds = round(time.monotonic() - (row.begun or 0.0), 1)
        self.state.change(number, DONE, film=seal, seconds=seconds)
        self.display.row(number)

    def _fail(self, row: _Row, error: Exception) -> None:
        """A row has failed: what waits of it is forgotten, the rest goes on."""
        if row.failed:
            return
        row.failed = True
        film, number = row.film, row.film.row.number
        self.shared.drop(number)
        has = sum(clip.frames for clip in row.clips.values())
        shutil.rmtree(row.folder, ignore_errors=True)
        self.state.change(number, FAILED, message=_told(error))
        self.display.say(f"squiggle: {film.row.where}, {film.row.name}: {_told(error)}")
        self.display.row(number, left=film.plan.frames - has)


def _moved(clip: Clip, folder: Path) -> Clip:
    paths = [Path(shutil.move(path, folder / path.name)) for path in (clip.path, clip.poster)]
    return replace(clip, path=paths[0], poster=paths[1])


def _told(error: Exception) -> str:
    """An error in one line."""
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    else:
        text = (
            str(error) if isinstance(error, SquiggleError) else f"{type(error).__name__}: {error}"
        )
    return " ".join(text.split())
