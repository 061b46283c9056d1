"""Cues: what is read beside a film, and when.

The words are those of the picture's band, each with the seconds for which it stands there. The
norms of subtitles ask for a little more: two lines of 42 characters, 2 to 7 seconds, two frames
between one cue and the next (Netflix, *Timed text style guide*; DCMP, *Captioning key*).
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from squiggle.lesson.lines import LONGEST, SHORTEST, wrap

APART = 2  # frames between two cues
LEAST = 20  # characters of a text that is worth a cue of its own
TICK = 1000  # ticks a second: files of captions count in milliseconds

Said = tuple[str, float, float]
"""A text, and the seconds from and to which it stands."""


@dataclass(frozen=True)
class Cue:
    """What is read from `start` to `end` (seconds), line by line."""

    start: float
    end: float
    lines: tuple[str, ...]


def cues(said: Sequence[Said], breaks: Collection[str], fps: int) -> tuple[Cue, ...]:
    """The cues of what is said, in order.

    A text that stands longer than a cue may is told in several, or, if it is too short for that,
    ends before its time. `breaks` are the words before which a line may well be broken.

    >>> cues([("Hook one onto the other.", 1.0, 4.0), ("They make 0.57.", 4.0, 12.0)], (), 60)[0]
    Cue(start=1.0, end=3.966, lines=('Hook one onto the other.',))
    """
    gap = math.ceil(APART * TICK / fps) / TICK
    parts = [part for one in said for part in _parts(*one, breaks)]
    limits = [*(start - gap for _, start, _ in parts[1:]), None]
    made: list[Cue] = []
    for (text, start, end), limit in zip(parts, limits, strict=True):
        if made:
            start = max(start, made[-1].end + gap)
        if limit is not None:  # the last one ends with the film
            end = max(min(end, limit), start + SHORTEST)
        end = min(end, start + LONGEST)
        begin, until = math.ceil(start * TICK - 1e-6), math.floor(end * TICK + 1e-6)
        made.append(Cue(begin / TICK, until / TICK, tuple(wrap(text, breaks))))
    return tuple(made)


def said(chapter: Mapping[str, Any], begin: float = 0.0) -> list[Said]:
    """What a chapter of a manifest says, in seconds from its begin, plus `begin`."""
    told = [caption for beat in chapter["beats"] for caption in beat["captions"]]
    return [(one["text"], begin + one["start"], begin + one["end"]) for one in told]


def _parts(text: str, start: float, end: float, breaks: Collection[str]) -> Iterator[Said]:
    """A text in as many parts as its time asks for, each with its share of the time.

    Each has the shortest time that a cue may stand, and of the rest as much as it is long.
    """
    many = min(math.ceil((end - start) / LONGEST - 1e-9), len(text) // LEAST)
    texts = _split(text, many, breaks)
    least = SHORTEST if len(texts) > 1 else 0.0
    share = (end - start - least * len(texts)) / sum(map(len, texts))
    places = accumulate((least + len(part) * share for part in texts), initial=start)
    for part, (a, b) in zip(texts, pairwise(places), strict=True):
        yield part, a, b


def _split(text: str, many: int, breaks: Collection[str]) -> list[str]:
    """A text in so many parts at most, the longest one halved each time, broken as lines are."""
    texts = [text]
    while len(texts) < many:
        longest = max(texts, key=len)
        halves = wrap(longest, breaks, most=len(longest) - 1) if " " in longest else [longest]
        if min(map(len, halves)) < LEAST / 2 or len(halves) < 2:
            break
        place = texts.index(longest)
        texts[place : place + 1] = halves
    return texts
