"""Embeds: a clip as a file for pages, notebooks, readmes and editors, under a given size."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from squiggle.errors import SquiggleError
from squiggle.kit.embeds.animated import ANIMATIONS
from squiggle.kit.embeds.fit import Grade, fit
from squiggle.kit.embeds.found import Found
from squiggle.kit.embeds.overlay import OVERLAYS
from squiggle.render.draft import draft

FREE = 5  # seconds for which something may move beside text without a way to stop it (WCAG 2.2.2)

LOOPING = f"it moves for ever: beside text, people have to be able to stop what lasts over {FREE} s"


class Format(Protocol):
    """What a clip can become."""

    def ladder(self, clip: Found) -> Sequence[Grade]:
        """The grades for a clip, from the best to the least."""

    def write(self, clip: Found, grade: Grade, path: Path, *, loop: bool = False) -> None:
        """Write a clip in a grade."""

    def told(self, clip: Found, grade: Grade) -> str:
        """A grade in words."""


FORMATS: Mapping[str, Format] = {**ANIMATIONS, ".apng": ANIMATIONS[".png"], **OVERLAYS}
"""What a clip can become, by the ending of the file."""


@dataclass(frozen=True)
class Embed:
    """What was made: its file, its grade in words, its size in bytes, what is to be thought of."""

    path: Path
    told: str
    size: int
    note: str = ""


def embed(clip: Found, path: Path, *, max_kb: int | None = None, loop: bool = False) -> Embed:
    """Write a clip as the file `path`, in the best grade that has at most `max_kb` (1000 bytes).

    The ending says what it becomes: an animated picture, which plays once, or for ever in a `loop`,
    or an overlay, which is drawn again without a background. It is there whole or not at all.
    Raises `SquiggleError` for what cannot be, with the least size when that is too large, and
    `OSError` when it cannot be read or written.
    """
    form = FORMATS[ending(path)]
    grades = form.ladder(clip)
    with draft(path) as work:
        grade, made = fit(
            grades, lambda grade, to: form.write(clip, grade, to, loop=loop), work, max_kb
        )
        size = made.stat().st_size
        os.replace(made, path)
    note = LOOPING if loop and clip.footage.seconds > FREE else ""
    return Embed(path, form.told(clip, grade), size, note)


def ending(path: Path) -> str:
    """The ending of an embed's file, in small letters; raises `SquiggleError` for others."""
    found = path.suffix.lower()
    if found not in FORMATS:
        wanted = f"wanted: one that ends in {', '.join(FORMATS)}"
        raise SquiggleError(f"{path} is no name of an embed", wanted)
    return found


def is_overlay(path: Path) -> bool:
    """Whether a file is of those that are drawn again, without a background."""
    return ending(path) in OVERLAYS
