"""Whether texts have room and can be seen, judged without Manim: for a look before rendering."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

from PIL import ImageFont

from squiggle.lesson import Lesson
from squiggle.lesson.phrases import node_label
from squiggle.lesson.storyboard import FULL
from squiggle.lesson.words import Words
from squiggle.stage.labels import NEAR
from squiggle.stage.shapes import frame
from squiggle.stage.theme import Stroke, Theme, theme
from squiggle.stage.ticks import padded, tick_texts, ticks

FONT = Path(__file__).parent / "fonts" / "Inter-Medium.otf"
EM, CAP = 1000, 0.727  # a size at which to measure; Inter's cap height in ems
LEAST_CONTRAST = {"text": 4.5, "muted": 4.5}  # of words (rule T10)
LEAST_OF_LINES = 3.0  # contrast of everything else that is drawn (rule T11)
ROOMS = {"end label": 254, "tick": 80, "name": 300, "chip": 160, "value": 150}
"""Pixels that the layout has for a text of a kind; a curve's name in the usual shape."""


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), EM)


def width(text: str, size: float) -> float:
    """The width in pixels of a text of `size` pixels cap height."""
    return _font().getlength(text) / EM * size / CAP


def tight(lesson: Lesson, words: Words) -> Iterator[str]:
    """A sentence for each text that is wider than its room."""
    look, where = theme(lesson.theme), frame(lesson.shape)
    rooms = ROOMS | {"end label": round(where.safe.right - where.axis.right - NEAR)}
    is_narrow = rooms["end label"] < ROOMS["end label"]
    for kind, text in _texts(lesson, words, is_narrow=is_narrow):
        needed, room = width(text, look.small), rooms[kind]
        if needed > room:
            yield f"{kind} {text!r} is {needed:.0f} pixels wide where there is room for {room}"


def _texts(lesson: Lesson, words: Words, *, is_narrow: bool) -> Iterator[tuple[str, str]]:
    """Texts with their kinds; in a narrow frame a scaled curve is named by its factor alone."""
    count = len(lesson.node_names)
    for name in (words.label("input"), words.label("output")):
        yield "name", name
    for name in lesson.parameters:
        yield "chip", f"\N{MULTIPLICATION SIGN} {lesson.given(name)}"
    full = count if count <= FULL else 1
    for place, name in enumerate(lesson.node_names[:full]):
        factor = f"\N{MULTIPLICATION SIGN} {lesson.given(f'w{place + 1 + count}')}"
        label = node_label(words, name, count)
        whole = words.label("scaled", name=label, factor=factor)
        yield "end label", factor if is_narrow else whole
    heights = [*lesson.targets, *lesson.curve.sum, *lesson.curve.output]
    for text in tick_texts(ticks(*padded(heights)), lesson.numbers):
        yield "tick", text
    for node in lesson.trace.nodes[:full]:
        for value in node.biased:
            yield "value", lesson.numbers.show_as("biased", float(value))


def faint(look: Theme) -> Iterator[str]:
    """A sentence for each colour of a theme that stands out too little from its background."""
    for field in fields(look):
        value = getattr(look, field.name)
        color = value.color if isinstance(value, Stroke) else value
        if not (isinstance(color, str) and color.startswith("#")):
            continue
        if field.name in ("background", "panel"):
            continue
        least = LEAST_CONTRAST.get(field.name, LEAST_OF_LINES)
        found = contrast(color, look.background)
        if found < least:
            yield f"{look.name} theme: {field.name} has a contrast of {found:.1f}, wanted: {least}"


def contrast(color: str, other: str) -> float:
    """The contrast ratio of two colours #RRGGBB, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(color), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    shares = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * s for weight, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
