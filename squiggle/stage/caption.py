"""The caption band at the bottom of the frame, and the chapter's name at its top."""

from collections.abc import Collection

from manim import VGroup

from squiggle.lesson.lines import wrap
from squiggle.stage.frame import LINE_HEIGHT, length
from squiggle.stage.text import Label, span
from squiggle.stage.theme import Theme

STEP = 20  # pixels by which lines are narrowed while they stay as many


def caption(text: str, before: Collection[str], theme: Theme) -> VGroup:
    """The words of a cue, centred in the band: one or two lines (see `wrap`), more if need be."""
    rows, frame = wrap(text, before), theme.frame
    if max(span(row, theme.body) for row in rows) > frame.band.width:
        more = _evenly(text, frame.band.width, theme.body)
        rows = more if len(more) <= frame.lines else rows
    lines = [Label(row, theme.body, theme.text) for row in rows]
    block = VGroup(*lines)
    middle = theme.frame.band.at()
    for index, line in enumerate(lines):
        drop = length(LINE_HEIGHT) * (index - (len(lines) - 1) / 2)
        line.move_to(middle - [0, drop, 0])
    block.set_z_index(9)
    return block


def _evenly(text: str, room: float, size: float) -> list[str]:
    """A text in as few lines as have room, and these as narrow as they can be."""
    lines = filled(text, room, size)
    longest = max(span(word, size) for word in text.split())
    while room - STEP > longest and len(narrower := filled(text, room - STEP, size)) == len(lines):
        lines, room = narrower, room - STEP
    return lines


def filled(text: str, room: float, size: float) -> list[str]:
    """A text in lines of `room` pixels at most, each as long as can be; a long word has its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and span(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def title(text: str, theme: Theme) -> Label:
    """The chapter's name, at the top left, as large as it has room."""
    row = theme.frame.title
    sizes = theme.title, theme.body
    size = next((s for s in sizes if span(text, s, bold=True) <= row.width), theme.small)
    label = Label(text, size, theme.text, bold=True)
    label.align_to(row.at(0, 0.5), [-1, 0, 0]).set_y(row.at(0, 0.5)[1])
    accent = label.ink.get_top()[1] - row.at(0, 0)[1]  # of a capital, above the safe area
    return label.shift([0, -max(0.0, accent), 0])
