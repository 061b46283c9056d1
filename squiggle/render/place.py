"""The output folder: one render at a time, and files that appear whole or not at all.

A folder holds one film, the last that was rendered into it. manifest.json goes away before the
first file of the new film takes its place and comes back after the last one, so a folder that has
a manifest has everything that the manifest names. Meanwhile a journal says which clips are ours.
"""

import errno
import fcntl
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from squiggle.errors import SquiggleError
from squiggle.render.origin import CLIPS, FILM, JOURNAL, MANIFEST, Origin, journal, origin

WORK = ".rendering-"  # how the name of a folder with unfinished files begins


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
    for name, wants_folder in ((FILM, False), (MANIFEST, False), (JOURNAL, False), (CLIPS, True)):
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

    The clips of the film before that this one does not have are removed: those that its manifest
    names, and nothing else. Raises `OSError`.
    """
    clips = folder / CLIPS
    clips.mkdir(exist_ok=True)
    new = {file.name for file in files}
    before, coming = origin(folder) or Origin(), origin(work) or Origin()
    told = journal(coming.lesson, coming.source, before.clips | new)
    (work / JOURNAL).write_text(told, "utf-8")
    os.replace(work / JOURNAL, folder / JOURNAL)
    (folder / MANIFEST).unlink(missing_ok=True)
    for file in files:
        os.replace(file, clips / file.name)
    _remove(clips, before.clips - new)
    for name in (FILM, MANIFEST):
        os.replace(work / name, folder / name)
    (folder / JOURNAL).unlink()


def _remove(clips: Path, names: Iterable[str]) -> None:
    """Remove files that we made. We make neither links nor folders: such are the user's."""
    if clips.is_symlink():
        return
    for name in names:
        with suppress(FileNotFoundError):
            if stat.S_ISREG((clips / name).lstat().st_mode):
                (clips / name).unlink()
