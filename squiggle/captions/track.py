"""Captions as a soft track of an MP4: 3GPP timed text (3GPP TS 26.245), which players can show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from squiggle.captions.cues import TICK, Cue

HEADER = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
Style: Default,Arial,16,&Hffffff,2

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""What libavcodec wants to know of the text's look, in the format ASS."""


@dataclass(frozen=True)
class CaptionTrack:
    """The cues of a film, or a clip, in a language (ISO 639-2: eng)."""

    cues: Sequence[Cue]
    language: str

    def add(self, film: Any) -> Any:
        """Add the stream to an open container."""
        stream = film.add_stream("mov_text")
        stream.codec_context.subtitle_header = HEADER.encode()
        stream.time_base = Fraction(1, TICK)
        stream.metadata["language"] = self.language
        return stream

    def packets(self, stream: Any) -> Iterator[Any]:
        """A sample for each cue, and an empty one for each gap: the format has no pauses."""
        now = 0
        for cue in self.cues:
            start, end = round(cue.start * TICK), round(cue.end * TICK)
            if start > now:
                yield _packet(stream, "", now, start)
            yield _packet(stream, "\n".join(cue.lines), start, end)
            now = end


def _packet(stream: Any, text: str, start: int, end: int) -> Any:
    told = text.encode()
    packet: Any = av.Packet(len(told).to_bytes(2, "big") + told)
    packet.stream, packet.time_base = stream, Fraction(1, TICK)
    packet.pts = packet.dts = start
    packet.duration = end - start
    return packet


def hide(film: Path) -> None:
    """Let players show a film's captions only when asked: picture or voice have the words already.

    libavformat marks the first track of each kind as enabled. The mark is the lowest bit of a track
    header's flags (ISO/IEC 14496-12, 8.3.2). Raises `OSError`.
    """
    with film.open("r+b") as file:
        for track in _boxes(file, "moov", "trak"):
            kind = next(_boxes(file, "mdia", "hdlr", within=track))
            file.seek(kind[0] + 8)
            if file.read(4) in (b"sbtl", b"text"):
                header = next(_boxes(file, "tkhd", within=track))
                file.seek(header[0] + 3)
                flags = file.read(1)[0] & ~1
                file.seek(header[0] + 3)
                file.write(bytes([flags]))


def _boxes(
    file: Any, name: str, *inner: str, within: tuple[int, int] | None = None
) -> Iterator[tuple[int, int]]:
    """Where the contents of the boxes of a name, in boxes of a name, begin and end in a file."""
    at, end = within or (0, file.seek(0, 2))
    while at + 8 <= end:
        file.seek(at)
        size, kind = int.from_bytes(file.read(4), "big"), file.read(4)
        body = at + 8
        if size == 1:  # a size of 64 bits follows
            size, body = int.from_bytes(file.read(8), "big"), at + 16
        stop = end if size == 0 else at + size
        if kind == name.encode():
            if inner:
                yield from _boxes(file, *inner, within=(body, stop))
            else:
                yield body, stop
        at = max(stop, at + 8)
