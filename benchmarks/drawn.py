"""What was drawn, before any encoder, and how near to it another picture is."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from squiggle.render.box import Box
from squiggle.render.chapters import load_chapter
from squiggle.render.engine import settings
from squiggle.render.plan import Job
from squiggle.render.renderer import ClipRenderer

MATRICES = {"bt709": Colorspace.ITU709, "bt601": Colorspace.ITU601}
"""Manim's own writer converts with the matrix of BT.601."""
EVERY = 10  # one of so many moving pictures is looked at
SIDE = 8  # pixels of the windows in which two pictures are compared, 4 apart
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
"""The constants of Wang, Bovik, Sheikh and Simoncelli, Image quality assessment, 2004."""


class Reel:
    """Stands where the encoder stands, and hands on the pictures instead of writing them."""

    def __init__(self, matrix: str, onward: Queue[Any]) -> None:
        self.matrix, self.onward, self._reformat = MATRICES[matrix], onward, VideoReformatter()

    def write(self, pixels: NDArray[np.uint8], repeat: int, _: Sequence[Box]) -> None:
        """Hand on one picture."""
        frame = self._reformat.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=self.matrix,
            dst_color_range=ColorRange.MPEG,
        )
        self.onward.put((frame, repeat))


def pictures(job: Job, matrix: str = "bt709") -> Iterator[tuple[av.VideoFrame, int]]:
    """Each picture of a chapter in YUV 4:2:0, and for how many frames it is shown."""
    drawn: Queue[Any] = Queue(maxsize=8)

    def draw() -> None:
        with tempfile.TemporaryDirectory() as folder, settings(job, Path(folder)):
            chapter, reel = load_chapter(job.chapter), Reel(matrix, drawn)
            renderer = ClipRenderer(reel, lambda _: None)  # type: ignore[arg-type]
            chapter(lesson=job.lesson, plan=job.chapter, renderer=renderer).render()
        drawn.put(None)

    Thread(target=draw, daemon=True).start()
    while (picture := drawn.get()) is not None:
        yield picture


def lowest(job: Job, folder: Path, matrix: str) -> float:
    """The SSIM of the frame that differs most from what was drawn, of those looked at.

    Those are the first and last of every held picture, and one of `EVERY` moving ones. The clip is
    in `folder` or below, under our name or Manim's.
    """
    (clip,) = [
        path
        for path in folder.rglob("*.mp4")
        if path.stem in (job.stem, job.chapter.scene) and "partial_movie_files" not in path.parts
    ]
    worst = 1.0
    with av.open(str(clip)) as source:
        decoded: Iterator[Any] = source.decode(video=0)
        for number, (picture, repeat) in enumerate(pictures(job, matrix)):
            shown = [next(decoded) for _ in range(repeat)]
            if repeat > 1 or number % EVERY == 0:
                drawn = brightness(picture)
                for frame in {id(frame): frame for frame in (shown[0], shown[-1])}.values():
                    worst = min(worst, ssim(drawn, brightness(frame)))
    return worst


def brightness(frame: av.VideoFrame) -> NDArray[np.float32]:
    """The luma plane, shape (height, width)."""
    plane = frame.planes[0]
    rows = np.asarray(memoryview(plane)).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width].astype(np.float32)


def ssim(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """The structural similarity of two pictures: the mean over windows of `SIDE` pixels."""
    mean_a, mean_b = windows(a), windows(b)
    spread = windows(a * a) - mean_a**2 + windows(b * b) - mean_b**2
    together = windows(a * b) - mean_a * mean_b
    near = (2 * mean_a * mean_b + C1) * (2 * together + C2)
    return float(np.mean(near / ((mean_a**2 + mean_b**2 + C1) * (spread + C2))))


def windows(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of each window."""
    half = SIDE // 2
    rows, columns = (size // half for size in values.shape)
    cells = values[: rows * half, : columns * half].reshape(rows, half, columns, half)
    small = cells.mean(axis=(1, 3))
    across = small[:, :-1] + small[:, 1:]
    return (across[:-1] + across[1:]) / 4
