"""The same film by us, by Manim and by x264 alone: what each costs."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import av

from benchmarks.cost import ROOT, Cost, measured
from squiggle.render.encoder import Encoder
from squiggle.render.plan import FilmPlan
from squiggle.render.preset import preset
from squiggle.render.processes import cores

AT_ONCE = 600  # frames that are held in memory for one process


def films(folder: Path) -> list[Path]:
    """The clips in a folder, ours or Manim's, without Manim's parts of them."""
    found = [*folder.glob("clips/*.mp4"), *folder.glob("videos/*/*/*.mp4")]
    return sorted(found, key=lambda path: path.name)


def size(folder: Path) -> int:
    """The bytes of these clips."""
    return sum(film.stat().st_size for film in films(folder))


def ours(plan: FilmPlan, folder: Path, cache: Path, *changes: str) -> Cost:
    """The film with our engine, a command of its own; it reuses what `cache` has."""
    only = [part for job in plan.jobs for part in ("--only", job.chapter.name)]
    command = [sys.executable, "-m", "squiggle", "render", "-o", str(folder)]
    os.environ["SQUIGGLE_CACHE"] = str(cache)
    cost = measured([*command, "-q", plan.preset.letter, *only, *changes])
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
            work = [pool.submit(_encode, film, *span, letter) for span in spans]
            seconds += max(share.result() for share in work)
    return seconds


def command(*words: str) -> float:
    """Wall seconds of a `squiggle` command."""
    begun = time.perf_counter()
    call = [sys.executable, "-m", "squiggle", *words]
    subprocess.run(call, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def ranges(count: int, size: int) -> list[range]:
    """Numbers from 0 on in runs of one size, the last one shorter."""
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def _encode(film: Path, start: int, stop: int, letter: str) -> float:
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
