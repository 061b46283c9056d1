"""A small picture of an activation, for the inside of a node."""

import numpy as np
from manim import VMobject

from squiggle.core import Activation
from squiggle.stage.curve import polyline
from squiggle.stage.frame import STROKE, length
from squiggle.stage.theme import Theme
from squiggle.stage.types import Point


def bent_glyph(activation: Activation, center: Point, theme: Theme) -> VMobject:
    """A small picture of an activation's curve, for the inside of a node."""
    x = np.linspace(-4, 4, 81)
    y = activation.f(x)
    span = float(np.ptp(y))
    width, height = length(84), length(62)
    at = np.column_stack([x / 8 * width, (y - y.min()) / span * height - height / 2, 0 * x])
    glyph = VMobject(stroke_color=theme.text, stroke_width=theme.line * STROKE)
    glyph.points = polyline(at[:-1], at[1:]) + center
    return glyph
