"""Sentences that depend on numbers: which phrase is true of this network.

Each function looks at numbers and returns the key of a phrase; the phrases stand in the language
file, one table for each function. Nothing here knows a word of any language.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from squiggle.core import Activation, Network, NodeTrace, Vector, best_line, extremes, gaps, turns
from squiggle.lesson.lesson import CLOSE, Lesson

NOTHING = 0.025  # share of the output's height below which a contribution is almost nothing
PERFECT = 0.002  # share of the targets' squared spread below which an error looks perfect
SEEN = 0.005  # share of a plane's height below which no eye sees a rise
SOFT = 0.6  # a softplus with a smaller beta has no flat part on the plane that shows it
LEVEL = 1e-6  # share of a curve's largest height below which its rise counts as none
DUST = 1e-9  # share of a number's size below which measurements differ by chance
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


def scaling(scale: float, special: str = "no") -> str:
    """What a factor does to a whole curve: `turning` and `sizing` in one, as in over_taller.

    `special` is what `flattening` says of the curve: one that is dead stays zero, one that is level
    becomes another level line.
    """
    if special == "dead":
        return "zero"
    if special == "level" and scale not in (0, 1):
        return "level"
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


def flattening(node: NodeTrace, plane: float = 0.0) -> str:
    """What is special about a node's bent curve, drawn on a plane of that height, or no.

    dead (0 all along), faint (so near to 0 that nobody sees the difference), level, nearly (level
    as far as anybody sees).
    """
    least, most = float(node.bent.min()), float(node.bent.max())
    size, rise = max(abs(least), abs(most)), most - least
    if size == 0:
        return "dead"
    if size <= SEEN * plane:
        return "faint"
    if rise <= LEVEL * size:
        return "level"
    return "nearly" if rise <= SEEN * plane else "no"


def likening(nodes: Sequence[NodeTrace], place: int) -> int | None:
    """The place of an earlier node with the same weight and bias as this one, or None."""
    mine = nodes[place].weight, nodes[place].bias
    same = [i for i, node in enumerate(nodes[:place]) if (node.weight, node.bias) == mine]
    return same[0] if same else None


def describing(activation: Activation) -> str:
    """How an activation looks where the film shows it: its name, or soft for a wide softplus."""
    return "soft" if activation.beta < SOFT else activation.name


def adding(scaled: float, height: float) -> str:
    """What a branch adds to a curve of that height: zero, nothing (almost), something."""
    if scaled == 0:
        return "zero"
    return "nothing" if abs(scaled) < NOTHING * height else "something"


def tiny_count(bent: Vector, tiny: float) -> int:
    """How many heights, shape (S,), are not 0 and yet smaller than `tiny`, so that 0 is shown."""
    return int(np.sum((bent != 0) & (np.abs(bent) < tiny)))


def shifting(bias: float) -> str:
    """Where the last bias moves the sum: drops, rises, stays."""
    return "stays" if bias == 0 else "rises" if bias > 0 else "drops"


def shaping(network: Network, low: float, high: float, least: float = 0.0) -> str:
    """What the output looks like from `low` to `high`: bump, dip, slope, wave, flat.

    A curve that rises by `least` or less is flat.
    """
    lowest, highest = extremes(network, low, high)
    span = highest.height - lowest.height
    if span <= max(least, LEVEL * max(abs(lowest.height), abs(highest.height))):
        return "flat"
    seen = turns(network, low, high, least=WIGGLE * span)
    if len(seen) > 1:
        return "wave"
    return ("bump" if seen[0].is_top else "dip") if seen else "slope"


def fitting(off: Vector, close: float) -> str:
    """How many of the gaps, shape (S,), are at most `close`: all, some, one, none."""
    fits = fit_count(off, close)
    return "all" if fits == len(off) else {0: "none", 1: "one"}.get(fits, "some")


def fit_count(off: Vector, close: float) -> int:
    """How many of the gaps, shape (S,), are at most `close` in size."""
    return int(np.sum(np.abs(off) <= close))


def missing(off: Vector, close: float) -> str:
    """How many of the gaps, shape (S,), are larger than `close`: none, one, two, many.

    exact where no gap is so wide that an eye sees it.
    """
    key = {0: "none", 1: "one", 2: "two"}.get(len(off) - fit_count(off, close), "many")
    return "exact" if np.abs(off).max(initial=0.0) <= SEEN / CLOSE * close else key


def widest(off: Vector) -> int | None:
    """The place of the widest of the gaps, shape (S,); None where there is no gap."""
    return int(np.argmax(np.abs(off))) if len(off) else None


def missed(off: Vector, close: float) -> tuple[int, ...]:
    """The two widest misses, or fewer, by their place among the gaps of shape (S,)."""
    wide = [int(place) for place in np.argsort(-np.abs(off), kind="stable")][:2]
    return tuple(sorted(place for place in wide if abs(off[place]) > close))


def siding(gap: float) -> str:
    """On which side of its measurement the curve passes: high, low."""
    return "high" if gap > 0 else "low"


def judging(lesson: Lesson) -> str:
    """What the answer to the question says.

    Where targets are yes or no: works_close and fails_close within the lesson's `close`, else works
    and fails, and undecided halfway. Elsewhere it is held against what was measured at that input:
    met, above, below (met_mean … where several differ), or unmeasured; drawn when nothing was.
    """
    output = float(lesson.asked.output[0])
    if lesson.is_yes_no:
        if output == HALF:
            return "undecided"
        outcome, aim = ("works", 1.0) if output >= HALF else ("fails", 0.0)
        return f"{outcome}_close" if abs(output - aim) <= lesson.close else outcome
    target = asked_target(lesson)
    if target is None:
        return "unmeasured" if lesson.has_data else "drawn"
    side = "above" if output > target else "below"
    key = "met" if abs(output - target) <= lesson.close else side
    return f"{key}_mean" if np.ptp(_measured_there(lesson)) else key


def asked_target(lesson: Lesson) -> float | None:
    """What was measured at the input that is asked about, on average; None where nothing was."""
    there = _measured_there(lesson)
    return float(there.mean()) if len(there) else None


def _measured_there(lesson: Lesson) -> Vector:
    """Every target that was measured at the input that is asked about."""
    return np.asarray(lesson.targets[lesson.inputs == lesson.question])


def is_misled(lesson: Lesson) -> bool:
    """Whether the error over the few measurements looks perfect, and that over all does not."""
    return lesson.error_of_few < PERFECT * (lesson.close / CLOSE) ** 2 <= lesson.error


def following(lesson: Lesson) -> str:
    """Which measured inputs are followed one by one: all, some; free where none was measured."""
    if not lesson.has_data:
        return "free"
    return "all" if len(np.unique(lesson.inputs)) <= len(lesson.marks) else "some"


def lining(inputs: Vector, targets: Vector) -> str:
    """Whether a straight line meets every measurement, both of shape (S,): can, cannot.

    It does when it passes through every dot as drawn.
    """
    if len(np.unique(inputs)) < 2 or np.ptp(targets) <= DUST * np.abs(targets).max():
        return "can"
    slope, start = best_line(inputs, targets)
    worst = np.abs(gaps(slope * inputs + start, targets)).max()
    return "can" if worst <= SEEN * np.ptp(targets) else "cannot"


def grouping(lesson: Lesson) -> str:
    """How the outcomes can be told.

    by_group when groups differ and each is of one mind, by_count when targets are yes or no,
    thinned when not all measurements can be drawn, else by_number.
    """
    if not lesson.is_yes_no:
        return "by_number" if len(lesson.drawn) == len(lesson.inputs) else "thinned"
    outcomes = [set((group.targets >= HALF).tolist()) for group in lesson.groups]
    if all(len(outcome) == 1 for outcome in outcomes) and len(set().union(*outcomes)) == 2:
        return "by_group"
    return "by_count" if len(lesson.drawn) == len(lesson.inputs) else "thinned"


def moving(parameters: Mapping[str, float], nodes: int, *, bends: bool = False) -> tuple[str, ...]:
    """What a network of so many hidden nodes does: slice, flip, stretch, add, shift, bend.

    `bends` says whether it bends its sum.
    """
    *weights, last = parameters.values()
    flips = any(weights[2 * place] < 0 for place in range(nodes))
    factors: Sequence[float] = weights[2 * nodes :]
    moves = {
        "slice": True,
        "flip": flips or any(factor < 0 for factor in factors),
        "stretch": any(abs(factor) != 1 for factor in factors),
        "add": nodes > 1,
        "shift": last != 0,
        "bend": bends,
    }
    return tuple(move for move, done in moves.items() if done)
