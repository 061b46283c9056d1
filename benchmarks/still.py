"""Seconds until a still is there: each beat's last picture, from the start of the process.

    python -m benchmarks.still [--quality h] [--only TopNode ...] [--rounds 3]

Each round shows every beat once, each in a process of its own, and imports Manim once without
anything else. Printed is the median of the rounds for each beat, with the CPU seconds; then the
very first run, the median over the beats and the slowest one. What the CPU seconds are less than
the wall's was spent waiting: on an idle machine that is next to nothing.
"""

import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

from benchmarks.cost import Cost, arguments, measured
from squiggle.lesson import load
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset

ROOT = Path(__file__).parents[1]
MANIM = "import manim"


def shown(costs: list[Cost]) -> Cost:
    """The median of each."""
    return Cost(*(median(values) for values in zip(*costs, strict=True)))


def main() -> None:
    """Measure, and print the table."""
    asked = arguments(__doc__)
    chapters = [job.chapter for job in plan_film(load(), preset(asked.quality), asked.only).jobs]
    names = [f"{chapter.name}:{beat.name}" for chapter in chapters for beat in chapter.beats]
    costs: dict[str, list[Cost]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        still = [sys.executable, "-m", "squiggle", "still"]
        flags = ["-q", asked.quality, "-o", f"{folder}/still.png"]
        for _ in range(asked.rounds):
            costs[MANIM].append(measured([sys.executable, "-c", MANIM]))
            for name in names:
                costs[name].append(measured([*still, name, *flags]))
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
