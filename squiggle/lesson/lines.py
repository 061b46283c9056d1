"""The room for a caption: two lines of 42 characters, the norm of subtitles."""

LINE = 42  # characters


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
