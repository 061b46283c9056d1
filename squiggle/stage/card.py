"""Plates with words on them: the chips of the diagram, and the cards that ask or announce."""

from manim import RoundedRectangle, VGroup

from squiggle.stage.frame import STROKE, length
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme


def plate(width: float, height: float, theme: Theme) -> RoundedRectangle:
    """An outlined plate, `width` and `height` in pixels; nothing shines through it."""
    shape = RoundedRectangle(
        corner_radius=length(10),
        width=length(width),
        height=length(height),
        stroke_color=theme.axis,
        stroke_width=theme.hairline * STROKE,
        fill_color=theme.panel,
        fill_opacity=1,
    )
    shape.opaque = True
    return shape


def card(text: str, theme: Theme) -> VGroup:
    """A line of text on a plate, for what the viewer is asked or told to come."""
    label = Label(text, theme.small, theme.text, bold=True)
    back = plate(label.width / length(1) + 56, 76, theme)
    return VGroup(back, label.move_to(back)).set_z_index(8)
