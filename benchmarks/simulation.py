"""Many films on many workers, simulated: when would the last one be ready?

A film is a number of jobs that may be done by any worker in any order, and a serial part that only
the one coordinator does when all of them are ready: it joins the clips and moves them in place.
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush


def films_by(jobs: Sequence[float], count: int) -> Iterator[list[float]]:
    """So many films, each of jobs that take these seconds, the longest first."""
    for _ in range(count):
        yield sorted(jobs, reverse=True)


def makespan(films: Iterator[list[float]], workers: int, serial: float) -> float:
    """Seconds from the start until the last film is ready.

    Jobs are taken in the order of the films by whichever worker is free first. `serial` are the
    coordinator's seconds for a film; it does one after another, in the order in which they end.

    >>> makespan(films_by([2.0, 1.0], 2), 1, 0.0), makespan(films_by([2.0, 1.0], 2), 2, 0.5)
    (6.0, 3.5)
    """
    free = [0.0] * workers
    ends = []
    for jobs in films:
        last = 0.0
        for seconds in jobs:
            end = heappop(free) + seconds
            heappush(free, end)
            last = max(last, end)
        ends.append(last)
    ready = 0.0
    for end in sorted(ends):
        ready = max(ready, end) + serial
    return ready
