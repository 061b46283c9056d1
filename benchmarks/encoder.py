"""What x264's presets cost and give on this film's own pictures.

    python benchmarks/encoder.py [--chapter TopNode] [--quality h] [--seconds 8] [--runs 5]

The chapter's first seconds are drawn once and kept. Each run encodes them with every preset in
turn, in one thread, so that a busy machine slows all of them alike. Printed are medians over the
runs: CPU seconds and bytes as multiples of what the film uses, and the quality of the brightness
(PSNR, dB).
"""

import argparse
import math
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import av
import numpy as np
from manim import CairoRenderer

from squiggle.lesson import load
from squiggle.render.chapters import load_chapter
from squiggle.render.encoder import OPTIONS, Encoder
from squiggle.render.engine import ClipWriter, settings
from squiggle.render.plan import Job, plan_film
from squiggle.render.preset import Preset, preset

NAMES = ("ultrafast", "superfast", "veryfast", "fast", "medium", "slow")


class Enough(Exception):
    """So many frames are drawn."""


class Reel:
    """Stands where the encoder stands, and keeps the converted pictures with their repeats."""

    def __init__(self, converter: Encoder, wanted: int) -> None:
        self.converter, self.wanted = converter, wanted
        self.pictures: list[tuple[av.VideoFrame, int]] = []

    def write(self, pixels: Any, repeat: int) -> None:
        """Keep one picture."""
        repeat = min(repeat, self.wanted)
        self.pictures.append((self.converter.convert(pixels), repeat))
        self.wanted -= repeat
        if not self.wanted:
            raise Enough


def draw(job: Job, seconds: float, folder: Path) -> list[tuple[av.VideoFrame, int]]:
    """The first seconds of a chapter as pictures and how long each is held, in frames."""
    converter = Encoder(folder / "unused.mp4", job.preset)
    reel = Reel(converter, min(job.frames, round(seconds * job.preset.fps)))
    with settings(job, folder):
        chapter = load_chapter(job.chapter)
        writer = CairoRenderer(lambda told: ClipWriter(told, reel, lambda _: None))
        with suppress(Enough):
            chapter(lesson=job.lesson, renderer=writer).render()
    converter.discard()
    return reel.pictures


def encode(pictures: list[tuple[av.VideoFrame, int]], path: Path, look: Preset, name: str) -> float:
    """CPU seconds it takes to encode the pictures with the x264 preset of that name."""
    begun = time.process_time()
    with Encoder(path, look, OPTIONS | {"preset": name}) as encoder:
        for picture, repeat in pictures:
            encoder.encode(picture, repeat)
    return time.process_time() - begun


def quality(pictures: list[tuple[av.VideoFrame, int]], path: Path) -> float:
    """How close the decoded brightness is to what was drawn: PSNR in dB over all pixels."""
    errors = []
    with av.open(str(path)) as clip:
        decoded = clip.decode(video=0)
        for picture, repeat in pictures:
            drawn = brightness(picture)
            for _ in range(repeat):
                errors.append(np.mean((brightness(next(decoded)) - drawn) ** 2))
    return 10 * math.log10(255**2 / np.mean(errors))


def brightness(frame: av.VideoFrame) -> Any:
    """The luma plane, shape (height, width)."""
    return frame.to_ndarray(format="yuv420p")[: frame.height].astype(np.float32)


def main() -> None:
    """Draw, encode, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chapter", default="TopNode")
    parser.add_argument("--quality", default="h")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    (job,) = plan_film(load(), preset(asked.quality), [asked.chapter]).jobs
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pictures = draw(job, asked.seconds, folder)
        cpu: dict[str, list[float]] = {name: [] for name in NAMES}
        for _ in range(asked.runs):
            for name in NAMES:
                cpu[name].append(encode(pictures, folder / f"{name}.mp4", job.preset, name))
        ours = OPTIONS["preset"]
        frames = sum(repeat for _, repeat in pictures)
        print(f"{asked.chapter}, {frames} frames at {job.preset.name}, {len(pictures)} pictures")
        print("preset      CPU   bytes   dB")
        for name in NAMES:
            path = folder / f"{name}.mp4"
            time_ratio = median(a / b for a, b in zip(cpu[name], cpu[ours], strict=True))
            size_ratio = path.stat().st_size / (folder / f"{ours}.mp4").stat().st_size
            print(f"{name:10} {time_ratio:4.2f}  {size_ratio:5.2f}  {quality(pictures, path):5.1f}")


if __name__ == "__main__":
    main()
