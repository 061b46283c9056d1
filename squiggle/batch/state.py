"""`batch.json`: how far each row of a batch is. docs/batch.md explains every key.

It is written anew, whole, after each change, so it is right whenever the work ends.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from squiggle.batch.plan import RowFilm
from squiggle.batch.targets import STATE
from squiggle.errors import SquiggleError
from squiggle.render.digest import digest, file_digest
from squiggle.render.origin import FILM, MANIFEST, origin

SCHEMA_VERSION = 1
WAITING, RENDERING, DONE, FAILED = "waiting", "rendering", "done", "failed"
LONGEST = 50_000_000  # bytes of a state


@dataclass
class Entry:
    """A row of the state. `film` is the digest of the finished film's files."""

    row: int
    name: str
    folder: str
    parameters: dict[str, str]
    digest: str
    key: str
    frames: int
    state: str = WAITING
    message: str | None = None
    seconds: float | None = None
    film: str | None = None


class State:
    """The state of a batch in the file `batch.json` of `folder`; `entries` are by row."""

    def __init__(self, folder: Path, films: Sequence[RowFilm]) -> None:
        """Begin with what an earlier run has done; raises `SquiggleError` for a foreign file."""
        self.path = folder / STATE
        before = _read(self.path)
        self.entries = {film.row.number: _entry(film, folder, before) for film in films}

    def change(self, row: int, state: str, **more: Any) -> None:
        """Note what has become of a row, and write it down; raises `OSError`."""
        entry = self.entries[row]
        entry.state, entry.message = state, None
        for name, value in more.items():
            setattr(entry, name, value)
        self.write()

    def stop(self) -> None:
        """Whatever is at work will not be finished by this run."""
        for entry in self.entries.values():
            if entry.state == RENDERING:
                entry.state = WAITING
        self.write()

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return sum(entry.state == state for entry in self.entries.values())

    def write(self) -> None:
        """Write the file, whole or not at all; raises `OSError`."""
        told = {
            "schema_version": SCHEMA_VERSION,
            "rows": [asdict(entry) for entry in self.entries.values()],
        }
        new = self.path.with_name(f".{STATE}-new")
        try:
            with new.open("w", encoding="utf-8") as file:
                json.dump(told, file, indent=2, ensure_ascii=False)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        except OSError:
            with suppress(OSError):
                new.unlink()
            raise


def _entry(film: RowFilm, folder: Path, before: dict[str, Any]) -> Entry:
    """The state of a row: done if it was, its film is whole, and it would be the same again."""
    entry = Entry(
        film.row.number,
        film.row.name,
        film.folder.relative_to(folder).as_posix(),
        dict(film.row.cells),
        film.lesson.digest,
        film.key,
        film.plan.frames,
    )
    told = before.get(entry.folder, {})
    if told.get("state") == DONE and told.get("key") == film.key:
        seal = told.get("film")
        if seal is not None and seal == film_digest(film.folder):
            entry.state, entry.film, entry.seconds = DONE, seal, _seconds(told.get("seconds"))
    return entry


def _seconds(told: Any) -> float | None:
    return float(told) if isinstance(told, int | float) else None


def film_digest(folder: Path) -> str | None:
    """The digest of a film, its manifest and its clips; None when one of them is not there."""
    try:
        found = origin(folder)
        if found is None or not found.clips:
            return None
        names = [FILM, MANIFEST, *(f"clips/{name}" for name in sorted(found.clips))]
        return digest({name: file_digest(folder / name) for name in names})
    except OSError:
        return None


def _read(path: Path) -> dict[str, Any]:
    """What is said of each folder; nothing when there is no file."""
    foreign = SquiggleError(
        f"{path} is not the state of a batch", "move it away, or choose another folder with -o"
    )
    try:
        if path.stat().st_size > LONGEST:
            raise foreign
        told = json.loads(path.read_text("utf-8"))
        if told["schema_version"] != SCHEMA_VERSION:
            raise foreign
        return {str(row["folder"]): dict(row) for row in told["rows"]}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise foreign from None
