"""How cost grows: with nodes, length, resolution, workers, rows, and by simulation with films.

    python -m benchmarks.growth [--rounds 3] [--output docs/growth.json]

Each row of a table is a render, or a batch, into an empty folder with nothing reused. The rounds
are interleaved; what is kept are medians: wall seconds, and seconds of all processors. For the
simulation each chapter is rendered once more, and the film once from the cache, which is what the
coordinator does alone. Written are the tables and, beside them, a picture of them.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.chart import chart
from benchmarks.cost import measured
from benchmarks.simulation import films_by, makespan
from benchmarks.split import split
from squiggle.lesson import load
from squiggle.render import render
from squiggle.render.cache import Cache
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset

NODES = (1, 2, 3, 4, 8, 16, 32, 64)
ROWS = (1, 5, 20, 80, 200)
WORKERS = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1000)
FILMS = 10_000
CHAPTER = ("--only", "BottomNode")
BATCHES = ("rows of a batch",)


def lesson(folder: Path, count: int) -> str:
    """A lesson file about a network with so many hidden nodes."""
    into = [round(4 * (-1) ** place - place / count, 2) for place in range(count)]
    layers: list[dict[str, Any]] = [
        {"weights": [[w] for w in into], "biases": [round(w / -3, 2) for w in into]},
        {"weights": [[round(1.5 / (1 + place), 2) for place in range(count)]], "biases": [0.1]},
    ]
    layers[0]["activation"] = "tanh"
    (folder / f"n{count}.json").write_text(json.dumps({"layers": layers}), "utf-8")
    path = folder / f"n{count}.toml"
    path.write_text(f'title = "{count} nodes"\n[network]\nweights = "n{count}.json"\n', "utf-8")
    return str(path)


def rows(folder: Path, count: int) -> str:
    """A table of so many rows, no two alike."""
    path = folder / f"rows{count}.csv"
    path.write_text("name,w3\n" + "".join(f"{n},{-1 - n / 1000}\n" for n in range(count)), "utf-8")
    return str(path)


def cases(folder: Path) -> dict[str, dict[str, list[str]]]:
    """By table and by what is varied in it: the arguments of `squiggle render`, or `batch`."""
    small = ["-q", "l"]
    return {
        "hidden nodes": {str(n): [lesson(folder, n), *small] for n in NODES},
        "seconds of film": {
            length(*only): [*small, *(part for name in only for part in ("--only", name))]
            for only in (["Recap"], ["Recap", "TopNode"], [])
        },
        "lines of the picture": {
            lines: ["-q", letter, *CHAPTER]
            for letter, lines in zip("lmhpk", ("480", "720", "1080", "1440", "2160"), strict=True)
        },
        "workers": {str(n): [*small, "--workers", str(n)] for n in (1, 2)},
        "rows of a batch": {str(n): [rows(folder, n), *small, "--only", "Recap"] for n in ROWS},
    }


def length(*only: str) -> str:
    """The seconds of the film of these chapters, or of all."""
    return f"{sum(job.chapter.seconds for job in plan_film(load(), preset('l'), only).jobs):.0f}"


def measure(rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """The medians of all cases."""
    with tempfile.TemporaryDirectory() as place:
        wanted = cases(Path(place))
        taken: dict[tuple[str, str], list[Any]] = {}
        for number in range(rounds):
            for table, rows in wanted.items():
                for row, arguments in rows.items():
                    folder = f"{place}/{number}-{table}-{row}".replace(" ", "-")
                    verb, into = ("batch", "/{name}") if table in BATCHES else ("render", "")
                    command = [sys.executable, "-m", "squiggle", verb, "--no-cache"]
                    cost = measured([*command, "-o", folder + into, *arguments])
                    taken.setdefault((table, row), []).append(cost)
                    print(table, row, f"{cost.wall:.1f} s", file=sys.stderr)
    told: dict[str, dict[str, dict[str, float]]] = {}
    for (table, row), costs in taken.items():
        wall, cpu = (round(median(part), 2) for part in list(zip(*costs, strict=True))[:2])
        told.setdefault(table, {})[row] = {"wall": wall, "cpu": cpu}
    return told


def simulate() -> dict[str, dict[str, float]]:
    """Many films on many workers, with seconds measured here: see `simulation`."""
    plan = plan_film(load(), preset("h"))
    jobs = [sum(split(job).values()) for job in plan.jobs]
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder) / "cache")
        for name in "first", "again":
            begun = time.perf_counter()
            render(load(), Path(folder) / name, cache=cache)
        serial = time.perf_counter() - begun
    print(f"jobs {[round(job, 1) for job in jobs]} s, serial {serial:.2f} s", file=sys.stderr)
    told = {}
    for workers in WORKERS:
        seconds = makespan(films_by(jobs, FILMS), workers, serial)
        ideal = FILMS * sum(jobs) / workers
        told[str(workers)] = {"hours": round(seconds / 3600, 2), "ideal": round(ideal / 3600, 2)}
    return told


def tables(told: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """All tables in Markdown."""
    parts = []
    for table, rows in told.items():
        columns = list(next(iter(rows.values())))
        parts += ["", f"| {table} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
        parts += [
            f"| {row} | {' | '.join(map(str, cost.values()))} |" for row, cost in rows.items()
        ]
    return "\n".join(parts)


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=Path("docs/growth.json"))
    asked = parser.parse_args()
    told = measure(asked.rounds)
    told[f"workers, {FILMS:,} films, simulated"] = simulate()
    asked.output.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    asked.output.with_suffix(".svg").write_text(chart(told), "utf-8")
    print(tables(told))


if __name__ == "__main__":
    main()
