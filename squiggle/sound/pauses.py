"""Where a recording begins, ends and pauses, so that words start with what they are about."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from squiggle.sound.pcm import RATE, Pcm, seconds

WINDOW = RATE // 100  # samples over which loudness is looked at: 10 ms
QUIET, QUIETEST = 10 ** (-15 / 20), 10 ** (-35 / 20)  # of the loudest window, what is no speech
NEARBY, CLICK = 5, 4  # windows around one, and how many are loud where it is more than a click
NOISE = 2.0  # times the room's own noise, below which nothing is said
BEFORE, AFTER = 0.1, 0.2  # seconds of quiet that are left around what is said
PAUSE = 0.15  # seconds of quiet between two sentences, at least
MOST_PAUSES = 12  # the longest ones, among which those between sentences are sought
FAR = 0.25  # share of a recording by which a pause may be off from where it is expected
WORTH = 2.0  # seconds by which a pause may be farther off for each second that it is longer


def trimmed(pcm: Pcm) -> Pcm:
    """The same without the silence before the first and after the last word.

    What has nothing but silence in it stays as it is.
    """
    loud = np.flatnonzero(_loud(pcm)) * WINDOW
    if not len(loud):
        return pcm
    start = max(0, loud[0] - round(BEFORE * RATE))
    return pcm[start : loud[-1] + WINDOW + round(AFTER * RATE)]


def parted(pcm: Pcm, shares: Sequence[float]) -> list[Pcm] | None:
    """A recording of several sentences, cut in the pauses between them.

    `shares` are the lengths of the sentences, as far as they are known. None where nobody has
    paused near the places where sentences should end.
    """
    whole = seconds(pcm)
    ends = np.cumsum(shares)[:-1] / np.sum(shares) * whole
    found = sorted(_pauses(pcm), key=lambda pause: pause[0] - pause[1])[:MOST_PAUSES]
    best, least = None, np.inf
    for chosen in combinations(sorted(found), len(ends)):
        starts, stops = np.array(chosen).reshape(-1, 2).T
        off = np.abs((starts + stops) / 2 - ends)
        cost = float(np.sum(off - WORTH * (stops - starts)))
        if (off <= FAR * whole).all() and cost < least:
            best, least = (starts + stops) / 2, cost
    if best is None:
        return None
    cuts = [0, *(round(cut * RATE) for cut in best), len(pcm)]
    return [trimmed(pcm[start:end]) for start, end in pairwise(cuts)]


def _loud(pcm: Pcm) -> NDArray[np.bool_]:
    """Whether something is said, for each `WINDOW`."""
    missing = max(-len(pcm) % WINDOW, WINDOW - len(pcm))  # one window at least
    rows = np.pad(pcm, (0, missing)).reshape(-1, WINDOW)
    sizes = np.sqrt(np.mean(np.square(rows, dtype=np.float64), axis=1))
    top, room = sizes.max(), NOISE * np.percentile(sizes, 10)
    loud = sizes > np.clip(room, QUIETEST * top, QUIET * top)
    around = np.convolve(np.pad(loud, NEARBY), np.ones(2 * NEARBY + 1), "valid")
    word: NDArray[np.bool_] = loud & (around >= CLICK)
    return word


def _pauses(pcm: Pcm) -> Iterator[tuple[float, float]]:
    """Start and end, in seconds, of each quiet stretch between two that are loud."""
    loud = np.flatnonzero(_loud(pcm))
    for last, first in pairwise(loud):
        if (first - last - 1) * WINDOW >= PAUSE * RATE:
            yield (last + 1) * WINDOW / RATE, first * WINDOW / RATE
