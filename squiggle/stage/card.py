"""Plates with words on them: the chips of the diagram, and the cards that ask or announce."""

import numpy as np
from manim import RoundedRectangle, VGroup

from squiggle.lesson.lines import wrap
from squiggle.stage.frame import STROKE, length
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme

ASIDE = 56  # pixels by which a card is wider than its text
BOLD = 18.5  # pixels of a letter of small bold text, on average
CARD, ROW = 76, 50  # pixels: the height of a card with one line, and from line to line


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


def _rows(text: str, room: float) -> list[str]:
    """A text in rows of bold words that fit into a card `room` pixels wide, if the words do."""
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and BOLD * len(longer) + ASIDE <= room:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows


def card(text: str, theme: Theme, room: float = np.inf) -> VGroup:
    """Text on a plate, for what the viewer is asked or told to come.

    It has two lines if one would make the plate wider than `room` pixels, or as many as it takes.
    """
    lines = VGroup(Label(text, theme.small, theme.text, bold=True))
    if lines.width / length(1) + ASIDE > room:
        lines = VGroup(
            *(Label(row, theme.small, theme.text, bold=True) for row in wrap(text, most=0))
        )
    if lines.width / length(1) + ASIDE > room:
        lines = VGroup(
            *(Label(row, theme.small, theme.text, bold=True) for row in _rows(text, room))
        )
    for place, line in enumerate(lines):
        line.move_to([0, -place * length(ROW), 0])
    back = plate(lines.width / length(1) + ASIDE, CARD + ROW * (len(lines) - 1), theme)
    return VGroup(back, *lines.move_to(back)).set_z_index(8)
