"""Words beside what they name: curve names at their ends, words in rows."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import Animation, FadeOut, VGroup, VMobject

from squiggle.lesson.lines import wrap
from squiggle.lesson.phrases import node_label as node_label  # for whoever labels a curve
from squiggle.stage.curve import Curve
from squiggle.stage.frame import length, offset
from squiggle.stage.light import light, lit
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point

TIMES = "\N{MULTIPLICATION SIGN}"
NEAR = 28  # pixels between a thing and its label
APART = 50  # pixels between the middles of labels that stand above each other
GAPS = 26, 18  # pixels between the terms of a worked sum: more than inside one, or as much
ROWS_APART = 56  # pixels between the rows of a worked sum
LOWEST, HIGHEST = 16, 10  # pixels from a plane's lower and upper edge to the last label's middle


def weight_name(node: int) -> str:
    """The parameter that weighs the input for a hidden node: w1 for the first, number 0."""
    return f"w{node + 1}"


def scale_name(node: int, count: int) -> str:
    """The parameter that scales a hidden node's height, in a network of `count`."""
    return f"w{node + 1 + count}"


def end_labels(curves: Sequence[Curve], texts: Sequence[str], theme: Theme) -> list[VMobject]:
    """A label right of each curve's end, in the curve's colour, kept apart from each other.

    The labels stand outside the plane, so nothing in the plane has a curve's colour but the curve.
    What is too wide there is said shorter, or in two lines.
    """
    heights = [float(curve.plane.point(curve.x[-1], curve.y[-1])[1]) for curve in curves]
    colors = [curve.get_stroke_color().to_hex() for curve in curves]
    box = curves[0].plane.box
    left = box.at(1, 1)[0] + length(NEAR)
    edge = theme.frame.safe.at(1, 0)[0]
    room = edge - left
    labels = [_end_label(*told, room, theme) for told in zip(texts, colors, strict=True)]
    order = [int(i) for i in np.argsort(heights, kind="stable")]
    rows = [len(labels[i]) for i in order]
    ends = box.at(1, 1)[1] + length(LOWEST), box.at(1, 0)[1] + length(HIGHEST)
    placed = _apart([heights[i] for i in order], rows, ends)
    for i, height in zip(order, placed, strict=True):
        right = edge - labels[i].width / 2
        labels[i].move_to([min(right, left + labels[i].width / 2), height, 0])
    return [label if len(label) > 1 else label[0] for label in labels]


def _end_label(text: str, color: str, room: float, theme: Theme) -> VGroup:
    """The lines in which a curve's name has room: one if possible, or its factor alone, or two."""
    label = Label(text, theme.small, color)
    if label.width <= room:
        return VGroup(label)
    if TIMES in text:
        return VGroup(Label(text[text.index(TIMES) :], theme.small, color))
    lines = in_lines(text, theme.small, color)
    for place, line in enumerate(lines):
        line.move_to([line.width / 2, -place * length(APART), 0])
    return lines


def in_lines(text: str, size: float, color: str) -> VGroup:
    """A name in two lines, or in one if it has no space; they are yet to be placed."""
    lines = wrap(text, most=0) if " " in text else [text]
    return VGroup(*(Label(line, size, color) for line in lines))


def _apart(rising: Sequence[float], rows: Sequence[int], ends: tuple[float, float]) -> list[float]:
    """Rising heights moved as little as it takes to keep labels of so many rows apart.

    All of them come to stand between the two ends.
    """
    placed, half = list(rising), [count * length(APART) / 2 for count in rows]
    gaps = [low + high for low, high in pairwise(half)]
    for _ in range(8 * len(placed)):
        for i, gap in enumerate(gaps):
            lack = max(0.0, gap - (placed[i + 1] - placed[i]))
            placed[i] -= lack / 2
            placed[i + 1] += lack / 2
    one = length(APART) / 2
    lowest, highest = [ends[0] + h - one for h in half], [ends[1] - h + one for h in half]
    for i in range(len(placed)):
        placed[i] = max(placed[i], lowest[i], *(placed[j] + gaps[j] for j in [i - 1] if i))
    for i in reversed(range(len(placed))):
        above = [placed[j + 1] - gaps[j] for j in [i] if i + 1 < len(placed)]
        placed[i] = min(placed[i], highest[i], *above)
    return placed


def row(parts: Sequence[VMobject], left: Point, gap: float = 14) -> VGroup:
    """Labels in one line that begins at `left`, with `gap` pixels between them."""
    x = left[0]
    for part in parts:
        part.move_to([x + part.width / 2, left[1], 0])
        x += part.width + length(gap)
    return VGroup(*parts)


def worked(terms: Sequence[tuple[str, str]], theme: Theme) -> VGroup:
    """A sum written out under the diagram, from (text, colour) terms; the last is the result.

    A wide one is set closer, so that it ends before the first number of the plane's axis, or with
    its result in a row of its own where there is height for that.
    """
    foot = theme.frame.foot
    parts = _terms(terms, theme.body, theme)
    if foot.height < APART:
        return row(parts, foot.at(0, 1), _gap(parts, foot.width, (*GAPS, 12, 6)))
    if _wide(parts, GAPS[-1]) <= foot.width:
        return row(parts, foot.at(0, 1), _gap(parts, foot.width, GAPS))
    if _wide(parts[:-1], GAPS[-1]) > foot.width:
        parts = _terms(terms, theme.small, theme)
    *sum_of, result = parts
    upper = row(sum_of, foot.at(0, 1) + offset(0, ROWS_APART), _gap(sum_of, foot.width, GAPS))
    return VGroup(*upper, *row([result], foot.at(0, 1)))


def _terms(terms: Sequence[tuple[str, str]], size: float, theme: Theme) -> list[Label]:
    """The labels of a sum's terms, the last one bold."""
    *_, last = terms
    return [Label(text, size, color, bold=(text, color) == last) for text, color in terms]


def _gap(parts: Sequence[VMobject], room: float, gaps: Sequence[float]) -> float:
    """The first of the gaps with which parts have room in a line, or the last one."""
    return next((gap for gap in gaps if _wide(parts, gap) <= room), gaps[-1])


def _wide(parts: Sequence[VMobject], gap: float) -> float:
    """The pixels that parts take in a line."""
    return sum(part.width for part in parts) / length(1) + gap * (len(parts) - 1)


def appear(*parts: VMobject) -> list[Animation]:
    """The motion that brings parts to full light where they stand, as one thing."""
    return [light(lit(part, 0.0), 1.0) for part in parts]


def vanish(*parts: VMobject) -> list[Animation]:
    """The motion that takes parts off the stage, as one thing."""
    return [FadeOut(part) for part in parts]
