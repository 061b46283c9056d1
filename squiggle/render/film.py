"""The film: clips joined packet by packet, never encoded again, with tracks of words and sound."""

import heapq
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av

from squiggle.errors import SquiggleError

FASTSTART = {"movflags": "+faststart"}  # the index stands before the pictures


class Track(Protocol):
    """What goes with the pictures: captions, or sound."""

    def add(self, film: Any) -> Any:
        """Add a stream to an open container, before anything is written into it."""

    def packets(self, stream: Any) -> Iterator[Any]:
        """The packets of that stream, each with its `stream`, `time_base` and times, in order."""


def join(
    clips: Sequence[tuple[Path, str, int]],
    target: Path,
    fps: int,
    metadata: Mapping[str, str],
    tracks: Sequence[Track] = (),
) -> None:
    """Join clips, each given with its title and its frames, into one MP4 with chapter marks.

    Presentation timestamps are whole frames on the film's timeline. Raises `SquiggleError`
    (status 1) for a clip whose codec settings or frame count differ from what was promised.
    """
    with av.open(str(target), "w", options=FASTSTART) as film:
        film.metadata.update(metadata)
        film.set_chapters(_marks(clips, fps))
        with av.open(str(clips[0][0])) as first:
            stream = _like(first.streams.video[0], film, fps)
            header = first.streams.video[0].codec_context.extradata
        _mux(film, stream, _joined(clips, fps, header), tracks)


def label(clip: Path, fps: int, metadata: Mapping[str, str], tracks: Sequence[Track] = ()) -> None:
    """Give a clip its metadata and tracks. Its pictures stay as they are, to the last bit.

    Raises `OSError` or `av.FFmpegError` when it cannot be read or written.
    """
    labelled = clip.with_name(f"labelled-{clip.name}")
    rewrap(clip, labelled, fps, metadata, tracks)
    os.replace(labelled, clip)


def rewrap(
    source: Path,
    target: Path,
    fps: int,
    metadata: Mapping[str, str] | None = None,
    tracks: Sequence[Track] = (),
) -> int:
    """Copy a clip into an MP4 with whole-frame timestamps and its index at the front.

    Returns how many frames it has. Raises `OSError` or `av.FFmpegError` when it cannot be read or
    written.
    """
    with av.open(str(source)) as clip:
        pictures = clip.streams.video[0]
        packets = list(_packets(clip, pictures, fps, 0))
        write(target, pictures, packets, fps, metadata, tracks)
    return len(packets)


def write(
    target: Path,
    template: Any,
    packets: Iterable[Any],
    fps: int,
    metadata: Mapping[str, str] | None = None,
    tracks: Sequence[Track] = (),
) -> None:
    """Write packets of pictures, in whole frames, as an MP4: a stream like that of `template`."""
    with av.open(str(target), "w", options=FASTSTART) as film:
        film.metadata.update(metadata or {})
        _mux(film, _like(template, film, fps), packets, tracks)


def _like(template: Any, film: Any, fps: int) -> Any:
    stream = film.add_stream_from_template(template)
    stream.time_base = Fraction(1, fps)
    return stream


def _mux(film: Any, stream: Any, pictures: Iterable[Any], tracks: Sequence[Track]) -> None:
    """Write pictures and tracks in the order of time, as players want to read them."""
    streams = [(track, track.add(film)) for track in tracks]

    def shown() -> Iterator[Any]:
        for packet in pictures:
            packet.stream = stream
            yield packet

    rows = [shown(), *(track.packets(made) for track, made in streams)]
    for packet in heapq.merge(*rows, key=_moment) if tracks else rows[0]:
        film.mux_one(packet)


def _moment(packet: Any) -> float:
    return float(packet.dts * packet.time_base)


def _joined(
    clips: Sequence[tuple[Path, str, int]], fps: int, header: bytes | None
) -> Iterator[Any]:
    """The packets of all clips, one after the other, each held against what was promised of it."""
    begin = 0
    for path, title, frames in clips:
        with av.open(str(path)) as clip:
            source = clip.streams.video[0]
            if source.codec_context.extradata != header:
                raise SquiggleError(
                    f"{path.name} was encoded with other settings", "render it again", status=1
                )
            count = 0
            for packet in _packets(clip, source, fps, begin):
                yield packet
                count += 1
        if count != frames:
            raise SquiggleError(f"{title}: {count} frames where {frames} were planned", status=1)
        begin += frames


def _packets(clip: Any, source: Any, fps: int, begin: int) -> Iterator[Any]:
    """The packets of a clip with timestamps in frames, counted from `begin`."""
    frame, tick = Fraction(1, fps), source.time_base * fps
    many, of = tick.numerator, tick.denominator  # fractions take longer than the copying
    for packet in clip.demux(source):
        if packet.dts is None:  # demux ends with an empty packet
            continue
        packet.pts = begin + (packet.pts * many + of // 2) // of
        packet.dts = begin + (packet.dts * many + of // 2) // of
        packet.duration, packet.time_base = 1, frame
        yield packet


def _marks(clips: Sequence[tuple[Path, str, int]], fps: int) -> list[Any]:
    marks, begin = [], 0
    for number, (_, title, frames) in enumerate(clips):
        mark = {"id": number, "start": begin, "end": begin + frames}
        marks.append(mark | {"time_base": Fraction(1, fps), "metadata": {"title": title}})
        begin += frames
    return marks
