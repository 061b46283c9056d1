"""The output folder: one render at a time, and files that appear whole or not at all.

A folder holds one film, the last that was rendered into it. manifest.json goes away before the
first file of the new film takes its place and comes back after the last one, so a folder that has
a manifest has everything that the manifest names.
"""

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from squiggle.errors import SquiggleError
from squiggle.lesson.storyboard import NAMES, slug

WORK = ".rendering-"  # how the name of a folder with unfinished files begins
FILM, MANIFEST, CLIPS = "lesson.mp4", "manifest.json", "clips"


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A folder for unfinished files inside `folder`, gone afterwards with all that is in it.

    `folder` is made if it is missing. What a killed render left there is removed. Raises
    `SquiggleError` (status 2) when nothing can be written there or another render is at work.
    """
    missing = [place for place in (folder, *folder.parents) if not os.path.exists(place)]
    lock = None
    try:
        try:
            lock = _take(folder)
            work = Path(mkdtemp(prefix=WORK, dir=folder)).absolute()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SquiggleError(
                f"cannot write to {folder}: {reason}", "choose another folder with -o"
            ) from None
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except BaseException:
        for place in missing:
            with suppress(OSError):  # not made, or no longer empty
                place.rmdir()
        raise
    finally:
        if lock is not None:
            os.close(lock)


def _take(folder: Path) -> int:
    """Make the folder ours until the returned descriptor is closed, and clear it of leftovers."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, wants_folder in ((FILM, False), (MANIFEST, False), (CLIPS, True)):
        if (folder / name).exists() and (folder / name).is_dir() != wants_folder:
            number = errno.ENOTDIR if wants_folder else errno.EISDIR
            raise OSError(number, f"{name} {'is no folder' if wants_folder else 'is a folder'}")
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise SquiggleError(
            f"another render is at work in {folder}", "wait for it, or choose another with -o"
        ) from None
    except OSError:
        return lock  # a file system without locks: nobody can tell leftovers from work
    for left in folder.glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    return lock


def publish(files: Sequence[Path], work: Path, folder: Path) -> None:
    """Move a finished film to its place: `files` are its clips and posters, the rest is in `work`.

    Clips of chapters that are not in this film are removed: they belong to the film before.
    """
    clips = folder / CLIPS
    clips.mkdir(exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for file in files:
        os.replace(file, clips / file.name)
    for other in _chapter_files(clips) - {file.name for file in files}:
        (clips / other).unlink()
    for name in (FILM, MANIFEST):
        os.replace(work / name, folder / name)


def _chapter_files(clips: Path) -> set[str]:
    """The names of the chapters' files in a folder, whatever number the chapters had."""
    names = "|".join(map(slug, NAMES))
    ours = re.compile(rf"\d\d-({names})\.(mp4|png)")
    return {path.name for path in clips.iterdir() if ours.fullmatch(path.name)}
