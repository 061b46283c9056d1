"""How a film looks: colours by meaning, sizes and widths in pixels at 1080p, times in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from squiggle.errors import unknown
from squiggle.lesson.numbers import Numbers
from squiggle.stage.frame import Frame
from squiggle.stage.shapes import WIDE


@dataclass(frozen=True)
class Stroke:
    """How a curve is drawn: colour, width in pixels, and dash pattern (on, off, … in pixels).

    No pattern is a solid line; a first `on` shorter than the width makes round dots.
    """

    color: str
    width: float
    dash: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Theme:
    """One look. Curves have a second cue besides colour, so that colour is never alone.

    `numbers` is how ticks and chips write theirs, `frame` where all of it stands; a lesson brings
    its own.
    """

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
    middle: Stroke
    middle_scaled: Stroke
    sum: Stroke
    output: Stroke
    numbers: Numbers = field(default_factory=Numbers)
    frame: Frame = WIDE
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

    def bent(self, node: int, count: int = 2) -> Stroke:
        """The stroke of a hidden node's bent curve, if there are `count` of them in the lesson."""
        return self._pair(node, count)[0]

    def scaled(self, node: int, count: int = 2) -> Stroke:
        """The stroke of a hidden node's scaled curve, if there are `count` in the lesson."""
        return self._pair(node, count)[1]

    def _pair(self, node: int, count: int) -> tuple[Stroke, Stroke]:
        """Each of up to three nodes has a pair; more are shown one at a time, in the first one."""
        top, bottom = (self.top, self.top_scaled), (self.bottom, self.bottom_scaled)
        middle = (self.middle, self.middle_scaled)
        pairs = {1: (top,), 2: (top, bottom), 3: (top, middle, bottom)}.get(count, (top,) * count)
        return pairs[node]


# The eight curve colours of a theme were found by search (tests/stage/test_theme.py measures them).
# The least CAM02-UCS distance between any two, in normal vision and under deuter-, prot- and
# tritanopia, is 22, 19, 19, 20 on dark and 22, 19, 19, 18 on light; of the six that a lesson with
# two nodes has, 27, 21, 20, 20 and 30, 19, 20, 18.
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
    middle=Stroke("#F6FCAE", 5, (20, 7, 5, 7)),
    middle_scaled=Stroke("#AE5478", 7, (30, 10, 7, 10)),
    sum=Stroke("#A88DB6", 7, (1, 13)),
    output=Stroke("#5672FC", 10),
)

# For projectors in bright rooms. The text is nearly black, and no curve is.
LIGHT = Theme(
    name="light",
    background="#FFFFFF",
    panel="#EDF1F6",
    text="#151A21",
    muted="#4A5565",
    axis="#6A7584",
    faint="#8C8A87",
    accent="#000000",
    neutral=Stroke("#151A21", 6),
    ghost=Stroke("#6C7684", 5, (16, 12)),
    top=Stroke("#0C90FC", 5),
    top_scaled=Stroke("#BA8400", 7),
    bottom=Stroke("#007854", 5, (14, 8)),
    bottom_scaled=Stroke("#AE2400", 7, (34, 11)),
    middle=Stroke("#FC429C", 5, (20, 7, 5, 7)),
    middle_scaled=Stroke("#66000C", 7, (30, 10, 7, 10)),
    sum=Stroke("#6C3C78", 7, (1, 13)),
    output=Stroke("#2A00F6", 10),
)

THEMES: Mapping[str, Theme] = {"dark": DARK, "light": LIGHT}


def theme(name: str) -> Theme:
    """The theme of that name; an unknown name raises `SquiggleError` with the known ones."""
    if name not in THEMES:
        raise unknown("theme", name, THEMES)
    return THEMES[name]
