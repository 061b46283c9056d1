"""A chapter that comes from elsewhere: what a worker far away is, does and hands over.

`facts` and `perform` run there, in a process of Dask's; `unpack` here holds what came against what
was wanted.
"""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import av
import numpy as np

import squiggle
from squiggle.errors import SquiggleError
from squiggle.lesson.words import Words, read_words
from squiggle.render.chapters import scenes_folder
from squiggle.render.clip import Clip
from squiggle.render.digest import digest, file_digest
from squiggle.render.encoder import Encoder
from squiggle.render.key import job_key, source_digest, versions
from squiggle.render.plan import Job
from squiggle.render.preset import Preset
from squiggle.render.watch import holds
from squiggle.render.worker import render_and_tell

TOPIC = "squiggle"  # under which workers tell how far they are
HEX = 12  # digits of a digest that people are shown
STALE = "changed since the worker was started"
EXCHANGE = ".squiggle-"  # how the name of the folder in a shared one begins
FORGOTTEN = 86_400.0  # seconds after which such a folder was left by a render that was killed

Facts = Mapping[str, str]


@dataclass(frozen=True)
class Parcel:
    """A finished chapter on its way: the key it was made under, its files and their digests.

    A file is its bytes or, where a folder is shared, its path.
    """

    worker: str
    key: str
    clip: Clip
    files: Mapping[str, bytes | Path]
    digests: Mapping[str, str]


def facts() -> Facts:
    """What decides how this process draws: releases, sources, fonts, words, and their digests."""
    package = Path(squiggle.__file__).parent
    told = {
        "fonts": _digest_of(package, "stage/fonts/*.otf"),
        "words": _digest_of(package, "lesson/words/*.toml"),
        "scenes": _digest_of(scenes_folder(), "*.py"),
        "sources": source_digest(),
    }
    fresh = told["sources"] == _imported_sources()
    short = {name: found[:HEX] for name, found in told.items()}
    if not fresh:
        short["sources"] = STALE
    return {"squiggle": squiggle.__version__, **versions(), **short}


@cache
def _imported_sources() -> str:
    """The digest of the sources as they were when this process imported them.

    A worker lives for days, and has in memory what it once imported.
    """
    found = source_digest()
    import squiggle.render.engine  # noqa: F401

    return found


def _digest_of(folder: Path, pattern: str) -> str:
    files = sorted(folder.glob(pattern))
    return digest({file.name: file_digest(file) for file in files})


def differences(wanted: Facts, found: Facts) -> str:
    """What differs, by name; "" when nothing does.

    >>> differences({"manim": "0.22.0", "av": "15.0"}, {"manim": "0.21.0", "av": "15.0"})
    'manim 0.21.0 where 0.22.0 is wanted'
    """
    return ", ".join(
        f"{name} {found.get(name, 'missing')} where {wanted.get(name, 'none')} is wanted"
        for name in {**wanted, **found}
        if found.get(name) != wanted.get(name)
    )


def unlike(wanted: Facts, answer: "Future[Facts]") -> str:
    """Why a worker that has answered would draw otherwise; "" when it would not.

    Raises `CancelledError` when it will not answer.
    """
    try:
        return differences(wanted, answer.result())
    except CancelledError:
        raise
    except ImportError as error:
        return f"it has no Squiggle that can be imported ({error})"
    except Exception as error:
        return f"it does not say what it is ({type(error).__name__}: {error})"


def perform(job: Job, name: str, wanted: Facts, shared: Path | None) -> Parcel:
    """Render a chapter in a task of Dask's. It stops when the task is cancelled.

    How far it is is told under TOPIC: `name`, the frames written.
    """
    from distributed import get_worker

    worker = get_worker()
    task = worker.get_current_task()
    read_words.cache_clear()  # they may be others than when this process last rendered
    if other := differences(wanted, facts()):
        raise SquiggleError(f"worker {worker.address}: {other}", status=1)

    def tell(_: str, frames: int) -> None:
        worker.log_event(TOPIC, (name, frames))

    def is_cancelled() -> bool:
        state = worker.state.tasks.get(task)
        return state is None or state.state == "cancelled"

    key = job_key(job)
    with TemporaryDirectory(dir=worker.local_directory) as own:
        clip = render_and_tell(job, Path(own), tell, is_cancelled)
        if job_key(job) != key:
            raise SquiggleError(f"worker {worker.address}: sources were changed", status=1)
        digests = {file.name: file_digest(file) for file in (clip.path, clip.poster)}
        return Parcel(worker.address, key, clip, _packed(clip, job, shared), digests)


def _packed(clip: Clip, job: Job, shared: Path | None) -> dict[str, bytes | Path]:
    files = (clip.path, clip.poster)
    if shared is None:
        return {file.name: file.read_bytes() for file in files}
    try:
        place = Path(mkdtemp(prefix=f"{job.stem}-", dir=shared))
        return {file.name: Path(shutil.copyfile(file, place / file.name)) for file in files}
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SquiggleError(
            f"{job.chapter.name}: cannot write to {shared}: {reason}",
            "--shared names a folder that every worker can write to",
            status=1,
        ) from None


@contextmanager
def exchange(shared: Path) -> Iterator[Path]:
    """A folder in a shared one, through which chapters come back; gone afterwards.

    Raises `SquiggleError` (status 2) when nothing can be written there.
    """
    try:
        for left in shared.glob(f"{EXCHANGE}*"):
            if left.stat().st_mtime < time.time() - FORGOTTEN:
                shutil.rmtree(left, ignore_errors=True)
        own = Path(mkdtemp(prefix=EXCHANGE, dir=shared.absolute()))
        own.chmod(0o777)  # workers may be other users
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SquiggleError(f"cannot write to {shared}: {reason}", "see --shared") from None
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


class Intake:
    """Takes in the parcels of a film or a batch.

    Clips of one preset have the codec's headers in common. Manim's writer has its own, which are
    those of its first clip.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._headers: dict[tuple[Preset, bool], bytes] = {}

    def take(self, parcel: Parcel, job: Job, key: str) -> Clip:
        """See `unpack`."""
        kind = job.preset, job.plain
        if not job.plain and kind not in self._headers:
            self._headers[kind] = own_headers(job.preset, self.folder)
        clip = unpack(parcel, job, key, self._headers.get(kind), self.folder)
        if kind not in self._headers:
            self._headers[kind] = read_headers(clip.path)[1]
        return clip


def unpack(parcel: Parcel, job: Job, key: str, headers: bytes | None, folder: Path) -> Clip:
    """The chapter, its files in a folder of their own in `folder`.

    `headers` are the codec's, None if any will do. Raises `SquiggleError` (status 1), which names
    the worker and what is wrong, and `OSError`; no file is left then.
    """
    own = Path(mkdtemp(prefix=f"{job.stem}-", dir=folder))
    try:
        return _unpacked(parcel, job, key, headers, own)
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise


def _unpacked(parcel: Parcel, job: Job, key: str, headers: bytes | None, own: Path) -> Clip:
    def wrong(what: str) -> SquiggleError:
        return SquiggleError(f"{job.chapter.name} from worker {parcel.worker}: {what}", status=1)

    if parcel.key != key:
        raise wrong("it was made from other sources")
    if not holds(parcel.clip.reads, job.lesson, Words(job.lesson), job.chapter):
        raise wrong("it shows another lesson or other words")
    clip = replace(
        parcel.clip, path=own / parcel.clip.path.name, poster=own / parcel.clip.poster.name
    )
    for file in (clip.path, clip.poster):
        content = parcel.files[file.name]
        if isinstance(content, Path):
            try:
                shutil.copyfile(content, file)
            except FileNotFoundError:
                raise wrong(f"{content} is not here; --shared names a folder of all") from None
            with suppress(OSError):
                content.unlink()
        else:
            file.write_bytes(content)
        if file_digest(file) != parcel.digests[file.name]:
            raise wrong(f"{file.name} was damaged on its way")
    try:
        frames, found = read_headers(clip.path)
    except (av.FFmpegError, IndexError):
        raise wrong("it is no film") from None
    if not frames == clip.frames == job.frames:
        raise wrong(f"{frames} frames where {job.frames} were planned")
    if headers is not None and found != headers:
        raise wrong("it was encoded with other settings")
    return clip


def read_headers(clip: Path) -> tuple[int, bytes]:
    """How many frames a clip has, and the headers of its codec."""
    with av.open(str(clip)) as container:
        stream: Any = container.streams.video[0]
        frames = sum(packet.size > 0 for packet in container.demux(stream))
        return frames, bytes(stream.codec_context.extradata or b"")


def own_headers(preset: Preset, folder: Path) -> bytes:
    """The headers of a clip that is encoded here."""
    path = folder / "headers.mp4"
    with Encoder(path, preset) as encoder:
        encoder.write(np.zeros((preset.height, preset.width, 4), np.uint8))
    headers = read_headers(path)[1]
    os.remove(path)
    return headers
