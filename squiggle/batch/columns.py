"""The columns a batch's table may have, and what a row changes about the lesson."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from squiggle.errors import SquiggleError
from squiggle.lesson import Overrides
from squiggle.lesson.overrides import PARAMETER, SETTINGS
from squiggle.lesson.said import closest, said

NAME, PATHS = "name", ("weights", "data", "narration")
FIELDS = ("title", "theme", "shape", "language", "pacing", "voice")
OTHER_NAMES = {"lang": "language"}
OWN = (NAME, *PATHS, *FIELDS, "lang")
COLUMNS = (*OWN, *(name for name in SETTINGS if name not in OWN))
"""All that are no parameter; parameters are called w1, b1, ..."""
NUMBERS = re.compile(rf"{PARAMETER.pattern}|question|beta|output_beta")
FLAGS = {"true": True, "false": False}


def column(name: str, where: str) -> str:
    """The column of that name; raises `SquiggleError` for one that there is not.

    >>> column("lang", "rows.csv, line 1"), column("w12", "rows.csv, line 1")
    ('language', 'w12')
    """
    if PARAMETER.fullmatch(name) or name in COLUMNS:
        return OTHER_NAMES.get(name, name)
    hint = closest(name, ("w1", "b1", *COLUMNS))
    raise SquiggleError(f"{where}: unknown column {said(name)}", hint)


def overrides(cells: Mapping[str, str], folder: Path, base: Overrides) -> Overrides:
    """What a row changes, on top of `base`; its paths start from `folder`.

    Raises `SquiggleError` for a flag that is neither true nor false.
    """
    own: dict[str, Any] = {}
    settings = dict(base.settings or {})
    for name, text in cells.items():
        if name in PATHS:
            own[name] = folder / text
        elif name in FIELDS:
            own[name] = text
        elif name == "captions":
            if text.lower() not in FLAGS:
                raise SquiggleError(f"--{name}: {said(text)}", "wanted: true or false")
            own[name] = FLAGS[text.lower()]
        elif name != NAME:
            settings[name] = text
    return replace(base, **own, settings=settings)


def in_row(error: SquiggleError, where: str) -> SquiggleError:
    """An error about the lesson of a row, with the row in front and columns for options."""
    option = re.match(r"--(?:set )?(?=\w)", error.message)
    told = f", {error.message[option.end() :]}" if option else f": {error.message}"
    return SquiggleError(where + told, error.hint, status=error.status)
