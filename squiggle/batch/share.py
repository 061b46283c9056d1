"""What the rows of a batch share: a chapter that would be the same is rendered once.

Chapters of one key (see `render.key`) differ only by the facts that they read, and which these are
is known when one of them has been rendered. So of those that may still be the same one is at work
at a time. When it is finished, each of the others either has read all the same, and gets its clip;
or there is a first fact that is another. Those with the same other value there may again be the
same, and are a kind of their own.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from squiggle.lesson.words import Words
from squiggle.render.cache import Cache
from squiggle.render.clip import Clip
from squiggle.render.key import job_key
from squiggle.render.plan import Job
from squiggle.render.schedule import Waiting
from squiggle.render.watch import Reads, difference


@dataclass(eq=False)
class Task:
    """A chapter of a row. `job` has a stem of its own in the whole batch, `stem` is the film's.

    Tasks of one `kind` may turn out to be the same chapter.
    """

    row: int
    job: Job
    stem: str
    words: Words
    kind: tuple[object, ...]


class Listener(Protocol):
    """Whoever hears what becomes of tasks."""

    def begin(self, task: Task) -> None:
        """A task is given to a worker."""

    def receive(self, task: Task, clip: Clip, how: str) -> None:
        """A task's clip is there; `how`: rendered, shared or kept. It is copied by the listener."""


class Shared(Waiting):
    """The tasks that wait. Those in the cache, or the same as a finished one, never begin."""

    def __init__(
        self, tasks: Iterable[Task], listener: Listener, cache: Cache | None, work: Path
    ) -> None:
        super().__init__(())
        self._tasks = {task.job.stem: task for task in tasks}
        self._at_work: dict[str, Task] = {}
        self._keys: dict[str, str] = {}
        self._back: deque[Job] = deque()
        self._listener, self._cache, self._work = listener, cache, work

    def __bool__(self) -> bool:
        return bool(self._tasks or self._back)

    def take(self) -> Job | None:
        """The next job that may begin: none that may be the same is at work."""
        if self._back:
            return self._back.popleft()
        busy = {task.kind for task in self._at_work.values()}
        for stem in list(self._tasks):
            task = self._tasks.get(stem)
            if task is None or task.kind in busy:
                continue
            del self._tasks[stem]
            if self._cache and (clip := self._cache.find(task.job, task.words, self._work)):
                self._spread(task, clip)
                self._listener.receive(task, clip, "kept")
                _forget(clip)
                continue
            if self._cache:
                self._keys[stem] = job_key(task.job)
            self._at_work[stem] = task
            self._listener.begin(task)
            return task.job
        return None

    def put_back(self, job: Job) -> None:
        """A job whose worker has died is the next."""
        self._back.append(job)

    def finish(self, job: Job, clip: Clip) -> None:
        """A job is done: keep its clip, and give it to all that would be the same."""
        task = self._at_work.pop(job.stem)
        if self._cache:
            self._cache.keep(job, clip, self._keys.pop(job.stem))
        self._spread(task, clip)
        self._listener.receive(task, clip, "rendered")
        _forget(clip)

    def fail(self, job: Job) -> Task:
        """A job will never be done."""
        self._keys.pop(job.stem, None)
        return self._at_work.pop(job.stem)

    def drop(self, row: int) -> None:
        """Forget what waits of a row."""
        self._tasks = {stem: task for stem, task in self._tasks.items() if task.row != row}

    def _spread(self, done: Task, clip: Clip) -> None:
        kind = done.kind
        for stem, task in list(self._tasks.items()):
            if task.kind != kind or stem not in self._tasks:
                continue
            other = _other(clip.reads, task)
            if other is None:
                del self._tasks[stem]
                self._listener.receive(task, clip, "shared")
            else:
                task.kind = (*kind, other)


def _other(reads: Reads, task: Task) -> tuple[str, str] | None:
    return difference(reads, task.job.lesson, task.words, task.job.chapter)


def _forget(clip: Clip) -> None:
    for file in (clip.path, clip.poster):
        file.unlink(missing_ok=True)
