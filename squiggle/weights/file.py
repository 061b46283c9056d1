"""The bytes of a file that somebody handed in: looked at before it is opened, never too many."""

import os
import stat
from pathlib import Path

from squiggle.errors import SquiggleError

MEGABYTE = 2**20

KINDS = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


def contents(path: Path, largest: int) -> bytes:
    """Every byte of the file at `path`, at most `largest` of them.

    Raises `SquiggleError` when it is missing, empty, larger, not to be read, or no plain file. A
    pipe or a device is never opened: it could keep us waiting.
    """
    try:
        _plain(path, os.stat(path))
        with open(path, "rb", opener=_without_waiting) as file:
            _plain(path, os.fstat(file.fileno()))  # the same file still?
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise SquiggleError(f"no such file: {path}", "wanted: a file of weights") from None
    except (OSError, ValueError) as error:  # a null character in the name is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise SquiggleError(f"cannot read {path}: {reason.lower()}") from None
    if len(data) > largest:
        raise SquiggleError(
            f"{path} is larger than {size(largest)}", "wanted: the weights of a small network"
        )
    if not data:
        raise SquiggleError(f"{path} is empty", "wanted: a file of weights")
    return data


def size(count: int) -> str:
    """A number of bytes in words.

    >>> size(65536), size(5_000_000)
    ('64 kB', '4.8 MB')
    """
    if count < MEGABYTE:
        return f"{count / 1024:.3g} kB"
    return f"{count / MEGABYTE:.2g} MB" if count < 100 * MEGABYTE else f"{count // MEGABYTE} MB"


def _plain(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next((word for test, word in KINDS.items() if test(status.st_mode)), "no file")
        raise SquiggleError(f"{path} is {kind}", "wanted: a file of weights")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)
