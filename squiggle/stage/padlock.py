"""A padlock: these numbers stay as they are."""

from manim import PI, Arc, RoundedRectangle, VGroup

from squiggle.stage.frame import STROKE, length
from squiggle.stage.theme import Theme


def padlock(theme: Theme) -> VGroup:
    """A closed padlock, 60 pixels wide."""
    body = RoundedRectangle(
        width=length(60), height=length(46), corner_radius=length(8), stroke_width=0
    ).set_fill(theme.muted, 1)
    bow = Arc(radius=length(19), start_angle=0, angle=PI, stroke_width=8 * STROKE)
    bow.set_stroke(theme.muted).next_to(body, [0, 1, 0], buff=0)
    return VGroup(bow, body).center()
