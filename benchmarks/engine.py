"""The engine against Manim, and against x264 alone: seconds, CPU, bytes, quality, memory.

    python -m benchmarks.engine [--quality h] [--only TopNode ...] [--rounds 3]

Each round renders the dosage lesson with `squiggle render --no-cache` into an empty folder, then
its chapters one after another with `manim render --disable_caching`, then encodes the same frames
from memory with our settings, one process a core ("x264 alone"). Printed are medians and ratios,
then the quality: SSIM of the brightness of frames against what was drawn, the lowest one.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import av

from benchmarks.cost import Cost, arguments, measured
from benchmarks.drawn import brightness, pictures, ssim
from squiggle.lesson import load
from squiggle.render.encoder import Encoder
from squiggle.render.plan import FilmPlan, plan_film
from squiggle.render.preset import preset
from squiggle.render.workers import cores

AT_ONCE = 600  # frames that are held in memory for one process


def films(folder: Path) -> list[Path]:
    """The clips in a folder, ours or Manim's, without Manim's parts of them."""
    found = [*folder.glob("clips/*.mp4"), *folder.glob("videos/*/*/*.mp4")]
    return sorted(found, key=lambda path: path.name)


def size(folder: Path) -> int:
    """The bytes of these clips."""
    return sum(film.stat().st_size for film in films(folder))


def ours(plan: FilmPlan, folder: Path) -> Cost:
    """The whole film with our engine, nothing reused."""
    only = [part for job in plan.jobs for part in ("--only", job.chapter.name)]
    command = [sys.executable, "-m", "squiggle", "render", "--no-cache", "-o", str(folder)]
    cost = measured([*command, "-q", plan.preset.letter, *only])
    return cost._replace(size=size(folder))


def manims(plan: FilmPlan, folder: Path) -> Cost:
    """The same chapters with Manim's own command, its caching off."""
    flags = [f"-q{plan.preset.letter}", "--disable_caching", "--media_dir", str(folder)]
    command = [sys.executable, "-m", "manim", "render", *flags]
    names = [(f"scenes/{job.chapter.module}.py", job.chapter.scene) for job in plan.jobs]
    return measured(*([*command, *name] for name in names))._replace(size=size(folder))


def alone(plan: FilmPlan, film: Path) -> float:
    """Wall seconds of x264 encoding a film's frames from memory, one process a core."""
    seconds, letter = 0.0, plan.preset.letter
    with ProcessPoolExecutor(cores(), get_context("spawn")) as pool:
        for part in ranges(plan.frames, AT_ONCE * cores()):
            shares = ranges(len(part), -(-len(part) // cores()))
            spans = [(part.start + share.start, part.start + share.stop) for share in shares]
            work = [pool.submit(encode, film, *span, letter) for span in spans]
            seconds += max(share.result() for share in work)
    return seconds


def ranges(count: int, size: int) -> list[range]:
    """Numbers from 0 on in runs of one size, the last one shorter."""
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def encode(film: Path, start: int, stop: int, letter: str) -> float:
    """Wall seconds to encode some of a film's frames, which are decoded before the clock starts."""
    with av.open(str(film)) as source:
        stream = source.streams.video[0]
        source.seek(int(start / stream.average_rate / stream.time_base), stream=stream)
        frames = []
        for frame in source.decode(stream):
            place = round(frame.pts * stream.time_base * stream.average_rate)
            if start <= place < stop:
                frames.append(frame)
            if place >= stop - 1:
                break
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        with Encoder(Path(folder) / "clip.mp4", preset(letter)) as encoder:
            for frame in frames:
                encoder.encode(frame)
        return time.perf_counter() - begun


def lowest(plan: FilmPlan, folder: Path, matrix: str) -> float:
    """The SSIM of the frame that differs most from what was drawn, over all clips in a folder."""
    names = {path.stem: path for path in films(folder)}
    worst = 1.0
    for job in plan.jobs:
        clip = names.get(job.stem) or names[job.chapter.scene]
        with av.open(str(clip)) as source:
            decoded: Iterator[Any] = source.decode(video=0)
            for picture, repeat in pictures(job, matrix):
                drawn = brightness(picture)
                shown = [brightness(next(decoded)) for _ in range(repeat)]
                worst = min(worst, ssim(drawn, shown[0]), ssim(drawn, shown[-1]))
    return worst


def main() -> None:
    """Measure, and print the table."""
    asked = arguments(__doc__)
    plan = plan_film(load(), preset(asked.quality), asked.only)
    us, them, floor = [], [], []
    with tempfile.TemporaryDirectory() as place:
        for number in range(asked.rounds):
            mine, other = Path(place) / f"ours{number}", Path(place) / f"manims{number}"
            us.append(ours(plan, mine))
            them.append(manims(plan, other))
            floor.append(alone(plan, mine / "lesson.mp4"))
            print(f"round {number + 1}: {us[-1]} {them[-1]} {floor[-1]:.1f}", file=sys.stderr)
        wall, cpu, memory, size = (median(values) for values in zip(*us, strict=True))
        seconds = plan.frames / plan.preset.fps
        print(f"{len(plan.jobs)} chapters, {plan.frames} frames at {plan.preset.name}")
        print(f"ours: {wall:.1f} s, {cpu:.1f} s of CPU, {plan.frames / wall:.0f} frames a second")
        print(f"largest process: {memory:.0f} MB; {size / 1e6:.1f} MB for {seconds:.1f} s of film")
        for name, field in (("wall", 0), ("CPU", 1), ("bytes", 3)):
            ratio = median(b[field] / a[field] for a, b in zip(us, them, strict=True))
            print(f"Manim / ours, {name}: {ratio:.2f}")
        ratio = median(a.wall / b for a, b in zip(us, floor, strict=True))
        print(f"ours / x264 alone, wall: {ratio:.2f}")
        print(f"SSIM, lowest frame: ours {lowest(plan, mine, 'bt709'):.5f}", end="")
        print(f", Manim's {lowest(plan, other, 'bt601'):.5f}")


if __name__ == "__main__":
    main()
