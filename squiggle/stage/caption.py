"""The caption band at the bottom of the frame, and the chapter's name at its top."""

from manim import VGroup

from squiggle.stage.frame import BAND, TITLE, length
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme

LINE_LENGTH = 42  # characters: the subtitle norm, two lines at most
LINE_HEIGHT = 54  # pixels from baseline to baseline


def wrap(text: str, most: int = LINE_LENGTH) -> list[str]:
    """Break a caption in two lines of like length when it is too long for one.

    A break after punctuation is taken when there is one near the middle.

    >>> wrap("Multiplying stretches and flips the doses. The bias slides them.")
    ['Multiplying stretches and flips the doses.', 'The bias slides them.']
    """
    if len(text) <= most:
        return [text]
    words = text.split()
    breaks: list[tuple[str, str]] = [
        (" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))
    ]
    fitting = [pair for pair in breaks if max(map(len, pair)) <= most] or breaks

    def cost(pair: tuple[str, str]) -> float:
        unevenness = abs(len(pair[0]) - len(pair[1]))
        return unevenness - (20 if pair[0][-1] in ".,;:?" else 0)

    first, second = min(fitting, key=cost)
    return [first, second]


def caption(text: str, theme: Theme) -> VGroup:
    """The words of a cue, centred in the band, one or two lines."""
    lines = [Label(line, theme.body, theme.text) for line in wrap(text)]
    block = VGroup(*lines)
    middle = BAND.at()
    for index, line in enumerate(lines):
        drop = length(LINE_HEIGHT) * (index - (len(lines) - 1) / 2)
        line.move_to(middle - [0, drop, 0])
    block.set_z_index(9)
    return block


def title(text: str, theme: Theme) -> Label:
    """The chapter's name, at the top left."""
    label = Label(text, theme.title, theme.text, bold=True)
    return label.align_to(TITLE.at(0, 0.5), [-1, 0, 0]).set_y(TITLE.at(0, 0.5)[1])
