"""How fast this machine renders: measured whenever it does, remembered beside the cache."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from squiggle.render.preset import PRESETS, Preset

SPEEDS = "speeds.json"
START = 1.5  # seconds until the first frame: workers import Manim
MEASURED = 60.0
"""Frames a second and worker at 1920x1080, on two cores of a shared machine (2026)."""
PER_FRAME = 0.35
"""The share of a 1080p frame's time that does not depend on its pixels: moving and drawing."""


def expected_seconds(frames: Sequence[int], preset: Preset, workers: int, folder: Path) -> float:
    """The seconds that chapters of so many frames will take on so many workers.

    From the last render at this preset if there was one, else from `MEASURED`.
    """
    if not frames:
        return 0.0
    speed = _remembered(folder).get(preset.letter) or _guess(preset)
    longest = max(frames)
    return START + max(longest, sum(frames) / workers) / speed


def remember(frames: int, seconds: float, workers: int, preset: Preset, folder: Path) -> None:
    """Note what a render has just taken; what cannot be written is not noted."""
    busy = seconds - START
    if busy <= 1.0 or not frames:
        return
    speeds = _remembered(folder) | {preset.letter: round(frames / busy / workers, 2)}
    new = folder / f"{SPEEDS}.{os.getpid()}"
    with suppress(OSError):
        new.write_text(json.dumps(speeds), "utf-8")
        new.replace(folder / SPEEDS)


def _remembered(folder: Path) -> dict[str, float]:
    try:
        told = json.loads((folder / SPEEDS).read_text("utf-8"))
        return {letter: float(told[letter]) for letter in PRESETS if float(told.get(letter, 0)) > 0}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _guess(preset: Preset) -> float:
    pixels = preset.width * preset.height / (1920 * 1080)
    return MEASURED / (PER_FRAME + (1 - PER_FRAME) * pixels)
