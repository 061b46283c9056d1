"""The encoder: pictures in, an MP4 clip out, closed whatever happens.

All clips of a film share every setting, so that they can be joined without encoding again:
`stitchable` keeps picture numbers out of the headers, and each clip begins with an IDR picture.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from squiggle.render.box import Box
from squiggle.render.h264 import SEQUENCE, Numbering, number_width, units
from squiggle.render.preset import Preset
from squiggle.render.yuv import Cut, YuvPicture

OPTIONS = {
    "preset": "superfast",
    # benchmarks/encoder.py, benchmarks/engine.py: nearer to what was drawn than Manim's own film
    # (medium, crf 23), in as many bytes. Looking for half pixels costs a fifth of x264's time and
    # saves 5 % of them. A constant quantizer is a quarter faster, but leaves ghosts on the flat
    # dark ground of what has faded, which the factor's adaptive quantization clears.
    "crf": "23",
    "profile": "high",
    "threads": "1",  # one a worker: the output does not depend on the number of cores
    # A key frame codes the whole anew, which can be seen in a picture that stands still. So each
    # held picture begins with one, at the moment when motion ends, and none comes while it stands.
    "forced-idr": "1",
    # Each picture comes out as it goes in, and refers to nothing but the one before: so a held one
    # can be repeated by pictures that skip everything (see `h264`).
    "x264-params": "stitchable=1:open-gop=0:keyint=1200:scenecut=0:bframes=0:ref=1:weightp=0"
    ":rc-lookahead=0:sync-lookahead=0:mbtree=0:force-cfr=1:subme=0:me=dia",
}


AHEAD = 4  # pictures that may be drawn before they are encoded


class Encoder:
    """Writes RGBA pictures as H.264 High, yuv420p, BT.709, at a constant rate.

    Pictures are converted and encoded by a thread, while the next one is drawn. Use it in a `with`
    block; when the block fails the file is removed. Raises what PyAV raises, if it does so in the
    thread with one of the next pictures or at the end.
    """

    def __init__(
        self, path: Path, preset: Preset, options: Mapping[str, str] = MappingProxyType(OPTIONS)
    ) -> None:
        self.path, self.preset, self.frames = path, preset, 0
        self.picture = YuvPicture(preset.width, preset.height)
        self._skipped = _skipped(preset, tuple(options.items()))
        self._container = av.open(str(path), "w", options={"movflags": "+faststart"})
        self._stream = self._container.add_stream("libx264", rate=preset.fps)
        self._context = _prepare(self._stream.codec_context, preset, options)
        self._context.open()
        self._numbering = Numbering(_number_width(self._context.extradata))
        self._thread, self._begun = ThreadPoolExecutor(1), False
        self._waiting: deque[Future[None]] = deque()

    def write(
        self, pixels: NDArray[np.uint8], repeat: int = 1, changed: Sequence[Box] | None = None
    ) -> None:
        """Show one picture, RGBA of shape (height, width, 4), for `repeat` frames.

        `changed` are the parts that differ from the one before (default: it may everywhere). The
        pixels may change afterwards.
        """
        if changed is None or not self._begun:
            changed, self._begun = [self.picture.whole], True
        cuts = [self.picture.cut(pixels, part) for part in changed]
        self._waiting.append(self._thread.submit(self._show, cuts, repeat))
        self.wait(AHEAD)

    def wait(self, left: int = 0) -> None:
        """Wait until so many pictures are left to be encoded, and raise what has gone wrong."""
        while len(self._waiting) > left:
            self._waiting.popleft().result()

    def _show(self, cuts: Sequence[Cut], repeat: int) -> None:
        for cut in cuts:
            self.picture.paste(cut)
        if repeat > 1 or cuts:
            self.encode(self.picture.frame, begins=repeat > 1)
            repeat -= 1
        for _ in range(repeat):
            self._write(self._skipped, is_key=False)

    def encode(self, frame: av.VideoFrame, *, begins: bool = False) -> None:
        """Show a converted picture for a frame; a held picture `begins` with a key frame."""
        frame.pict_type = PictureType.I if begins else PictureType.NONE
        frame.time_base, frame.pts = Fraction(1, self.preset.fps), self.frames
        for packet in self._context.encode(frame):
            self._write(bytes(packet), packet.is_keyframe)

    def _write(self, picture: bytes, is_key: bool) -> None:
        packet: Any = av.Packet(self._numbering.next(picture))
        packet.stream, packet.is_keyframe = self._stream, is_key
        packet.time_base, packet.duration = Fraction(1, self.preset.fps), 1
        packet.pts = packet.dts = self.frames
        self._container.mux_one(packet)
        self.frames += 1

    def close(self) -> None:
        """Wait for the last picture, and write the index; when that fails the file is removed."""
        try:
            self.wait()
            self._thread.shutdown()
            self._container.close()
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Close and remove the unfinished file; what went wrong before is what is to be told."""
        self._thread.shutdown(cancel_futures=True)
        with suppress(av.FFmpegError):
            self._container.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()


def _prepare(context: Any, preset: Preset, options: Mapping[str, str]) -> Any:
    """The context of an encoder with a preset's size and rate."""
    context.width, context.height, context.pix_fmt = preset.width, preset.height, "yuv420p"
    context.framerate, context.time_base = Fraction(preset.fps), Fraction(1, preset.fps)
    context.options = {**options, "level": preset.level}
    context.color_range = ColorRange.MPEG
    context.colorspace = Colorspace.ITU709
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    return context


def _number_width(headers: bytes | None) -> int:
    return next(number_width(unit) for unit in units(headers or b"") if unit[0] & 31 == SEQUENCE)


@cache
def _skipped(preset: Preset, options: tuple[tuple[str, str], ...]) -> bytes:
    """The picture that repeats the one before: what becomes of grey after grey."""
    context = _prepare(av.CodecContext.create("libx264", "w"), preset, dict(options))
    picture = YuvPicture(preset.width, preset.height)
    for plane in picture.planes:
        plane[:] = 128
    made = []
    for place in range(2):
        picture.frame.pts, picture.frame.time_base = place, Fraction(1, preset.fps)
        made += [bytes(packet) for packet in context.encode(picture.frame)]
    return made[1]
