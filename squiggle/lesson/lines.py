"""The room for a caption, in the picture and in time: the norms of subtitles."""

from collections.abc import Collection

LINE = 42  # characters
SHORTEST, LONGEST = 2.0, 7.0  # seconds for which it stands (rule T5)
AND = 3  # letters at most of a word before the last number of a list


def fits(text: str) -> bool:
    """Whether a text can stand as a caption: on one line, or broken between words into two.

    >>> fits("Now let the dose sweep from 0 to 1."), fits("dose " * 17)
    (True, False)
    """
    text = text.strip()
    if len(text) <= LINE:
        return True
    before = text[: LINE + 1].rpartition(" ")[0]
    return bool(before) and len(text) - len(before) - 1 <= LINE


def wrap(text: str, before: Collection[str] = (), most: int = LINE) -> list[str]:
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
