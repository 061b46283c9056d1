"""Presets: the sizes and rates a film comes in, under Manim's own quality letters."""

from collections.abc import Mapping
from dataclasses import dataclass

from squiggle.errors import unknown


@dataclass(frozen=True)
class Preset:
    """A picture size in pixels, a constant rate in frames a second, the H.264 level for both."""

    letter: str
    name: str
    width: int
    height: int
    fps: int
    level: str


PRESETS: Mapping[str, Preset] = {
    preset.letter: preset
    for preset in (
        Preset("l", "480p15", 854, 480, 15, "3.1"),
        Preset("m", "720p30", 1280, 720, 30, "3.2"),
        Preset("h", "1080p60", 1920, 1080, 60, "4.2"),
        Preset("p", "1440p60", 2560, 1440, 60, "5.1"),
        Preset("k", "2160p60", 3840, 2160, 60, "5.2"),
    )
}

DEFAULT = "h"


def preset(letter: str) -> Preset:
    """The preset of that letter; an unknown one raises `SquiggleError` with the known ones.

    >>> preset("h").fps
    60
    """
    if letter not in PRESETS:
        known = [f"{name} ({preset.name})" for name, preset in PRESETS.items()]
        raise unknown("quality", letter, known)
    return PRESETS[letter]
