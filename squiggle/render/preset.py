"""Presets: the sizes and rates a film comes in, under Manim's own quality letters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from squiggle.errors import unknown
from squiggle.stage.frame import LINES, Frame
from squiggle.stage.shapes import WIDE, frame


@dataclass(frozen=True)
class Preset:
    """A picture size in pixels, a constant rate in frames a second, the H.264 level for both.

    A level is good for every `shape`: none has more pixels than the wide one.
    """

    letter: str
    name: str
    width: int
    height: int
    fps: int
    level: str
    shape: str = WIDE.shape

    @property
    def frame(self) -> Frame:
        """Where things stand in the picture."""
        return frame(self.shape)

    def shaped(self, shape: str) -> "Preset":
        """The same in another shape: as many pixels on the shorter side, and even ones on both.

        Raises `SquiggleError` for an unknown one.

        >>> tall = PRESETS["l"].shaped("9:16")
        >>> tall.width, tall.height
        (480, 854)
        """
        if shape == self.shape:
            return self
        size, lines = frame(shape).size, min(self.width, self.height)
        width, height = (2 * round(side * lines / LINES / 2) for side in (size.width, size.height))
        return replace(self, width=width, height=height, shape=shape)


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
