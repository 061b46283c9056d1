"""A rendered chapter: what there is of it, and what it has read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Clip:
    """A rendered chapter: its files, its timeline in seconds, the planes of its last picture.

    `beats` are `stage.chapter.BeatRecord`s and `planes` are `stage.picture.PlanePicture`s, or what
    was kept of them. `reads` is what the chapter has read of its lesson (see `watch`).
    """

    path: Path
    poster: Path
    frames: int
    beats: tuple[Any, ...]
    planes: tuple[Any, ...]
    reads: Mapping[str, str]
