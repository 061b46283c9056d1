"""What a batch saves: films a minute of one batch, and of as many separate renders.

    python benchmarks/batch.py [-q LETTER] [--only CHAPTER ...] [--rows N] [--rounds N]

Each row has another w3, so chapters that show no weight are shared. Three ways, each from nothing:
separate renders without a cache, separate renders that share one, and a batch. Prints the median
wall seconds of the rounds, with the processes' start, and films a minute.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def squiggle(*words: str, cache: Path) -> None:
    """One command in a process of its own."""
    command = [sys.executable, "-m", "squiggle", *words]
    settings = os.environ | {"SQUIGGLE_CACHE": str(cache)}
    subprocess.run(command, check=True, capture_output=True, env=settings)


def apart(folder: Path, values: list[str], how: list[str], *more: str) -> None:
    """A render for each value."""
    for value in values:
        target = str(folder / "films" / value)
        squiggle("render", *how, *more, "--set", f"w3={value}", "-o", target, cache=folder / "kept")


def together(folder: Path, values: list[str], how: list[str]) -> None:
    """One batch."""
    table = folder / "rows.csv"
    table.write_text("name,w3\n" + "".join(f"{value},{value}\n" for value in values))
    pattern = str(folder / "films" / "v{name}")
    squiggle("batch", str(table), *how, "-o", pattern, cache=folder / "kept")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-q", "--quality", default="l")
    parser.add_argument("--only", nargs="*", default=["ActivationFunctions", "Recap"])
    parser.add_argument("--rows", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    how = ["-q", asked.quality, *(word for name in asked.only for word in ("--only", name))]
    values = [f"{-1.3 - number / 100:.2f}" for number in range(asked.rows)]
    ways = {
        "renders, no cache": lambda folder: apart(folder, values, how, "--no-cache"),
        "renders, one cache": lambda folder: apart(folder, values, how),
        "batch": lambda folder: together(folder, values, how),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(asked.rounds):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                begun = time.perf_counter()
                way(Path(folder))
                taken[name].append(time.perf_counter() - begun)
    for name, rounds in taken.items():
        median = statistics.median(rounds)
        told = " ".join(f"{second:7.2f}" for second in rounds)
        print(
            f"{name:20} {told}   median {median:7.2f} s   {60 * asked.rows / median:6.2f} films/min"
        )


if __name__ == "__main__":
    main()
