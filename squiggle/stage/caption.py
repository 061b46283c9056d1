"""The caption band at the bottom of the frame, and the chapter's name at its top."""

from collections.abc import Collection

from manim import VGroup

from squiggle.stage.frame import BAND, TITLE, length
from squiggle.stage.text import Label
from squiggle.stage.theme import Theme

LINE_LENGTH = 42  # characters: the subtitle norm, two lines at most
AND = 3  # letters at most of a word before the last number of a list
LINE_HEIGHT = 54  # pixels from baseline to baseline


def wrap(text: str, before: Collection[str] = (), most: int = LINE_LENGTH) -> list[str]:
    """Break a caption in two lines when it is too long for one, of like length if nothing else.

    Better is a break after a sentence, then after other punctuation, then before a word of
    `before` (the language's conjunctions and prepositions): the subtitle norm's order. Numbers of a
    list stay together if they can.

    >>> wrap("Multiplying stretches and flips the doses. The bias slides them.")
    ['Multiplying stretches and flips the doses.', 'The bias slides them.']
    >>> wrap("Put both curves on one plane and add their heights.", {"and"})
    ['Put both curves on one plane', 'and add their heights.']
    """
    if len(text) <= most:
        return [text]
    words = text.split()
    breaks: list[tuple[str, str]] = [
        (" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))
    ]
    fitting = [pair for pair in breaks if max(map(len, pair)) <= most] or breaks

    def cost(pair: tuple[str, str]) -> float:
        first, second = pair
        unevenness = abs(len(first) - len(second))
        if _is_in_list(first.split()[-1], *second.split()[:2]):
            return unevenness + 40
        if first[-1] in ".?!:":
            return unevenness - 40
        return unevenness - 25 * (first[-1] in ",;") - 12 * (second.split()[0] in before)

    first, second = min(fitting, key=cost)
    return [first, second]


def _is_in_list(last: str, *following: str) -> bool:
    """Whether a break between two words would part numbers of a list: 0, 1 and 2."""
    if not _is_number(last.rstrip(",;")):
        return False
    is_end = last[-1] not in ",;" and len(following[0]) <= AND
    return any(map(_is_number, following[: 1 + is_end]))


def _is_number(word: str) -> bool:
    return word.lstrip("-\N{MINUS SIGN}")[:1].isdigit()


def caption(text: str, before: Collection[str], theme: Theme) -> VGroup:
    """The words of a cue, centred in the band, one or two lines (see `wrap`)."""
    lines = [Label(line, theme.body, theme.text) for line in wrap(text, before)]
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
    label.align_to(TITLE.at(0, 0.5), [-1, 0, 0]).set_y(TITLE.at(0, 0.5)[1])
    accent = label.ink.get_top()[1] - TITLE.at(0, 0)[1]  # of a capital, above the safe area
    return label.shift([0, -max(0.0, accent), 0])
