"""Manim's way to read what Typst writes, to compare: `SVGMobject`, and a constructor a glyph."""

import tempfile
from pathlib import Path

import numpy as np
from manim import Polygon, SVGMobject, VectorizedPoint, VGroup, VMobject

from squiggle.stage.frame import length
from squiggle.stage.outlines import BAR, NO_HEIGHT
from squiggle.stage.text import LINE


def manims_outlines(drawing: bytes) -> VGroup:
    """The glyphs of a drawing after its first, the capital, which is one unit tall on 0."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drawing.svg"
        file.write_bytes(drawing)
        read = SVGMobject(file, height=None, stroke_width=0, fill_opacity=1)
    glyphs = VGroup(*read.family_members_with_points())
    capital = glyphs[0]
    glyphs.shift(-capital.get_corner([-1, -1, 0]))
    glyphs.scale(1 / capital.height, about_point=np.zeros(3))
    glyphs.remove(capital)
    for glyph in glyphs:
        if glyph.height < NO_HEIGHT:
            left, right, up = glyph.get_left(), glyph.get_right(), np.array([0, BAR / 2, 0])
            glyph.points = Polygon(left - up, right - up, right + up, left + up).points
    return glyphs


def manims_label(outlines: VGroup, size: float, color: str) -> VGroup:
    """A label of these outlines: its ink, and the points above and below it."""
    cap = length(size)
    ink = VGroup()
    for outline in outlines:
        glyph = VMobject(fill_color=color, fill_opacity=1, stroke_width=0)
        glyph.points = outline.points * cap
        ink.add(glyph)
    left, right = ink.get_left()[0], ink.get_right()[0]
    above = VectorizedPoint([left, cap / 2 + cap * LINE, 0])
    below = VectorizedPoint([right, cap / 2 - cap * LINE, 0])
    return VGroup(ink, above, below).center()
