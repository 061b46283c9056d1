"""Where the films of a batch go: a folder for each row, inside the pattern's fixed part."""

import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from squiggle.batch.columns import NAME, column, in_row
from squiggle.batch.rows import Row
from squiggle.errors import SquiggleError
from squiggle.lesson.said import said
from squiggle.render.origin import CLIPS, FILM, MANIFEST

STATE = "batch.json"
TAKEN = {STATE, FILM, MANIFEST, CLIPS}
"""What the fixed part itself may hold."""
LONGEST = 200  # bytes of a folder's name
WANTED = "wanted: a pattern such as out/{name}, with columns or {row} in braces"


@dataclass(frozen=True)
class Pattern:
    """A pattern such as out/{name}: the part without braces, and the folders below it."""

    text: str
    fixed: Path
    below: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Pattern":
        """Read a pattern; raises `SquiggleError` for braces that name no column."""
        parts = [part for part in Path(text).parts if part != "."]
        for part in parts:
            for field in _fields(part, text):
                if field != "row":
                    column(field, f"-o {text}")
        cut = next((at for at, part in enumerate(parts) if _fields(part, text)), len(parts) - 1)
        if not parts or cut < 0:
            raise SquiggleError(f"-o {text} names no folder", WANTED)
        fixed = [part.format() for part in parts[:cut]]
        return cls(text, Path(*fixed), tuple(parts[cut:]))

    def folder(self, row: Row) -> Path:
        """The folder of a row's film.

        Raises `SquiggleError` when it would leave the fixed part, or has no name.
        """
        folder = self.fixed
        for place, part in enumerate(self.below):
            name = part.format_map({key: self._cell(key, row) for key in _fields(part, self.text)})
            if not _is_good(name) or (place == 0 and name.casefold() in TAKEN):
                raise SquiggleError(
                    f"{row.where}: {said(name)} is no folder for a film",
                    f"wanted: letters and digits, no slash, for {self.text}",
                )
            folder = folder / name
        return folder

    def check_way(self, folder: Path) -> None:
        """Look at what is there of a film's folder.

        Raises `SquiggleError` when it, or one on the way from the fixed part, is a link or a file.
        """
        below = folder.relative_to(self.fixed)
        for place in [self.fixed / part for part in (below, *below.parents[:-1])]:
            if place.is_symlink() or (place.exists() and not place.is_dir()):
                kind = "a link" if place.is_symlink() else "no folder"
                raise SquiggleError(f"{place} is {kind}", "remove it, or change -o")

    def _cell(self, key: str, row: Row) -> str:
        known = key if key == "row" else column(key, row.where)
        told: Mapping[str, str] = {"row": str(row.number), NAME: row.name} | dict(row.cells)
        if known not in told:
            raise SquiggleError(f"{row.where}: no {known} for -o {self.text}", "fill that cell")
        return told[known]


def _fields(part: str, text: str) -> list[str]:
    """The names in braces in a part of a pattern."""
    try:
        pieces = list(Formatter().parse(part))
    except ValueError:
        raise SquiggleError(f"-o {text}: a brace without its other", WANTED) from None
    found = []
    for _, name, form, kind in pieces:
        if name is None:
            continue
        if not name.isidentifier() or form or kind:
            raise SquiggleError(f"-o {text}: {said('{' + name + '}')} is no column", WANTED)
        found.append(name)
    return found


def _is_good(name: str) -> bool:
    """Whether a text can be the name of a folder, and of no other place.

    >>> _is_good("low dose"), _is_good("../x"), _is_good(".."), _is_good(".rendering-a")
    (True, False, False, False)
    """
    return (
        bool(name)
        and name == name.strip()
        and not name.startswith(".")
        and name.isprintable()
        and not set(name) & {"/", "\\", os.sep}
        and len(os.fsencode(name)) <= LONGEST
    )


def targets(pattern: Pattern, rows: Sequence[Row]) -> list[Path]:
    """The folder of each row.

    Raises `SquiggleError` naming the row whose folder cannot be, or both rows that share one.

    Names that differ in case or in how a letter is composed are one on some machines.
    """
    first: dict[str, Row] = {}
    found = []
    for row in rows:
        folder = pattern.folder(row)
        other = first.setdefault(_folded(folder), row)
        if other is not row:
            raise SquiggleError(
                f"{other.where} and {row.where} both go to {folder}",
                "wanted: a folder for each row",
            )
        try:
            pattern.check_way(folder)
        except SquiggleError as error:
            raise in_row(error, row.where) from None
        found.append(folder)
    return found


def _folded(folder: Path) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(folder)).casefold())
