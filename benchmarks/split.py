"""Where the time of a chapter goes: to look for changes, draw, convert, encode, and move things."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from squiggle.render.canvas import Canvas
from squiggle.render.encoder import Encoder
from squiggle.render.engine import render_chapter
from squiggle.render.plan import Job
from squiggle.render.yuv import YuvPicture

STEPS: dict[str, tuple[tuple[type, str], ...]] = {
    "look": ((Canvas, "look"),),
    "draw": ((Canvas, "paint"),),
    "convert": ((YuvPicture, "paste"),),
    "encode": ((Encoder, "encode"),),
}
REST = "move"
"""What is left: importing and building the chapter, Manim's animations, our scenes."""


def split(job: Job) -> dict[str, float]:
    """Processor seconds of each step, and of the rest, when this process renders a chapter.

    Steps run in two threads at once, so each is measured by its own thread's clock.
    """
    spent = dict.fromkeys(STEPS, 0.0)
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder, _timed(spent):
        render_chapter(job, Path(folder), lambda _: None)
    whole = time.process_time() - begun
    return {REST: whole - sum(spent.values()), **spent}


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """Clocks around what makes up each step; none of them calls another."""
    before = [
        (owner, name, getattr(owner, name)) for step in STEPS.values() for owner, name in step
    ]
    for step, parts in STEPS.items():
        for owner, name in parts:
            setattr(owner, name, _clocked(getattr(owner, name), step, spent))
    try:
        yield
    finally:
        for owner, name, method in before:
            setattr(owner, name, method)


def _clocked(method: Callable[..., Any], step: str, spent: dict[str, float]) -> Callable[..., Any]:
    @wraps(method)
    def timed(*args: Any, **more: Any) -> Any:
        begun = time.thread_time()
        try:
            return method(*args, **more)
        finally:
            spent[step] += time.thread_time() - begun

    return timed
