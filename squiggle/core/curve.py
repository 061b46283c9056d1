"""What can be measured on a network's curve: gaps, slopes, turns, and where to sample it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from squiggle.core.network import Network
from squiggle.core.trace import Trace
from squiggle.core.vector import Vector, locked
from squiggle.errors import SquiggleError

START = 64  # even pieces to begin with: sees every bend that is not already pinned by its crossing
SMOOTH = 1 / 3000  # share of a curve's height by which a straight piece may leave it: half a pixel
DUST = 1e-12  # share of a number's size below which its digits are chance
MOST = 20_000  # samples at which the refinement ends, however wild the curve is
FINEST = 2.0**-40  # share of the interval below which no piece is cut


@dataclass(frozen=True)
class Point:
    """A place on the curve: the input `at` which it has this `height` (data units)."""

    at: float
    height: float


@dataclass(frozen=True)
class Turn(Point):
    """A place inside the interval where the curve turns: the top of a bump, or else of a dip."""

    is_top: bool


def gaps(output: ArrayLike, targets: ArrayLike) -> Vector:
    """How far each output lies above its target (below: negative); both of shape (S,).

    >>> gaps([1.5, 0.0], [1.0, 1.0]).tolist()
    [0.5, -1.0]
    """
    return locked(np.subtract(output, targets))


def squared_error(output: ArrayLike, targets: ArrayLike) -> float:
    """The sum of the squared gaps.

    >>> squared_error([1.5, 0.0], [1.0, 1.0])
    1.25
    """
    return float(np.sum(gaps(output, targets) ** 2))


def best_line(inputs: ArrayLike, targets: ArrayLike) -> tuple[float, float]:
    """Slope and height at 0 of the straight line with the least squared error.

    A level one where the inputs are all but the same: no slope could be told.

    >>> [round(number, 6) for number in best_line([0.0, 1.0, 2.0], [1.0, 3.0, 5.0])]
    [2.0, 1.0]
    """
    x, y = np.asarray(inputs, float), np.asarray(targets, float)
    width, middle, height = float(np.ptp(x)), float(x.mean()), float(y.mean())
    if width < np.finfo(float).tiny:
        return 0.0, height
    away = (x - middle) / width
    slope = float(away @ (y - height)) / float(away @ away) / width
    return (slope, height - slope * middle) if np.isfinite(slope) else (0.0, height)


def slope(network: Network, inputs: ArrayLike) -> Vector:
    """The slope of the output at inputs of shape (S,), by the chain rule.

    The sum of scale · f'(biased) · weight, times the slope of the output's own activation.
    """
    trace = Trace.of(network, inputs)
    slopes = [n.scale * n.activation.df(n.biased) * n.weight for n in trace.nodes]
    return locked(np.sum(slopes, axis=0) * trace.activation.df(trace.shifted))


def crossings(network: Network) -> tuple[float | None, ...]:
    """For each hidden node the input at which its biased value is 0; None when its weight is 0.

    >>> crossings(Network.of_bends([(2.0, -1.0, 1.0), (0.0, 1.0, 1.0)], 0.0))
    (0.5, None)
    """
    return tuple(-bias / weight if weight else None for weight, bias, _ in network.bends())


def sample(
    network: Network,
    low: float,
    high: float,
    *,
    tolerance: float | None = None,
    step: float | None = None,
    through: ArrayLike = (),
) -> Vector:
    """Inputs from `low` to `high`, close together where the curves bend; shape (S,), rising.

    Between neighbours a straight piece leaves every curve of the trace (each node's bent and
    scaled, the sum, the output) by less than `tolerance` (data units; by default `SMOOTH` times the
    curve's own height). No two are farther apart
    than `step`, by default a 64th of the interval. Each input in `through` that lies inside is one
    of the samples, and so is every crossing. Raises `SquiggleError` for an empty interval.

    >>> line = Network.of_bends([(2.0, -1.0, 1.0)], 0.0, activation="relu")
    >>> sample(line, 0.0, 1.0, step=0.25).tolist()
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    if not low < high:
        raise SquiggleError(f"an interval from {low} to {high}", "wanted: a start below the end")
    pieces = START if step is None else max(1, int(np.ceil((high - low) / step - 1e-9)))
    pins = [
        *np.ravel(np.asarray(through, float)),
        *(c for c in crossings(network) if c is not None),
    ]
    inside = [pin for pin in pins if low < pin < high]
    samples = np.unique([*np.linspace(low, high, pieces + 1), *inside])
    while (rough := _rough(network, samples, tolerance)).any():
        rough &= np.diff(samples) > FINEST * (high - low)
        if not rough.any() or len(samples) > MOST:
            break
        samples = np.unique([*samples, *((samples[:-1] + samples[1:])[rough] / 2)])
    return locked(samples)


def _rough(network: Network, samples: Vector, tolerance: float | None) -> np.ndarray:
    """Which pieces between samples are not straight enough; half the tolerance is kept in hand."""
    ends = _curves(Trace.of(network, samples))
    # What doubles cannot tell from straight; a sum inherits the dust of its largest term.
    largest = np.abs(ends).max(axis=1, keepdims=True)
    largest[-3:] = largest.max()
    dust = DUST * largest + np.finfo(float).tiny
    heights = ends.max(axis=1, keepdims=True) - ends.min(axis=1, keepdims=True)
    allowed = np.maximum(SMOOTH * heights if tolerance is None else tolerance, dust)
    rough = np.zeros(len(samples) - 1, dtype=bool)
    for share in (0.25, 0.5, 0.75):
        between = (1 - share) * samples[:-1] + share * samples[1:]
        straight = (1 - share) * ends[:, :-1] + share * ends[:, 1:]
        off = np.abs(_curves(Trace.of(network, between)) - straight)
        rough |= (off > allowed / 2).any(axis=0)
    return rough


def _curves(trace: Trace) -> np.ndarray:
    rows = [row for node in trace.nodes for row in (node.bent, node.scaled)]
    return np.array([*rows, trace.sum, trace.shifted, trace.output])


def turns(network: Network, low: float, high: float, *, least: float = 0.0) -> tuple[Turn, ...]:
    """Every bump and dip of the output strictly between `low` and `high`, left to right.

    A wiggle of less than `least` in height is passed over. The sign of the exact slope is followed
    along the samples and each change of sign is closed in on by bisection, so that a turn is as
    exact as doubles allow.
    """
    samples = sample(network, low, high)
    signs = np.sign(slope(network, samples))
    steep = np.flatnonzero(signs)
    before, after = steep[:-1], steep[1:]
    changed = signs[before] != signs[after]
    tops = signs[before[changed]] > 0
    brackets = zip(samples[before[changed]], samples[after[changed]], strict=True)
    places = [_last_uphill(network, *ends, top) for ends, top in zip(brackets, tops, strict=True)]
    heights = Trace.of(network, [low, *places, high]).output
    found = zip(places, heights[1:-1], tops, strict=True)
    plain = [Turn(place, float(height), bool(top)) for place, height, top in found]
    return tuple(_without_wiggles(plain, float(heights[0]), float(heights[-1]), least))


def _without_wiggles(turns: list[Turn], begin: float, end: float, least: float) -> list[Turn]:
    """Leave out the smallest wiggle, a bump with its dip, until none is below `least`."""
    while turns:
        drops = np.abs(np.diff([begin, *(turn.height for turn in turns), end]))
        smallest = int(np.argmin(drops))
        if drops[smallest] >= least:
            break
        turns = turns[: max(0, smallest - 1)] + turns[smallest + 1 :]
    return turns


def _last_uphill(network: Network, begin: float, end: float, top: bool) -> float:
    """The last place from `begin` to `end` where a bump still climbs, or a dip still falls."""
    begin, end = float(begin), float(end)
    while begin < (middle := (begin + end) / 2) < end:
        steepness = float(slope(network, [middle])[0])
        on = steepness > 0 if top else steepness < 0
        begin, end = (middle, end) if on else (begin, middle)
    return begin


def extremes(network: Network, low: float, high: float) -> tuple[Point, Point]:
    """The lowest and the highest place of the output from `low` to `high`, both ends included.

    >>> network = Network.two_bends(-34.4, 2.14, -2.52, 1.29, -1.3, 2.28, -0.58)
    >>> lowest, highest = extremes(network, 0.0, 1.0)
    >>> round(highest.at, 3), round(highest.height, 3)
    (0.128, 2.232)
    """
    places = [low, *(turn.at for turn in turns(network, low, high)), high]
    heights = Trace.of(network, places).output
    points = [Point(float(at), float(y)) for at, y in zip(places, heights, strict=True)]
    return min(points, key=lambda p: p.height), max(points, key=lambda p: p.height)
