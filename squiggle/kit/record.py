"""The record of a kit: of which pieces it has what, and what they were made of.

`kit.json` stands in the kit's folder. A piece is fresh while its key is the one it was made with
and its files are there. It may be damaged, or another program's; then nothing is fresh.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from squiggle.render.digest import file_digest

RECORD = "kit.json"
SCHEMA_VERSION = 1
YOURS = "yours"  # in the name of a file that somebody changed, when a new one takes its place


class Record:
    """What `kit.json` in a folder says of each piece: its key, and its files with their digests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pieces: dict[str, tuple[str, dict[str, str]]] = {}
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            told = json.loads((folder / RECORD).read_text("utf-8"))
            self.pieces = {
                name: (str(piece["key"]), _checked(piece["files"]))
                for name, piece in told["pieces"].items()
            }

    def key(self, piece: str) -> str:
        """With what a piece was made, "" if it is not there."""
        return self.pieces.get(piece, ("", {}))[0]

    def is_fresh(self, piece: str, key: str) -> bool:
        """Whether a piece need not be made again."""
        before, files = self.pieces.get(piece, ("", {}))
        return before == key and all((self.folder / name).is_file() for name in files)

    def publish(self, piece: str, key: str, work: Path) -> list[str]:
        """Move the files of a piece from `work` to their places, and write down what they are.

        Files of the piece before that are no longer part of it are removed; a file that somebody
        changed is kept under another name. Returns these names, from the kit's folder. Raises
        `OSError`.
        """
        made = sorted(path for path in work.rglob("*") if path.is_file())
        new = {path.relative_to(work).as_posix(): file_digest(path) for path in made}
        _, before = self.pieces.pop(piece, ("", {}))
        kept = [name for name in before if self._is_changed(name, before[name], new.get(name))]
        kept = [self._keep(name) for name in kept]
        self._write()  # from here on the piece is neither the old one nor the new one
        for path in made:
            target = self.folder / path.relative_to(work)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
        for name in before.keys() - new.keys():
            with suppress(FileNotFoundError):
                (self.folder / name).unlink()
        self.pieces[piece] = key, new
        self._write()
        return kept

    def _is_changed(self, name: str, before: str, now: str | None) -> bool:
        path = self.folder / name
        return path.is_file() and file_digest(path) not in (before, now)

    def _keep(self, name: str) -> str:
        path = PurePosixPath(name)
        number = 1
        while (self.folder / (other := path.with_stem(f"{path.stem}.{YOURS}-{number}"))).exists():
            number += 1
        os.replace(self.folder / name, self.folder / other)
        return str(other)

    def _write(self) -> None:
        pieces = {name: {"key": key, "files": files} for name, (key, files) in self.pieces.items()}
        told = {"schema_version": SCHEMA_VERSION, "pieces": pieces}
        unfinished = self.folder / f".{RECORD}"
        unfinished.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
        os.replace(unfinished, self.folder / RECORD)


def _checked(files: Mapping[str, str]) -> dict[str, str]:
    """Files with their digests; `ValueError` for a name that leads out of the folder."""
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError("not ours")
    return {name: str(told) for name, told in files.items()}
