"""Zip archives, unpacked in memory: what they will hold is known before anything is unpacked."""

import io
import zipfile

from squiggle.errors import SquiggleError
from squiggle.weights.brief import brief
from squiggle.weights.file import MEGABYTE, size

MOST = 1000  # members
LARGEST = MEGABYTE  # bytes of all members, unpacked
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those that can be unpacked bit by bit


def members(name: str, data: bytes, kind: str) -> dict[str, bytes]:
    """The members of a zip archive by name; `kind` says what it should be.

    Raises `SquiggleError` when it is damaged, locked, holds a name twice, or would unpack to more
    than `LARGEST` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(name, archive.infolist())
            return {info.filename: _unpacked(archive, info) for info in archive.infolist()}
    except SquiggleError:
        raise
    except Exception:  # zipfile and zlib know many words for one thing
        raise SquiggleError(f"{name} is damaged, or no zip archive", f"wanted: {kind}") from None


def _check(name: str, found: list[zipfile.ZipInfo]) -> None:
    if len(found) > MOST:
        raise SquiggleError(f"{name} holds {len(found)} files", f"wanted: at most {MOST}")
    total = sum(info.file_size for info in found)
    if total > LARGEST:
        raise SquiggleError(
            f"{name} unpacks to {size(total)}", f"wanted: at most {size(LARGEST)}, a small network"
        )
    seen: set[str] = set()
    for info in found:
        if info.flag_bits & 1:
            raise SquiggleError(f"{name} is locked with a password", "wanted: an open archive")
        if info.compress_type not in METHODS:
            raise SquiggleError(f"{name} is packed in a rare way", "wanted: stored or deflated")
        if info.filename in seen:
            raise SquiggleError(f"{name} holds {brief(info.filename)} twice", "wanted: once")
        seen.add(info.filename)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """What the directory promises and not a byte more: a plain `read` unpacks all that comes."""
    with archive.open(info) as member:
        unpacked = member.read(info.file_size)
    if len(unpacked) != info.file_size:
        raise EOFError
    return unpacked
