"""The caption band at the bottom of the frame, and the chapter's name at its top."""

from collections.abc import Collection

from manim import VGroup

from squiggle.lesson.lines import wrap
from squiggle.stage.frame import LINE_HEIGHT, length
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme


def caption(text: str, before: Collection[str], theme: Theme) -> VGroup:
    """The words of a cue, centred in the band, one or two lines (see `wrap`)."""
    lines = [Label(line, theme.body, theme.text) for line in wrap(text, before)]
    block = VGroup(*lines)
    middle = theme.frame.band.at()
    for index, line in enumerate(lines):
        drop = length(LINE_HEIGHT) * (index - (len(lines) - 1) / 2)
        line.move_to(middle - [0, drop, 0])
    block.set_z_index(9)
    return block


def title(text: str, theme: Theme) -> Label:
    """The chapter's name, at the top left."""
    label = Label(text, theme.title, theme.text, bold=True)
    row = theme.frame.title
    label.align_to(row.at(0, 0.5), [-1, 0, 0]).set_y(row.at(0, 0.5)[1])
    accent = label.ink.get_top()[1] - row.at(0, 0)[1]  # of a capital, above the safe area
    return label.shift([0, -max(0.0, accent), 0])
