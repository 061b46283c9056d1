"""Chapters that go wrong, each in one way, and renders of them that are ended with the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from textwrap import dedent

from .checkout import copy, end

ENDLESS = {
    "top_node": """
        def weigh(self):
            while True:
                self.rest(1)
        TopNode.weigh = weigh
    """,
    "sum_and_shift": """
        def put_together(self):
            while True:
                pass
        SumAndShift.put_together = put_together
    """,
}
"""One goes on drawing, the other draws nothing and hears nobody."""
DEADLY = {
    "recap": """
        def replay(self):
            import os, signal
            self.rest(2)
            os.kill(os.getpid(), signal.SIGKILL)
        Recap.replay = replay
    """
}
"""One that kills its process."""

BY_WEIGHT = {
    "the_question": """
        def construct(self, before=TheQuestion.construct):
            import os, signal
            if self.lesson.parameters["w3"] < -4:
                os.kill(os.getpid(), signal.SIGKILL)
            if self.lesson.parameters["w3"] < -3:
                raise ValueError("it fell off")
            while self.lesson.parameters["w3"] > 2:
                pass
            before(self)
        TheQuestion.construct = construct
    """
}
"""One that kills its process, fails or hangs, as w3 says: below -4, below -3, above 2."""


def broken_checkout(root: Path, scenes: dict[str, str]) -> Path:
    """A copy of the checkout in `root`, with more lines at the end of these scenes' files."""
    copy(root)
    for module, more in scenes.items():
        with (root / "scenes" / f"{module}.py").open("a") as scene:
            scene.write(dedent(more))
    return root


@contextmanager
def ended(start: Callable[..., Popen[str]]) -> Iterator[Callable[..., Popen[str]]]:
    """Starts processes as `start` does, and leaves none behind."""
    processes = []

    def run(*arguments, **more) -> Popen[str]:
        processes.append(start(*arguments, **more))
        return processes[-1]

    try:
        yield run
    finally:
        for process in processes:
            end(process)


def drawing(folder: Path) -> int:
    """How many clips are being written into a film's folder."""
    return sum(clip.stat().st_size > 0 for clip in folder.glob(".rendering-*/*/*.mp4"))
