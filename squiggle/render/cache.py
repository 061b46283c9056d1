"""The cache: rendered chapters, kept until something that decides their pixels is another.

Sounds lie beside them (see `sound.store`), in entries of the same form, and grow old with them.

An entry is a folder with a clip, its poster and `entry.json`. It lies under the chapter's key (see
`key`), and is good for a lesson when all that the chapter has read is the same there (see `watch`).
Entries appear and go by renaming, so that several renders can share a cache.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any

from squiggle.errors import SquiggleError
from squiggle.lesson.words import Words
from squiggle.render.clip import Clip
from squiggle.render.digest import digest, file_digest
from squiggle.render.key import job_key
from squiggle.render.plan import Job
from squiggle.render.watch import holds

LIMIT = 2_000_000_000  # bytes
FULL, ROOMY = 1.0, 0.9  # shares of the limit: beyond one, the oldest entries go down to the other
CLIP, POSTER, ENTRY = "clip.mp4", "poster.png", "entry.json"
SEAL = "digest"  # the key of `entry.json` that holds the digest of all others
DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading an entry raises that is not whole, or not ours."""
CHAPTERS, SOUNDS = KINDS = ("chapters", "sounds")  # the folders of what is kept
NEW, OLD = ".new-", ".old-"  # how the names of folders begin that come or go
NAMED = re.compile("[0-9a-f]{64}")
"""The names of keys and entries; whatever is called something else is not ours."""
FORGOTTEN = 86_400.0  # seconds after which such a folder was left by a render that was killed


def default_folder() -> Path:
    """Where the cache is: `SQUIGGLE_CACHE`, or the system's folder for such things.

    A user without a home has none: it is where nothing can be kept.
    """
    if chosen := os.environ.get("SQUIGGLE_CACHE"):
        return Path(chosen)
    if (base := os.environ.get("XDG_CACHE_HOME")) and sys.platform != "darwin":
        return Path(base) / "squiggle"
    try:
        home = Path.home()
    except RuntimeError:
        return Path(os.devnull) / "squiggle"
    caches = home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"
    return caches / "squiggle"


@dataclass(frozen=True)
class Entry:
    """A kept chapter, or sound: its folder, its bytes, when it was last used (since 1970)."""

    folder: Path
    size: int
    used: float

    @property
    def kind(self) -> str:
        """Which of `KINDS` it is."""
        return self.folder.parents[1].name


@dataclass(frozen=True)
class Cache:
    """Rendered chapters in a folder, which holds at most `limit` bytes."""

    folder: Path
    limit: int = LIMIT

    @classmethod
    def usual(cls) -> "Cache":
        """The cache of this user; `SQUIGGLE_CACHE_LIMIT` sets its limit in megabytes.

        Raises `SquiggleError` for a limit that is no number.
        """
        told = os.environ.get("SQUIGGLE_CACHE_LIMIT", "")
        if told and not (told.isascii() and told.isdigit()):
            raise SquiggleError(f"SQUIGGLE_CACHE_LIMIT is {told!r}", "wanted: megabytes")
        return cls(default_folder(), int(told) * 1_000_000 if told else LIMIT)

    def find(self, job: Job, words: Words, work: Path) -> Clip | None:
        """The chapter as it would be rendered, copied into `work`; None when it is not here.

        A damaged entry is removed.
        """
        for folder in self._variants(job):
            try:
                told = _told(folder)
                if not holds(told["reads"], job.lesson, words, job.chapter):
                    continue
                return self._take(folder, told, job, work)
            except FileNotFoundError:
                if not (folder / ENTRY).exists() and not folder.exists():
                    continue  # another render has just removed it
                self._remove(folder)
            except DAMAGE:
                self._remove(folder)
        return None

    def has(self, job: Job, words: Words) -> bool:
        """Whether the chapter is here; its files are not looked at."""
        for folder in self._variants(job):
            try:
                if holds(_told(folder)["reads"], job.lesson, words, job.chapter):
                    return True
            except DAMAGE:
                continue
        return False

    def _variants(self, job: Job) -> list[Path]:
        """The entries under a job's key, the last used first."""
        place = self.folder / CHAPTERS / job_key(job)
        try:
            found = [folder for folder in place.iterdir() if NAMED.fullmatch(folder.name)]
        except OSError:
            return []
        return sorted(found, key=_used, reverse=True)

    def _take(self, folder: Path, told: dict[str, Any], job: Job, work: Path) -> Clip:
        """Copy an entry's files; `ValueError` when they are not what was kept."""
        clip, poster = work / f"{job.stem}.mp4", work / f"{job.stem}.png"
        for name, copy in ((CLIP, clip), (POSTER, poster)):
            shutil.copyfile(folder / name, copy)
            if file_digest(copy) != told["files"][name]:
                copy.unlink()
                raise ValueError(f"{name} is damaged")
        if told["frames"] != job.frames:
            raise ValueError("another length")
        with suppress(OSError):
            os.utime(folder / ENTRY)
        beats, planes = (tuple(map(_thawed, told[part])) for part in ("beats", "planes"))
        return Clip(clip, poster, told["frames"], beats, planes, told["reads"])

    def trouble(self) -> str:
        """Why nothing can be kept here; "" when it can."""
        try:
            place = self.folder / CHAPTERS
            place.mkdir(parents=True, exist_ok=True)
            Path(mkdtemp(prefix=NEW, dir=place)).rmdir()
        except OSError as error:
            return f"cannot write to {self.folder} ({(error.strerror or str(error)).lower()})"
        return ""

    def keep(self, job: Job, clip: Clip, begun: str | None = None) -> None:
        """Keep a rendered chapter. A cache that cannot be written to keeps nothing.

        `begun` is the job's key before it was rendered. Nothing is kept if it is another by now:
        nobody can tell which of the sources the chapter was made from.
        """
        try:
            key = job_key(job)
            if begun is not None and begun != key:
                return
            place = self.folder / CHAPTERS / key
            place.mkdir(parents=True, exist_ok=True)
            new = Path(mkdtemp(prefix=NEW, dir=place))
        except OSError:
            return
        try:
            shutil.copyfile(clip.path, new / CLIP)
            shutil.copyfile(clip.poster, new / POSTER)
            told = {
                "chapter": job.chapter.name,
                "reads": dict(clip.reads),
                "frames": clip.frames,
                "beats": [asdict(beat) for beat in clip.beats],
                "planes": [asdict(plane) for plane in clip.planes],
                "files": {name: file_digest(new / name) for name in (CLIP, POSTER)},
            }
            told |= {SEAL: digest(json.loads(json.dumps(told)))}
            (new / ENTRY).write_text(json.dumps(told), "utf-8")
            new.rename(place / digest(dict(clip.reads)))
        except OSError:  # full, or another render has kept the same
            shutil.rmtree(new, ignore_errors=True)
        self.trim()

    def entries(self) -> list[Entry]:
        """Everything that is kept, the last used first."""
        found = [
            Entry(folder, size, _used(folder))
            for place in self._places()
            for folder in place.glob("*")
            if NAMED.fullmatch(folder.name) and (size := _size(folder)) is not None
        ]
        return sorted(found, key=lambda entry: -entry.used)

    def trim(self) -> None:
        """Remove what was used longest ago, if the cache has grown beyond its limit."""
        entries = self.entries()
        total = sum(entry.size for entry in entries)
        if total > FULL * self.limit:
            for entry in reversed(entries):
                if total <= ROOMY * self.limit:
                    break
                self._remove(entry.folder)
                total -= entry.size
        for left in self._leftovers():
            shutil.rmtree(left, ignore_errors=True)

    def clear(self) -> None:
        """Remove every entry; other people's files in the folder stay."""
        for entry in self.entries():
            self._remove(entry.folder)
        for place in self._places():
            with suppress(OSError):
                place.rmdir()

    def _places(self) -> list[Path]:
        """The folders of all keys."""
        found = (place for kind in KINDS for place in self.folder.glob(f"{kind}/*"))
        return [place for place in found if NAMED.fullmatch(place.name)]

    def _leftovers(self) -> Iterator[Path]:
        """Folders that came or went when a render was killed, long ago."""
        newest = max((entry.used for entry in self.entries()), default=0.0)
        for place in self._places():
            for folder in place.glob(".*"):
                if folder.name.startswith((NEW, OLD)) and _used(folder, "") < newest - FORGOTTEN:
                    yield folder

    def _remove(self, folder: Path) -> None:
        gone = folder.with_name(f"{OLD}{folder.name[:16]}-{os.getpid()}")
        with suppress(OSError):
            folder.rename(gone)
            if gone.is_dir():
                shutil.rmtree(gone, ignore_errors=True)
            else:
                gone.unlink()


def _told(folder: Path) -> dict[str, Any]:
    """What an entry says of itself; `ValueError` when that is not what was written."""
    told: dict[str, Any] = json.loads((folder / ENTRY).read_text("utf-8"))
    if told.pop(SEAL) != digest(told):
        raise ValueError(f"{ENTRY} is damaged")
    return told


def _used(folder: Path, name: str = ENTRY) -> float:
    try:
        return (folder / name).stat().st_mtime
    except OSError:
        return 0.0


def _size(folder: Path) -> int | None:
    try:
        return sum(file.stat().st_size for file in folder.iterdir())
    except OSError:
        return None


def _thawed(told: Any) -> Any:
    """What JSON kept of a record: its fields by name, rows as tuples."""
    if isinstance(told, dict):
        return SimpleNamespace(**{name: _thawed(value) for name, value in told.items()})
    return tuple(map(_thawed, told)) if isinstance(told, list) else told
