"""Curves end exactly at the edge of their plane, and an arrowhead there says that they go on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from squiggle.stage.frame import length
from squiggle.stage.types import Points, Vector

TOUCH = 1e-9  # of the plane's height: what is no farther outside touches the edge
APART = 40  # pixels between two arrowheads at one edge
LONG, HALF = 22, 9  # pixels: an arrowhead's length, and half its width, for a line of 5 pixels
STROKES = 6  # of which a filled arrowhead consists


@dataclass(frozen=True)
class Clipped:
    """The pieces of a polyline inside a range of heights (data units).

    Piece i goes from (x[0, i], y[0, i]) to (x[1, i], y[1, i]), each of shape (2, S); `seen` says
    which have any length, `whole` which were not cut. Row c of `crossings`, shape (C, 2), is a
    place at which the polyline crosses the upper or lower edge, from left to right, and that of
    `outward` the step along the polyline that leads out there.
    """

    x: Vector
    y: Vector
    seen: NDArray[np.bool_]
    whole: NDArray[np.bool_]
    crossings: Vector
    outward: Vector


def clip(x: Vector, y: Vector, low: float, high: float) -> Clipped:
    """What of the polyline (x, y), shape (S + 1,) each, lies between the heights `low` and `high`.

    A piece from height a to height b is inside from the share (low - a) / (b - a) of its way to
    (high - a) / (b - a), or the other way round. At the edge the height is the edge's, exactly.
    """
    near = TOUCH * (high - low)
    y = np.where((y < low - near) | (y > high + near), y, np.clip(y, low, high))
    start, rise, run = y[:-1], np.diff(y), np.diff(x)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares = np.sort(np.stack([(low - start) / rise, (high - start) / rise]), axis=0)
    level = np.where((low <= start) & (start <= high), [[0.0], [1.0]], [[1.0], [0.0]])
    enter, leave = np.where(rise == 0, level, np.clip(shares, [[0.0], [-1.0]], [[2.0], [1.0]]))
    first, last = np.where(rise > 0, low, high), np.where(rise > 0, high, low)
    ends_x = np.stack([x[:-1] + enter * run, x[:-1] + leave * run])
    ends_y = np.stack([np.where(enter > 0, first, start), np.where(leave < 1, last, y[1:])])
    ends_y = np.clip(ends_y, low, high)  # for a share of a very long piece may be 1 by rounding
    met = (enter <= leave) & (run > 0)
    cut = np.stack([met & (enter > 0), met & (leave < 1)])
    crossings = np.column_stack([ends_x.T[cut.T], ends_y.T[cut.T]])
    step = np.column_stack([run, rise])
    outward = np.stack([-step, step], axis=1)[cut.T]
    whole = (enter <= 0) & (leave >= 1)
    return Clipped(ends_x, ends_y, (enter < leave) & (run > 0), whole, crossings, outward)


def arrowheads(at: Points, outward: Points, corners: Points, width: float) -> tuple[Points, Points]:
    """The `STROKES` of a filled arrowhead at each crossing, for a line of `width` pixels.

    `at` holds the crossings from left to right, `outward` the way out along the curve, and
    `corners` the plane's lower left and upper right corner, in Manim units. An arrowhead lies along
    its curve with its tip on the edge, inside the plane: beside a curve that is almost level it is
    as steep as that takes, and where less of the curve is seen there is none. At each edge they
    keep `APART` from each other. Returns where the strokes begin and end, shape (STROKES C, 3); the
    first two meet at the tip.
    """
    low, high = corners
    upper = at[:, 1] > (low[1] + high[1]) / 2
    along, rise = outward[:, 0], np.abs(outward[:, 1])
    rise = np.maximum(rise, HALF / LONG * np.abs(along))
    size = np.hypot(along, rise)
    way = np.column_stack([along / size, np.where(upper, rise, -rise) / size, 0 * rise])
    scale = length(0.5 + width / 10)
    base = at - LONG * scale * way
    fits = (low[0] <= base[:, 0]) & (base[:, 0] <= high[0])
    kept = [i for edge in (upper, ~upper) for i in _apart(at, np.flatnonzero(edge & fits).tolist())]
    tips, across = at[kept], HALF * scale * np.column_stack([-way[:, 1], way[:, 0], way[:, 2]])
    rows = [np.clip(base + share * across, low, high)[kept] for share in (-1, -0.5, 0, 0.5, 1)]
    starts = np.stack([rows[0], tips, rows[4], *rows[1:4]], axis=1)
    ends = np.stack([tips, rows[4], rows[0], tips, tips, tips], axis=1)
    return starts.reshape(-1, 3), ends.reshape(-1, 3)


def _apart(at: Points, places: Sequence[int]) -> list[int]:
    """The first of the places, and each that is far enough to the right of the last one taken."""
    kept: list[int] = []
    for place in places:
        if not kept or at[place, 0] - at[kept[-1], 0] >= length(APART):
            kept.append(place)
    return kept
