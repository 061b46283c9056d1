"""How cost grows: with hidden nodes, length, resolution, workers, and by simulation with films.

    python -m benchmarks.growth [--rounds 3] [--output docs/growth.json]

Each row of a table is a render into an empty folder with nothing reused. The rounds are
interleaved; what is kept are medians: wall seconds, and seconds of all processors. `python -m
benchmarks.growth --draw docs/growth.json` writes the tables and a picture of them.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.chart import chart
from benchmarks.cost import measured
from benchmarks.simulation import films_by, makespan

NODES = (1, 2, 3, 4, 8, 16, 32, 64)
WORKERS = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1000)
FILMS = 10_000
CHAPTER = ("--only", "BottomNode")


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


def cases(folder: Path) -> dict[str, dict[str, list[str]]]:
    """The renders by table and by what is varied in it: arguments of `squiggle render`."""
    small = ["-q", "l"]
    return {
        "hidden nodes": {str(n): [lesson(folder, n), *small] for n in NODES},
        "seconds of film": {
            "18": [*small, "--only", "Recap"],
            "63": [*small, "--only", "Recap", "--only", "TopNode"],
            "277": small,
        },
        "lines of the picture": {
            lines: ["-q", letter, *CHAPTER]
            for letter, lines in zip("lmhpk", ("480", "720", "1080", "1440", "2160"), strict=True)
        },
        "workers": {str(n): [*small, "--workers", str(n)] for n in (1, 2)},
    }


def measure(rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """The medians of all cases."""
    with tempfile.TemporaryDirectory() as place:
        wanted = cases(Path(place))
        taken: dict[tuple[str, str], list[Any]] = {}
        for number in range(rounds):
            for table, rows in wanted.items():
                for row, arguments in rows.items():
                    folder = Path(place) / f"{number}-{table}-{row}"
                    command = [sys.executable, "-m", "squiggle", "render", "--no-cache"]
                    cost = measured([*command, "-o", str(folder), *arguments])
                    taken.setdefault((table, row), []).append(cost)
                    print(table, row, f"{cost.wall:.1f} s", file=sys.stderr)
    told: dict[str, dict[str, dict[str, float]]] = {}
    for (table, row), costs in taken.items():
        wall, cpu = (round(median(part), 2) for part in list(zip(*costs, strict=True))[:2])
        told.setdefault(table, {})[row] = {"wall": wall, "cpu": cpu}
    return told


def simulate(jobs: Sequence[float], serial: float) -> dict[str, dict[str, float]]:
    """Many films on many workers, with measured seconds: see `simulation`."""
    rows = {}
    for workers in WORKERS:
        seconds = makespan(films_by(jobs, FILMS), workers, serial)
        ideal = FILMS * sum(jobs) / workers
        rows[str(workers)] = {"hours": round(seconds / 3600, 2), "ideal": round(ideal / 3600, 2)}
    return rows


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
    """Measure, or draw what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=Path("docs/growth.json"))
    parser.add_argument("--jobs", type=float, nargs="*", default=[])
    parser.add_argument("--serial", type=float, default=0.0)
    parser.add_argument("--draw", type=Path)
    asked = parser.parse_args()
    if asked.draw:
        told = json.loads(asked.draw.read_text("utf-8"))
        print(tables(told))
        asked.draw.with_suffix(".svg").write_text(chart(told), "utf-8")
        return
    told = measure(asked.rounds)
    if asked.jobs:
        told["workers, 10,000 films, simulated"] = simulate(asked.jobs, asked.serial)
    asked.output.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
