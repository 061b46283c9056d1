"""What commands cost: seconds of the clock and of processors, and memory.

`python -m benchmarks.cost COMMANDS` (a list of lists in JSON) prints it: a process that has no
other children, whose seconds and memory would be taken for theirs.
"""

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


class Cost(NamedTuple):
    """Wall and CPU seconds, the largest process in megabytes, the bytes of what was made."""

    wall: float
    cpu: float
    memory: float
    size: int = 0


def measured(*commands: Sequence[str]) -> Cost:
    """What it costs to run these, one after another, with all that they start."""
    call = [sys.executable, "-m", "benchmarks.cost", json.dumps(commands)]
    told = subprocess.run(call, cwd=ROOT, check=True, capture_output=True)
    return Cost(*json.loads(told.stdout))


def arguments(told: str) -> argparse.Namespace:
    """What was asked of a benchmark: quality, `only` these chapters, rounds, output."""
    parser = argparse.ArgumentParser(description=told.splitlines()[0])
    parser.add_argument("--quality", default="h")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path)
    return parser.parse_args()


def main() -> None:
    """Run the commands, and print what they cost."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # workers of workers are counted, too
    begun = time.perf_counter()
    for command in json.loads(sys.argv[1]):
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    wall = time.perf_counter() - begun
    with suppress(ChildProcessError):
        while os.wait():
            pass
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3]))


if __name__ == "__main__":
    main()
