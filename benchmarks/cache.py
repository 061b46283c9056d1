"""What the cache saves: a full render, one of which nothing has changed, and one with a new weight.

    python benchmarks/cache.py [-q LETTER] [--rounds N]

Each round starts from an empty cache and renders the dosage lesson three times into one folder.
Prints wall seconds, the median of the rounds, and what share of the full render each takes.
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from squiggle.lesson import Lesson, load
from squiggle.render import render
from squiggle.render.cache import Cache


def seconds(lesson: Lesson, folder: Path, cache: Cache, quality: str) -> float:
    """The wall seconds of one render."""
    begun = time.perf_counter()
    render(lesson, folder, quality=quality, cache=cache)
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-q", "--quality", default="l")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    lesson = load()
    other = replace(lesson, network=lesson.network.changed(w3=-1.40))
    taken: dict[str, list[float]] = {"full": [], "unchanged": [], "one weight": []}
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory() as folder:
            cache, film = Cache(Path(folder) / "cache"), Path(folder) / "film"
            for name, told in zip(taken, (lesson, lesson, other), strict=True):
                taken[name].append(seconds(told, film, cache, asked.quality))
    full = statistics.median(taken["full"])
    for name, rounds in taken.items():
        median = statistics.median(rounds)
        told = " ".join(f"{second:7.2f}" for second in rounds)
        print(f"{name:12} {told}   median {median:7.2f} s   {median / full:6.3f} of full")


if __name__ == "__main__":  # workers are spawned: they import this file
    main()
