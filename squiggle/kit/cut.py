"""Cut: the clips of chapters into steps, packet by packet, nothing encoded again.

A held picture begins with a key frame, and the pictures after it repeat it (see `render.encoder`).
So the key frame of the hold before a cut is the picture that the first one after it refers to: it
comes first in the step, which begins, to the last bit, with what was seen before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import ColorRange, Colorspace
from PIL.Image import Image

from squiggle.errors import SquiggleError
from squiggle.kit.steps import Step
from squiggle.render.film import Track, write
from squiggle.render.h264 import Numbering, number_width, prefixed, sequence_of, unprefixed


@dataclass(frozen=True)
class _Clip:
    """A chapter's pictures as they were encoded, and which of them are key frames.

    `stream` is of the open `file`: libav frees it with that.
    """

    file: Any
    stream: Any
    pictures: Sequence[bytes]
    keys: Sequence[int]
    metadata: dict[str, str]

    def key_before(self, frame: int) -> int:
        """The key frame of the hold that ends before a frame."""
        return max(key for key in self.keys if key < frame)


class Cutter:
    """Cuts the steps of a film whose chapters' clips are in the folder `clips`."""

    def __init__(self, clips: Path) -> None:
        self.clips = clips
        self._read = lru_cache(2)(_read)  # the chapter at hand, and the one before

    def cut(self, step: Step, before: Step | None, target: Path, tracks: Sequence[Track]) -> None:
        """Write a step, given the one before it, as an MP4.

        Raises `SquiggleError` (status 1) for a clip that has other frames than planned, `OSError`
        and `av.FFmpegError` when it cannot be read or written.
        """
        clip = self._clip(step)
        pictures = [*self._lead(step, before), *clip.pictures[step.start : step.end]]
        header = clip.stream.codec_context.extradata
        numbering = Numbering(number_width(sequence_of(header)))
        rate = step.job.preset.fps
        packets = []
        for place, picture in enumerate(pictures):
            parts = unprefixed(picture)
            packet: Any = av.Packet(prefixed(numbering.number_next(parts)))
            packet.is_keyframe = numbering.number == 0
            packet.time_base, packet.duration = Fraction(1, rate), 1
            packet.pts = packet.dts = place
            packets.append(packet)
        tags = clip.metadata | {"title": f"{step.title} ({step.place})"}
        write(target, clip.stream, packets, rate, tags, tracks)

    def poster(self, step: Step) -> Image:
        """The last picture of a step."""
        clip = self._clip(step)
        reader: Any = av.CodecContext.create("h264", "r")
        reader.extradata = clip.stream.codec_context.extradata
        key = av.Packet(clip.pictures[clip.key_before(step.end)])
        return image_of([*reader.decode(key), *reader.decode(None)][0])

    def _lead(self, step: Step, before: Step | None) -> Sequence[bytes]:
        """The picture that was seen before; two times where a key frame follows it.

        Two IDR pictures in a row would need numbers that differ (ITU-T H.264, 7.4.3).
        """
        if before is None or not step.lead:
            return []
        clip = self._clip(before)
        key = clip.key_before(before.end)
        return clip.pictures[key : key + step.lead]

    def _clip(self, step: Step) -> _Clip:
        clip = self._read(self.clips / f"{step.job.stem}.mp4")
        if len(clip.pictures) != step.job.frames:
            raise SquiggleError(
                f"{step.job.stem}.mp4 has {len(clip.pictures)} frames",
                f"{step.job.frames} were planned",
                status=1,
            )
        return clip


def image_of(frame: Any) -> Image:
    """A decoded picture in the colours that were encoded, which are BT.709."""
    told = {"src_colorspace": Colorspace.ITU709, "src_color_range": ColorRange.MPEG}
    image: Image = frame.reformat(format="rgb24", **told).to_image()
    return image


def _read(path: Path) -> _Clip:
    file = av.open(str(path))
    stream = file.streams.video[0]
    packets = [packet for packet in file.demux(stream) if packet.dts is not None]
    keys = [place for place, packet in enumerate(packets) if packet.is_keyframe]
    return _Clip(file, stream, [bytes(packet) for packet in packets], keys, dict(file.metadata))
