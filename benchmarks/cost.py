"""What commands cost: seconds of the clock and of processors, and memory."""

import argparse
import ctypes
import os
import resource
import subprocess
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
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # workers of workers are counted, too
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    wall = time.perf_counter() - begun
    with suppress(ChildProcessError):
        while os.wait():
            pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, after.ru_maxrss / 1e3)


def arguments(told: str) -> argparse.Namespace:
    """What was asked of a benchmark: quality, `only` these chapters, rounds, output."""
    parser = argparse.ArgumentParser(description=told.splitlines()[0])
    parser.add_argument("--quality", default="h")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path)
    return parser.parse_args()
