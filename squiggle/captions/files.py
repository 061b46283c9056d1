"""Files of captions and chapters: SubRip (SRT) for players and platforms, WebVTT for browsers."""

from collections.abc import Iterable, Sequence

from squiggle.captions.cues import Cue


def srt(cues: Sequence[Cue]) -> str:
    """Captions as SubRip.

    >>> print(srt([Cue(61.5, 64.0, ("Add the bias.",))]))
    1
    00:01:01,500 --> 00:01:04,000
    Add the bias.
    <BLANKLINE>
    """
    blocks = [
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{_lines(cue)}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def vtt(cues: Iterable[Cue]) -> str:
    """Captions as WebVTT (W3C), in which & and < are written as in HTML.

    >>> print(vtt([Cue(61.5, 64.0, ("a < b",))]))
    WEBVTT
    <BLANKLINE>
    00:01:01.500 --> 00:01:04.000
    a &lt; b
    <BLANKLINE>
    """
    blocks = [
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escaped(_lines(cue))}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def chapters_vtt(chapters: Iterable[tuple[str, float, float]]) -> str:
    """Chapter marks as WebVTT: titles with the seconds from and to which they go."""
    return vtt(Cue(start, end, (title,)) for title, start, end in chapters)


def _lines(cue: Cue) -> str:
    return "\n".join(cue.lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float, mark: str) -> str:
    whole = round(seconds * 1000)
    minutes, rest = divmod(whole, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"
