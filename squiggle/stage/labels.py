"""Words beside what they name: curve names at their ends, words in rows."""

from collections.abc import Sequence

import numpy as np
from manim import Animation, FadeOut, VGroup, VMobject

from squiggle.lesson.words import Words
from squiggle.stage.curve import Curve
from squiggle.stage.frame import SAFE, length
from squiggle.stage.layout import BELOW
from squiggle.stage.light import light, lit
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point

TIMES = "\N{MULTIPLICATION SIGN}"
NEAR = 28  # pixels between a thing and its label
APART = 48  # pixels between the middles of labels that stand above each other


def weight_name(node: int) -> str:
    """The parameter that weighs the input for a hidden node: w1 for the first, number 0."""
    return f"w{node + 1}"


def scale_name(node: int, count: int) -> str:
    """The parameter that scales a hidden node's height, in a network of `count`."""
    return f"w{node + 1 + count}"


def node_label(words: Words, name: str, count: int) -> str:
    """What a hidden node of that name is called on screen, in a network of `count`."""
    if count == 1:
        return words.label("only")
    word, _, number = name.partition(" ")
    return words.label("numbered", number=number) if number else words.label(word)


def end_labels(curves: Sequence[Curve], texts: Sequence[str], theme: Theme) -> list[Label]:
    """A label right of each curve's end, in the curve's colour, kept apart from each other.

    The labels stand outside the plane, so nothing in the plane has a curve's colour but the curve.
    """
    heights = [float(curve.plane.point(curve.x[-1], curve.y[-1])[1]) for curve in curves]
    order = np.argsort(heights, kind="stable")
    placed = dict(zip(order, _apart([heights[i] for i in order], length(APART)), strict=True))
    labels = []
    for i, (curve, text) in enumerate(zip(curves, texts, strict=True)):
        color = curve.get_stroke_color().to_hex()
        left = curve.plane.box.at(1, 1)[0] + length(NEAR)
        label = Label(text, theme.small, color)
        if left + label.width > SAFE.at(1, 0)[0] and TIMES in text:
            label = Label(text[text.index(TIMES) :], theme.small, color)  # the factor alone
        labels.append(label.move_to([left + label.width / 2, placed[i], 0]))
    return labels


def _apart(rising: Sequence[float], gap: float) -> list[float]:
    """Rising heights moved as little as it takes to keep `gap` between neighbours."""
    placed = list(rising)
    for _ in range(8 * len(placed)):
        for i in range(len(placed) - 1):
            lack = gap - (placed[i + 1] - placed[i])
            if lack > 0:
                placed[i] -= lack / 2
                placed[i + 1] += lack / 2
    return placed


def row(parts: Sequence[VMobject], left: Point, gap: float = 14) -> VGroup:
    """Labels in one line that begins at `left`, with `gap` pixels between them."""
    x = left[0]
    for part in parts:
        part.move_to([x + part.width / 2, left[1], 0])
        x += part.width + length(gap)
    return VGroup(*parts)


def worked(terms: Sequence[tuple[str, str]], theme: Theme) -> VGroup:
    """A sum written out under the diagram, from (text, colour) terms; the last is the result."""
    *_, last = terms
    parts = [Label(text, theme.body, color, bold=(text, color) == last) for text, color in terms]
    return row(parts, BELOW.at(0, 1), gap=18)


def appear(*parts: VMobject) -> list[Animation]:
    """The motion that brings parts to full light where they stand, as one thing."""
    return [light(lit(part, 0.0), 1.0) for part in parts]


def vanish(*parts: VMobject) -> list[Animation]:
    """The motion that takes parts off the stage, as one thing."""
    return [FadeOut(part) for part in parts]
