"""Seconds until a still is there: each beat's last picture, from the start of the process.

    python -m benchmarks.still [--quality h] [--only TopNode ...] [--rounds 3]

Each round shows every beat once, each in a process of its own, and imports Manim once without
anything else. Printed is the median of the rounds for each beat, with the CPU seconds; then the
very first run, the median over the beats and the slowest one. What the CPU seconds are less than
the wall's was spent waiting: on an idle machine that is next to nothing.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import NamedTuple

from squiggle.lesson import load
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset

ROOT = Path(__file__).parents[1]
MANIM = "import manim"


class Cost(NamedTuple):
    """Wall and CPU seconds of a process."""

    wall: float
    cpu: float


def measured(*words: str) -> Cost:
    """What `python WORDS` takes."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)
    wall, after = time.perf_counter() - begun, os.times()
    used = after.children_user + after.children_system
    return Cost(wall, used - before.children_user - before.children_system)


def shown(costs: list[Cost]) -> Cost:
    """The median of each."""
    walls, cpus = zip(*costs, strict=True)
    return Cost(median(walls), median(cpus))


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quality", default="h")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    chapters = [job.chapter for job in plan_film(load(), preset(asked.quality), asked.only).jobs]
    names = [f"{chapter.name}:{beat.name}" for chapter in chapters for beat in chapter.beats]
    costs: dict[str, list[Cost]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        flags = ["-q", asked.quality, "-o", f"{folder}/still.png"]
        for _ in range(asked.rounds):
            costs[MANIM].append(measured("-c", MANIM))
            for name in names:
                costs[name].append(measured("-m", "squiggle", "still", name, *flags))
    typical = {name: shown(told) for name, told in costs.items()}
    for name, cost in typical.items():
        print(f"{cost.wall:6.2f} s  {cost.cpu:6.2f} s of CPU  {name}")
    slowest = max(names, key=lambda name: typical[name].wall)
    middle = shown([typical[name] for name in names])
    print(f"first: {costs[names[0]][0].wall:.2f} s, {names[0]}")
    print(f"median of {len(names)} beats: {middle.wall:.2f} s, {middle.cpu:.2f} s of CPU")
    print(f"slowest: {typical[slowest].wall:.2f} s, {slowest}")


if __name__ == "__main__":
    main()
