"""Parts of chapters, with nothing behind what is drawn: pictures to be laid over something else."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from manim import CairoRenderer, Scene
from manim.utils.exceptions import EndSceneEarlyException
from numpy import uint8
from numpy.typing import NDArray

from squiggle.errors import SquiggleError
from squiggle.render.box import Box
from squiggle.render.canvas import ClearCanvas
from squiggle.render.chapters import load_chapter
from squiggle.render.engine import play, settings
from squiggle.render.plan import Job
from squiggle.render.seek import SeekingRenderer


class Writer(Protocol):
    """What takes pictures, as `encoder.Encoder` does."""

    def write(
        self, pixels: NDArray[uint8], repeat: int = 1, changed: Sequence[Box] | None = None
    ) -> None:
        """Show one picture, RGBA of shape (height, width, 4), for `repeat` frames."""


class PartRenderer(SeekingRenderer):
    """Draws a part of a chapter, jumps over what comes before it, and ends the scene after it."""

    def __init__(self, start: int, end: int, writer: Writer) -> None:
        super().__init__(start, ClearCanvas)
        self.writer, self.wanted = writer, end - start

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Jump over a motion or a rest, or draw it."""
        if self.found or not self.jumps(scene, *args, **kwargs):
            CairoRenderer.play(self, scene, *args, **kwargs)

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Write what is wanted of a picture that is shown for so many frames."""
        before = min(self.left, num_frames)
        shown = min(num_frames - before, self.wanted)
        self.left, self.wanted = self.left - before, self.wanted - shown
        if shown:
            self.writer.write(frame, shown, self._changed if self.found else None)
            self.found = True
        if not self.wanted:
            raise EndSceneEarlyException


def render_part(job: Job, start: int, end: int, writer: Writer) -> None:
    """Draw the frames of a chapter from `start` up to `end`, colours multiplied by their alpha.

    Raises `SquiggleError` (status 1) naming the chapter, and the beat if one had begun.
    """
    with tempfile.TemporaryDirectory() as folder, settings(job, Path(folder)):
        renderer = PartRenderer(start, end, writer)
        play(job, load_chapter(job.chapter), renderer)
    if renderer.wanted:
        raise SquiggleError(f"{job.chapter.name} has no frame {end - 1}", status=1)
