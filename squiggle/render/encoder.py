"""The encoder: frames in, an MP4 clip out, closed whatever happens.

All clips of a film share every setting, so that they can be joined without encoding again:
`stitchable` keeps picture numbers out of the headers, and each clip begins with an IDR frame.
"""

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter
from numpy.typing import NDArray

from squiggle.render.preset import Preset

OPTIONS = {
    # benchmarks/encoder.py at 1080p60, two chapters: medium takes 1.3 to 1.5 times the CPU for 7 to
    # 10 % more bytes and half a dB; superfast saves 16 % and writes 1.3 to 1.7 times the bytes.
    "preset": "veryfast",
    "crf": "18",
    "profile": "high",
    "threads": "1",  # one a worker: the output does not depend on the number of cores
    # A key frame codes the whole anew, which can be seen in a picture that stands still. So each
    # held picture begins with one, at the moment when motion ends, and none comes while it stands:
    # the longest distance between two is longer than any part of a film.
    "forced-idr": "1",
    "x264-params": "stitchable=1:open-gop=0:keyint=1200:rc-lookahead=10",
}


class Encoder:
    """Writes RGBA frames as H.264 High, yuv420p, BT.709, at a constant rate.

    Use it in a `with` block; when the block fails the file is removed. Raises what PyAV raises.
    """

    def __init__(
        self, path: Path, preset: Preset, options: Mapping[str, str] = MappingProxyType(OPTIONS)
    ) -> None:
        self.path, self.preset, self.frames = path, preset, 0
        self._reformat = VideoReformatter()
        self._container = av.open(str(path), "w", options={"movflags": "+faststart"})
        self._stream = self._container.add_stream(
            "libx264", rate=preset.fps, options={**options, "level": preset.level}
        )
        self._stream.width, self._stream.height = preset.width, preset.height
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = Fraction(1, preset.fps)
        context = self._stream.codec_context
        context.color_range = ColorRange.MPEG
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        """Show one picture, RGBA of shape (height, width, 4), for `repeat` frames.

        It is converted once.
        """
        self.encode(self.convert(pixels), repeat)

    def convert(self, pixels: NDArray[np.uint8]) -> av.VideoFrame:
        """The picture in YUV, made from where it lies: `from_ndarray` would copy it first.

        The matrix is named, for swscale's own default is BT.601.
        """
        return self._reformat.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )

    def encode(self, frame: av.VideoFrame, repeat: int = 1) -> None:
        """Show a converted picture for `repeat` frames."""
        frame.time_base = Fraction(1, self.preset.fps)
        for place in range(repeat):
            begins = repeat > 1 and place == 0
            frame.pict_type = PictureType.I if begins else PictureType.NONE
            frame.pts = self.frames
            self._container.mux(self._stream.encode(frame))
            self.frames += 1

    def close(self) -> None:
        """Write what is still held back, and the index."""
        self._container.mux(self._stream.encode())
        self._container.close()

    def discard(self) -> None:
        """Close and remove the unfinished file; what went wrong before is what is to be told."""
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
