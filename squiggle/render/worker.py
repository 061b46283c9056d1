"""What runs in a worker process: jobs, one by one, until it is stopped or its parent is gone."""

import os
import pickle
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from squiggle.errors import SquiggleError
from squiggle.render.plan import Job
from squiggle.render.schedule import TICK

if TYPE_CHECKING:
    from squiggle.render.clip import Clip

GRACE = 1.0  # seconds a worker has to stop by itself
SIGN = 1.0  # seconds between two signs of life
CLIP = "clip.pickle"  # what a worker tells of its clip


class Stopped(BaseException):
    """Another chapter failed, or the user ended the work. Not an error, so nothing handles it."""


_reports: Any = None
_stop: Any = None


def begin(reports: Connection, stop: Any) -> None:
    """Make a worker ready: it stops when it is told to, and does not outlive its parent."""
    global _reports, _stop
    _reports, _stop = reports, stop
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    """End this process when the parent is gone, or when it is still at work long after the stop."""
    parent = parent_process()
    assert parent is not None
    while not wait_for([parent.sentinel], timeout=TICK):
        if _stop.value:
            wait_for([parent.sentinel], timeout=GRACE)
            break
    os._exit(1)


def work(job: Job, folder: Path) -> Path:
    """Render one job in a worker; the file that tells of its clip.

    A file, for what is larger than a pipe takes at once would hold up the parent for ever if this
    process died in the middle of it. The folder is another at each try.
    """
    own = Path(mkdtemp(prefix=f"{job.stem}-", dir=folder))
    clip = render_and_tell(job, own, _tell, lambda: bool(_stop.value))
    try:
        (own / CLIP).write_bytes(pickle.dumps(clip))
    except OSError as error:
        raise SquiggleError(f"{job.chapter.name}: {error}", status=1) from error
    return own / CLIP


def _tell(stem: str, frames: int) -> None:
    _reports.send((stem, frames))


def render_and_tell(
    job: Job, own: Path, tell: Callable[[str, int], None], is_stopped: Callable[[], bool]
) -> "Clip":
    """Render one job, and tell how far it is: when it begins, and a second after the last time."""
    tell(job.stem, 0)
    told = time.monotonic()
    from squiggle.render.engine import render_chapter  # imports Manim

    written = 0

    def on_frames(frames: int) -> None:
        nonlocal written, told
        if is_stopped():
            raise Stopped
        written += frames
        now = time.monotonic()
        if now - told >= SIGN or written > job.frames:
            told = now
            tell(job.stem, written)

    return render_chapter(job, own, on_frames)
