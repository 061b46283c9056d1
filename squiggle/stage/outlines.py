"""What Typst sets, as outlines: one Typst for the process, fonts that travel with the project."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import typst
from manim import Polygon

from squiggle.stage.svg import read
from squiggle.stage.types import Points

FONTS = Path(__file__).parent / "fonts"
BAR = 0.07  # cap heights: the thickness of a fraction's line
NO_HEIGHT = 1e-6  # cap heights


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)]
    )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def drawing(body: str) -> bytes:
    """A piece of Typst markup as the SVG that Typst writes."""
    source = (
        "#set page(width: auto, height: auto, margin: 9pt, fill: none)\n"
        '#set text(font: "Inter", size: 10pt, weight: "medium", fallback: false)\n'
        '#set text(features: ("tnum",))\n'  # figures of one width: decimals stand in columns
        f"{body}"
    )
    compiled = _compiler().compile(input=source.encode(), format="svg")
    assert isinstance(compiled, bytes)  # one page
    return compiled


@cache
def outlines(body: str) -> tuple[Points, ...]:
    """The glyphs of a piece of Typst markup, after an H that is one unit tall and stands on 0.

    The H, first in `body`, is measured and thrown away. The arrays (four rows of x, y and 0 a
    cubic curve) are shared by all who ask, and cannot be written to. The sums are those of Manim's
    `SVGMobject` in its order (turn over, center, stand on 0), so x and y are its own to the bit.
    """
    placed, ends = read(drawing(body))
    middle = _middle(placed)
    placed = (placed - middle) * [1.0, -1.0, 1.0] + middle
    placed -= _middle(placed)
    placed -= box(placed[: ends[0]])[0]
    placed *= 1 / np.ptp(placed[: ends[0], 1])
    tops, feet = (bound.reduceat(placed[:, 1], ends[:-1]) for bound in (np.maximum, np.minimum))
    glyphs = tuple(
        placed[start:end] if height >= NO_HEIGHT else _bar(placed[start:end])
        for (start, end), height in zip(pairwise(ends), tops - feet, strict=True)
    )
    for glyph in glyphs:
        glyph.flags.writeable = False
    return glyphs


def box(points: Points) -> tuple[Points, Points]:
    """The least and the greatest x, y and z of the corners of an outline: Manim's measure."""
    corners = points.reshape(-1, 4, 3)[:, ::3]
    return corners.min(axis=(0, 1)), corners.max(axis=(0, 1))


def _middle(points: Points) -> Points:
    low, high = box(points)
    return (low + high) / 2


def _bar(line: Points) -> Points:
    """The outline of a level line that has no height, such as a fraction's."""
    left, right = box(line)
    up = np.array([0.0, BAR / 2, 0.0])
    return Polygon(left - up, right - up, right + up, left + up).points
