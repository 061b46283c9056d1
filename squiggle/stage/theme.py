"""How a film looks: colours by meaning, sizes and widths in pixels at 1080p, times in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass

from squiggle.errors import unknown


@dataclass(frozen=True)
class Stroke:
    """How a curve is drawn: colour, width in pixels, and dash pattern (on, off in pixels).

    No pattern is a solid line; an `on` shorter than the width makes round dots.
    """

    color: str
    width: float
    dash: tuple[float, float] | None = None


@dataclass(frozen=True)
class Theme:
    """One look. Curves have a second cue besides colour, so that colour is never alone."""

    name: str
    background: str
    panel: str
    text: str
    muted: str
    axis: str
    faint: str
    accent: str
    neutral: Stroke
    ghost: Stroke
    top: Stroke
    top_scaled: Stroke
    bottom: Stroke
    bottom_scaled: Stroke
    sum: Stroke
    output: Stroke
    # cap heights of text
    small: float = 27
    body: float = 33
    title: float = 49
    # widths of lines and radii of dots
    hairline: float = 3
    line: float = 4
    dot: float = 11
    ring: float = 15
    # seconds of a motion
    brief: float = 0.6
    quick: float = 0.8
    brisk: float = 1.2
    steady: float = 1.4
    slow: float = 2.0
    sweep: float = 3.0
    # seconds of stillness within a beat: before the next step, and while a sentence is read
    breath: float = 0.8
    pause: float = 2.4
    # what is not spoken of
    dimmed: float = 0.3

    def bent(self, node: int) -> Stroke:
        """The stroke of a hidden node's bent curve."""
        return (self.top, self.bottom)[node]

    def scaled(self, node: int) -> Stroke:
        """The stroke of a hidden node's scaled curve."""
        return (self.top_scaled, self.bottom_scaled)[node]


# The six curve colours were found by search: least CAM02-UCS distance between any two 27 in normal
# vision, 21, 20 and 20 under deuter-, prot- and tritanopia (tests/stage/test_theme.py measures).
DARK = Theme(
    name="dark",
    background="#10141A",
    panel="#1E2733",
    text="#EEF1F5",
    muted="#A7B1BF",
    axis="#8793A3",
    faint="#6E6C6A",
    accent="#FFFFFF",
    neutral=Stroke("#EEF1F5", 6),
    ghost=Stroke("#98A2B0", 5, (16, 12)),
    top=Stroke("#BAEEF8", 5),
    top_scaled=Stroke("#F8B82E", 7),
    bottom=Stroke("#2DC592", 5, (14, 8)),
    bottom_scaled=Stroke("#F81B1E", 7, (34, 11)),
    sum=Stroke("#A88DB6", 7, (1, 13)),
    output=Stroke("#5672FC", 10),
)

THEMES: Mapping[str, Theme] = {"dark": DARK}


def theme(name: str) -> Theme:
    """The theme of that name; an unknown name raises `SquiggleError` with the known ones."""
    if name not in THEMES:
        raise unknown("theme", name, THEMES)
    return THEMES[name]
