"""The engine against Manim, and against x264 alone: seconds, CPU, bytes, quality, memory.

    python -m benchmarks.engine [--quality h] [--only TopNode ...] [--rounds 3] [--output FILE]

Each round renders the dosage lesson into an empty folder with an empty cache, again with nothing
changed and with one weight changed, as a draft, one still and the help; then its chapters one after
another with `manim render --disable_caching`; then encodes the same frames from memory with our
settings, one process a core ("x264 alone"). Last come the quality (SSIM of the brightness of frames
against what was drawn, the lowest one) and the split of the time. Printed is the table in Markdown,
the median of the rounds and their spread; `--output` gets it as JSON, and beside it a picture.
"""

import json
import os
import platform
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bars import bars
from benchmarks.cost import arguments
from benchmarks.drawn import lowest
from benchmarks.films import alone, command, manims, ours
from benchmarks.split import split
from squiggle.lesson import load
from squiggle.render.plan import FilmPlan, plan_film
from squiggle.render.preset import preset
from squiggle.render.processes import cores

FIGURES = {
    "wall: Manim's / ours": ("6", "10"),
    "frames a second": ("240", "450"),
    "CPU: Manim's / ours": ("4", "7"),
    "wall: ours / x264 alone": ("1", "0.6"),
    "SSIM, lowest frame: ours": ("Manim's", "0.995"),
    "SSIM, lowest frame: Manim's": ("", ""),
    "bytes: ours / Manim's": ("1.5", "1"),
    "largest process, MB: ours": ("700", "400"),
    "largest process, MB: Manim's": ("", ""),
    "one weight changed / full": ("0.35", "0.15"),
    "nothing changed, s": ("2", "0.7"),
    "draft (-q l), s": ("15", "6"),
    "first still, s": ("2.5", "1.2"),
    "squiggle --help, s": ("0.3", "0.15"),
    "wall, s: ours": ("", ""),
    "wall, s: Manim's": ("", ""),
    "wall, s: x264 alone": ("", ""),
}
"""What is measured, what it must be at least or at most, and what it is meant to be."""
WEIGHT = ("--set", "w3=-1.4")


def measure(plan: FilmPlan, place: Path) -> dict[str, float]:
    """One round; `place` keeps the films: ours in `ours`, Manim's in `manims`."""
    cache = place / "cache"
    us = ours(plan, place / "ours", cache)
    again = ours(plan, place / "ours", cache)
    other = ours(plan, place / "other", cache, *WEIGHT)
    draft = ours(plan_film(load(), preset("l")), place / "draft", place / "none")
    still = command("still", plan.jobs[0].chapter.name, "-o", str(place / "still.png"))
    told = command("--help")
    them = manims(plan, place / "manims")
    floor = alone(plan, place / "ours" / "lesson.mp4")
    return {
        "wall: Manim's / ours": them.wall / us.wall,
        "frames a second": plan.frames / us.wall,
        "CPU: Manim's / ours": them.cpu / us.cpu,
        "wall: ours / x264 alone": us.wall / floor,
        "bytes: ours / Manim's": us.size / them.size,
        "largest process, MB: ours": us.memory,
        "largest process, MB: Manim's": them.memory,
        "one weight changed / full": other.wall / us.wall,
        "nothing changed, s": again.wall,
        "draft (-q l), s": draft.wall,
        "first still, s": still,
        "squiggle --help, s": told,
        "wall, s: ours": us.wall,
        "wall, s: Manim's": them.wall,
        "wall, s: x264 alone": floor,
        "waiting": max(0.0, cores() * us.wall - us.cpu),
    }


def qualities(plan: FilmPlan, place: Path) -> dict[str, float]:
    """The lowest SSIM of our film and of Manim's, chapter by chapter on all cores."""
    told = {}
    with ProcessPoolExecutor(cores(), get_context("spawn")) as pool:
        for who, matrix in (("ours", "bt709"), ("manims", "bt601")):
            look = partial(lowest, folder=place / who, matrix=matrix)
            name = "ours" if who == "ours" else "Manim's"
            told[f"SSIM, lowest frame: {name}"] = min(pool.map(look, plan.jobs))
    return told


def table(taken: dict[str, list[float]]) -> str:
    """The figures in Markdown: median, then the spread of the rounds."""
    lines = ["| figure | must | aim | reached | spread |", "|---|---|---|---|---|"]
    for name, (must, aim) in FIGURES.items():
        values = taken[name]
        shown = [f"{value:.5f}" if "SSIM" in name else f"{value:.3g}" for value in sorted(values)]
        middle = median(values)
        told = f"{middle:.5f}" if "SSIM" in name else f"{middle:.4g}"
        spread = f"{shown[0]} to {shown[-1]}" if len(values) > 1 else ""
        lines.append(f"| {name} | {must} | {aim} | {told} | {spread} |")
    return "\n".join(lines)


def machine() -> str:
    """This machine, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = platform.python_version()
    return f"{cores()} cores ({model()}), {memory:.0f} GB, Python {python}"


def model() -> str:
    """What the processor is called, where Linux tells it, else its architecture."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def main() -> None:
    """Measure, and print the table."""
    asked = arguments(__doc__)
    plan = plan_film(load(), preset(asked.quality), asked.only)
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.rounds):
            place = Path(folder) / str(number)
            place.mkdir()
            for name, value in measure(plan, place).items():
                taken.setdefault(name, []).append(value)
            print(f"round {number + 1}: {taken}", file=sys.stderr, flush=True)
        taken |= {name: [value] for name, value in qualities(plan, place).items()}
    parts: dict[str, float] = {}
    for job in plan.jobs:
        for name, seconds in split(job).items():
            parts[name] = parts.get(name, 0.0) + seconds
    parts["wait"] = median(taken.pop("waiting"))
    told: dict[str, Any] = {
        "machine": machine(),
        "film": f"{len(plan.jobs)} chapters, {plan.frames} frames at {plan.preset.name}",
        "figures": taken,
        "seconds of the processors": {name: round(value, 2) for name, value in parts.items()},
    }
    print(f"{told['film']}; {told['machine']}\n\n{table(taken)}\n")
    print(", ".join(f"{name} {seconds:.1f} s" for name, seconds in parts.items()))
    if asked.output:
        asked.output.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
        walls = {
            name: median(taken[f"wall, s: {name}"]) for name in ("Manim's", "ours", "x264 alone")
        }
        asked.output.with_suffix(".svg").write_text(bars(told["film"], walls, parts), "utf-8")


if __name__ == "__main__":
    main()
