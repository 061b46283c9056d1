"""Where the film in a folder came from, and which clips are its own.

The manifest says it. While a film is put in its place there is no manifest: then a journal does,
which names the clips of the film before and of the new one. Both may be damaged, or another
program's; then they say nothing.
"""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from squiggle.lesson import LESSONS

FILM, MANIFEST, CLIPS, JOURNAL = "lesson.mp4", "manifest.json", "clips", ".publishing.json"
LONGEST = 50_000_000  # bytes of a manifest
OURS = re.compile(rf"{CLIPS}/(\d\d+-[a-z][a-z0-9-]*\.(?:mp4|png))")
"""How a manifest names a chapter's file: nothing that could lead out of the folder."""
DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Origin:
    """What is said of a film: the lesson's name, its file, and the names of the film's clips.

    `source` is the path of the lesson's file from the film's folder; None for a lesson of the
    package, or one that came from no file. Nothing known is a name of "".
    """

    lesson: str = ""
    source: str | None = None
    clips: frozenset[str] = frozenset()

    def same(self, other: "Origin") -> bool:
        """Whether both films are of one lesson, whatever has changed in it since."""
        no_files = self.source is None and other.source is None
        return self.lesson == other.lesson if no_files else self.source == other.source

    def called(self, folder: Path) -> str:
        """The lesson of the film in `folder` for people: its file as seen from here."""
        if self.source is not None:
            path = os.path.relpath(os.path.join(os.path.realpath(folder), self.source))
            return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)
        return self.lesson if self.lesson in LESSONS else "an unknown lesson"


def origin(folder: Path) -> Origin | None:
    """Where the film in a folder came from; None when there is no film."""
    for name in (MANIFEST, JOURNAL):
        if os.path.lexists(folder / name):
            return _said(folder / name)
    return Origin() if os.path.lexists(folder / FILM) else None


def origin_of(lesson: str, source: Path | None, folder: Path) -> Origin:
    """Where a film in `folder` comes from, given its lesson's name and the file of the lesson.

    A film that is rendered from itself, or from a clip of its own, is still of its first lesson.
    """
    if source is None:
        return Origin(lesson)
    # A file that is a link stays one: what it leads to may be another when it was edited.
    here = os.path.realpath(folder)
    path = os.path.relpath(os.path.join(os.path.realpath(source.parent), source.name), here)
    path = path.replace(os.sep, "/")
    before = origin(folder)
    if before and (path == FILM or path in {f"{CLIPS}/{name}" for name in before.clips}):
        return before
    return Origin(lesson, path)


def journal(lesson: str, source: str | None, clips: Iterable[str]) -> str:
    """What stands in for the manifest while there is none; it is read like one."""
    files = [{"clip": {"file": f"{CLIPS}/{name}"}} for name in sorted(clips)]
    return json.dumps({"lesson": lesson, "source": source, "chapters": files})


def _said(path: Path) -> Origin:
    """What a manifest or a journal says; nothing when any of it is not what we write."""
    try:
        if not path.is_file() or path.stat().st_size > LONGEST:
            return Origin()
        told = json.loads(path.read_text("utf-8"))
        lesson, source = told["lesson"], told.get("source")
        if not isinstance(lesson, str) or not isinstance(source, str | None):
            return Origin()
        return Origin(lesson, source, frozenset(_clips(told["chapters"])))
    except DAMAGE:
        return Origin()


def _clips(chapters: Any) -> Iterable[str]:
    for chapter in chapters:
        for kind in chapter["clip"].keys() & {"file", "poster"}:
            name = OURS.fullmatch(chapter["clip"][kind])
            if not name:
                raise ValueError("another program's")
            yield name[1]
