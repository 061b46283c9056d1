"""How things look to people: contrast, and the distance of colours with and without full vision."""

import numpy as np
from colorspacious import cspace_convert, deltaE
from manim import ManimColor

from .seen import Pixels, Seen, Snapshot, Text

READ = 4.5  # contrast from which a text can be read (WCAG 1.4.3)
TELL = 3.0  # contrast from which a line can be told (WCAG 1.4.11)
VISIONS = ("normal", "deuteranomaly", "protanomaly", "tritanomaly")


def rgb(color: str) -> Pixels:
    """Red, green and blue from 0 to 1."""
    return np.array(ManimColor(color).to_rgb())


def luminance(color: Pixels) -> float:
    """Relative luminance as WCAG defines it."""
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(a: Pixels, b: Pixels) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted([luminance(a), luminance(b)])
    return (light + 0.05) / (dark + 0.05)


def blend(color: Pixels, opacity: float, ground: Pixels) -> Pixels:
    """The colour of something half transparent in front of a ground."""
    return np.asarray(opacity * color[:3] + (1 - opacity) * ground)


def ground_of(text: Seen, snapshot: Snapshot, background: Pixels) -> Pixels:
    """The colour behind a text or mark: the stage's, or that of the plate or dot it stands on."""
    ground = background
    for shape in sorted(snapshot.shapes, key=lambda shape: shape.order):
        around = (shape.box[:2] < text.middle).all() and (text.middle < shape.box[2:]).all()
        if shape.order < text.order and around and shape.fill[3] > 0:
            ground = blend(shape.fill, float(shape.fill[3]), ground)
    return ground


def readable(text: Text, snapshot: Snapshot, background: Pixels) -> bool:
    """Whether a text can be read; one that cannot counts as gone (rule T12)."""
    ground = ground_of(text, snapshot, background)
    return contrast(blend(text.color, text.opacity, ground), ground) >= READ


def apart(a: Pixels, b: Pixels, vision: str) -> float:
    """The distance of two colours in CAM02-UCS as people with this vision see them."""
    if vision != "normal":
        space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
        a, b = (np.clip(cspace_convert(c, space, "sRGB1"), 0, 1) for c in (a, b))
    return float(deltaE(a, b, input_space="sRGB1", uniform_space="CAM02-UCS"))
