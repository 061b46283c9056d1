"""A picture as the encoder wants it, of which only what changed is converted anew."""

from typing import NamedTuple

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from squiggle.render.box import Box

GRID = 2  # pixels that share one colour sample
REACH = 1  # pixels beyond its own that a colour sample looks at, up and down
BORDER = 6  # pixels around a part: with less than 8 rows, swscale takes another filter


class Cut(NamedTuple):
    """A part of a picture: its box, the box with a border, and the pixels of that in RGBA."""

    part: Box
    wide: Box
    pixels: NDArray[np.uint8]


class YuvPicture:
    """A picture in YUV 4:2:0 with the matrix of BT.709, range 16 to 235.

    `frame` is what PyAV encodes. The parts of `planes` are views of it, shapes (height, width) and
    twice (height / 2, width / 2).
    """

    def __init__(self, width: int, height: int) -> None:
        self.frame = av.VideoFrame(width, height, "yuv420p")
        self.planes = planes(self.frame)
        self.whole = Box(0, 0, width, height)
        self._reformat = VideoReformatter()

    def cut(self, pixels: NDArray[np.uint8], changed: Box) -> Cut:
        """Copy a box out of a picture in RGBA, shape (height, width, 4), with what lies around it.

        That are the colour samples that look into it, and a border with which the result is that of
        the whole.
        """
        part = changed.grown(REACH, GRID, self.whole)
        wide = part.grown(BORDER, GRID, self.whole)
        return Cut(part, wide, pixels[wide.slices].copy())

    def paste(self, cut: Cut) -> None:
        """Convert what was cut, and take it over."""
        part, wide, pixels = cut
        inside, made = part.moved(-wide.left, -wide.top), self.convert(pixels)
        for plane, new, size in zip(self.planes, planes(made), (1, GRID, GRID), strict=True):
            plane[part.shrunk(size).slices] = new[inside.shrunk(size).slices]

    def convert(self, pixels: NDArray[np.uint8]) -> av.VideoFrame:
        """A picture in YUV, made from where it lies: `from_ndarray` would copy it first.

        The matrix is named, for swscale's own default is BT.601.
        """
        return self._reformat.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )


def planes(frame: av.VideoFrame) -> list[NDArray[np.uint8]]:
    """Views of a frame's planes without the padding at the end of their lines."""
    return [
        np.asarray(memoryview(plane)).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in frame.planes
    ]
