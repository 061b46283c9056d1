"""The film: clips joined packet by packet, never encoded again."""

import os
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from squiggle.errors import SquiggleError

FASTSTART = {"movflags": "+faststart"}  # the index stands before the pictures


def join(
    clips: Sequence[tuple[Path, str, int]], target: Path, fps: int, metadata: dict[str, str]
) -> None:
    """Join clips, each given with its title and its frames, into one MP4 with chapter marks.

    Presentation timestamps are whole frames on the film's timeline. Raises `SquiggleError`
    (status 1) for a clip whose codec settings or frame count differ from what was promised.
    """
    with av.open(str(target), "w", options=FASTSTART) as film:
        film.metadata.update(metadata)
        film.set_chapters(_marks(clips, fps))
        stream: Any = None
        begin = 0
        for path, title, frames in clips:
            with av.open(str(path)) as clip:
                source = clip.streams.video[0]
                if stream is None:
                    stream = film.add_stream_from_template(source)
                    stream.time_base = Fraction(1, fps)
                    header = source.codec_context.extradata
                if source.codec_context.extradata != header:
                    raise SquiggleError(
                        f"{path.name} was encoded with other settings", "render it again", status=1
                    )
                count = 0
                for packet in _packets(clip, source, fps, begin):
                    packet.stream = stream
                    film.mux_one(packet)
                    count += 1
            if count != frames:
                raise SquiggleError(
                    f"{title}: {count} frames where {frames} were planned", status=1
                )
            begin += frames


def label(clip: Path, fps: int, metadata: Mapping[str, str]) -> None:
    """Give a clip its metadata. Its packets stay as they are, to the last bit.

    Raises `OSError` or `av.FFmpegError` when it cannot be read or written.
    """
    labelled = clip.with_name(f"labelled-{clip.name}")
    rewrap(clip, labelled, fps, metadata)
    os.replace(labelled, clip)


def rewrap(source: Path, target: Path, fps: int, metadata: Mapping[str, str] | None = None) -> int:
    """Copy a clip into an MP4 with whole-frame timestamps and its index at the front.

    Returns how many frames it has. Raises `OSError` or `av.FFmpegError` when it cannot be read or
    written.
    """
    count = 0
    with av.open(str(source)) as clip, av.open(str(target), "w", options=FASTSTART) as copy:
        copy.metadata.update(metadata or {})
        stream = copy.add_stream_from_template(clip.streams.video[0])
        stream.time_base = Fraction(1, fps)
        for packet in _packets(clip, clip.streams.video[0], fps, 0):
            packet.stream = stream
            copy.mux_one(packet)
            count += 1
    return count


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
