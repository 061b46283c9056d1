"""Sentences that depend on numbers: which phrase is true of this network.

Each function looks at numbers and returns the key of a phrase; the phrases stand in the language
file, one table for each function. Nothing here knows a word of any language.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from squiggle.core import Vector, best_line, extremes, gaps, turns
from squiggle.lesson.lesson import Lesson

TINY = 0.0005  # a height below this is shown as 0.000
CLOSE = 0.2  # a gap up to this counts as a fit
NOTHING = 0.05  # a contribution below this counts as almost nothing
PERFECT = 0.005  # a squared error below this looks perfect: it shows as 0.00
ALIKE = 1.1  # weights whose sizes differ by less than this factor give similar slices
WIGGLE = 0.02  # share of the curve's height below which no eye sees a bump
HALF = 0.5  # the outcome from which on a dose counts as working


def sizing(scale: float) -> str:
    """What a factor does to a height's size: taller, shorter, same."""
    size = abs(scale)
    return "same" if size == 1 else "taller" if size > 1 else "shorter"


def turning(scale: float) -> str:
    """What a factor does to a height's direction: over (upside down), kept, wiped (out)."""
    return "wiped" if scale == 0 else "over" if scale < 0 else "kept"


def scaling(scale: float) -> str:
    """What a factor does to a whole curve: `turning` and `sizing` in one, as in over_taller."""
    turned = turning(scale)
    return turned if turned == "wiped" else f"{turned}_{sizing(scale)}"


def slicing(weight: float) -> str:
    """How the slice of the bend lies above the inputs: squeezed_flipped … copied, or flat.

    A weight beyond 1 fits a long slice into the interval, so the slice is squeezed.
    """
    if weight == 0:
        return "flat"
    size = {"taller": "squeezed", "shorter": "widened", "same": "copied"}[sizing(weight)]
    return f"{size}_flipped" if weight < 0 else size


def sliding(bias: float) -> str:
    """Where a bias slides the inputs along the bend: right, left, nowhere."""
    return "nowhere" if bias == 0 else "right" if bias > 0 else "left"


def comparing(weight: float, other: float) -> str:
    """How a weight's slice compares with another's: gentler, steeper, similar."""
    size, other_size = abs(weight), abs(other)
    if size <= ALIKE * other_size and other_size <= ALIKE * size:
        return "similar"
    return "gentler" if size < other_size else "steeper"


def adding(scaled: float) -> str:
    """What a branch adds at one input: nothing (almost), or something."""
    return "nothing" if abs(scaled) < NOTHING else "something"


def tinying(bent: Vector) -> str:
    """How many heights, shape (S,), are shown as 0 and are not: none, one, more."""
    return {0: "none", 1: "one"}.get(tiny_count(bent), "more")


def tiny_count(bent: Vector) -> int:
    """How many heights, shape (S,), are shown as 0 and are not."""
    return int(np.sum((bent != 0) & (np.abs(bent) < TINY)))


def shifting(bias: float) -> str:
    """Where the last bias moves the sum: drops, rises, stays."""
    return "stays" if bias == 0 else "rises" if bias > 0 else "drops"


def shaping(lesson: Lesson) -> str:
    """What the curve looks like over the interval: bump, dip, slope, wave, flat."""
    lowest, highest = extremes(lesson.network, *lesson.interval)
    span = highest.height - lowest.height
    if span < PERFECT:
        return "flat"
    seen = turns(lesson.network, *lesson.interval, least=WIGGLE * span)
    if len(seen) > 1:
        return "wave"
    return ("bump" if seen[0].is_top else "dip") if seen else "slope"


def fitting(off: Vector) -> str:
    """How many of the gaps, shape (S,), are small: all, some, one, none."""
    fits = fit_count(off)
    return "all" if fits == len(off) else {0: "none", 1: "one"}.get(fits, "some")


def fit_count(off: Vector) -> int:
    """How many of the gaps, shape (S,), are at most `CLOSE`."""
    return int(np.sum(np.abs(off) <= CLOSE))


def missing(off: Vector) -> str:
    """How many of the gaps, shape (S,), are not small: none, one, two, many."""
    return {0: "none", 1: "one", 2: "two"}.get(len(off) - fit_count(off), "many")


def missed(off: Vector) -> tuple[int, ...]:
    """The two widest misses, or fewer, by their place among the gaps of shape (S,)."""
    wide = [int(place) for place in np.argsort(-np.abs(off), kind="stable")][:2]
    return tuple(sorted(place for place in wide if abs(off[place]) > CLOSE))


def siding(gap: float) -> str:
    """On which side of its measurement the curve passes: high, low."""
    return "high" if gap > 0 else "low"


def judging(output: float) -> str:
    """What an output says: works_close and fails_close within `CLOSE`, else works and fails."""
    outcome, aim = ("works", 1.0) if output >= HALF else ("fails", 0.0)
    return f"{outcome}_close" if abs(output - aim) <= CLOSE else outcome


def narrowing(lesson: Lesson) -> str:
    """How the error over the few measurements looks: perfect, smaller, same."""
    if lesson.error_of_few < PERFECT <= lesson.error:
        return "perfect"
    return "smaller" if lesson.error_of_few < lesson.error else "same"


def lining(inputs: Vector, targets: Vector) -> str:
    """Whether a straight line meets every measurement, both of shape (S,): can, cannot."""
    if len(inputs) < 2:
        return "can"
    slope, start = best_line(inputs, targets)
    return "can" if np.abs(gaps(slope * inputs + start, targets)).max() < 1e-9 else "cannot"


def grouping(lesson: Lesson) -> str:
    """How the outcomes can be told: by_group when groups differ and each is of one mind."""
    outcomes = [set((group.targets >= HALF).tolist()) for group in lesson.groups]
    if all(len(outcome) == 1 for outcome in outcomes) and len(set().union(*outcomes)) == 2:
        return "by_group"
    return "by_count"


def moving(parameters: Mapping[str, float], nodes: int) -> tuple[str, ...]:
    """What a network of so many hidden nodes does: slice, flip, stretch, add, shift."""
    *weights, last = parameters.values()
    flips = any(weights[2 * place] < 0 for place in range(nodes))
    factors: Sequence[float] = weights[2 * nodes :]
    moves = {
        "slice": True,
        "flip": flips or any(factor < 0 for factor in factors),
        "stretch": any(abs(factor) != 1 for factor in factors),
        "add": nodes > 1,
        "shift": last != 0,
    }
    return tuple(move for move, done in moves.items() if done)
