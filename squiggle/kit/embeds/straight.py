"""Straight alpha: the colour of the ink, whatever it covers of a pixel, and how much it covers.

Cairo draws colours multiplied by their alpha; video files hold them as they are. Where there is no
ink any colour would do, were it not for the codec: it shares colours between pixels, and what an
empty pixel lends to the edge beside it is seen as a fringe. So the empty pixels around ink have its
colour, and those far from it have the colour of the ground.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from squiggle.render.box import Box

BLOCK = 4  # pixels: with a border of as many, empty ones look for ink in three by three blocks
FAINT = 16  # of 255: with less alpha than that, eight bits do not tell the colour well
REACH = 2 * BLOCK  # pixels beyond what has changed whose colour may change

_colours, _alphas = np.arange(256, dtype=np.float32), np.arange(256, dtype=np.float32)[:, None]
_UNMULTIPLIED = np.minimum(255, np.rint(255 * _colours / np.maximum(_alphas, 1))).astype(np.uint8)
"""What a colour that was multiplied by an alpha was, at [alpha, colour]."""


class StraightPicture:
    """A picture with straight alpha, of which only what changed is made anew.

    `pixels` is RGBA of shape (height, width, 4). `ground` is the colour far from ink, in RGB.
    """

    def __init__(self, width: int, height: int, ground: Sequence[int]) -> None:
        self.pixels = np.zeros((height, width, 4), np.uint8)
        self.pixels[..., :3] = ground
        self.whole = Box(0, 0, width, height)
        self._ground = np.array(ground, np.uint8)

    def take(self, multiplied: NDArray[np.uint8], changed: Sequence[Box] | None = None) -> None:
        """Show a picture whose colours are multiplied by their alpha (`changed`: None for all)."""
        for box in [self.whole] if changed is None else changed:
            part = box.grown(REACH, BLOCK, self.whole)
            wide = part.grown(REACH, BLOCK, self.whole)
            inside = part.moved(-wide.left, -wide.top).slices
            self.pixels[part.slices] = self._straight(multiplied[wide.slices])[inside]

    def _straight(self, multiplied: NDArray[np.uint8]) -> NDArray[np.uint8]:
        alpha = multiplied[..., 3]
        straight = np.empty_like(multiplied)
        straight[..., 3] = alpha
        straight[..., :3] = _UNMULTIPLIED[alpha[..., None], multiplied[..., :3]]
        faint = alpha < FAINT
        straight[faint, :3] = self._around(multiplied)[faint]
        return straight

    def _around(self, multiplied: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The colour of the ink around each pixel: that of the ground where there is none."""
        rows, columns = multiplied.shape[:2]
        edges = (BLOCK, BLOCK + -rows % BLOCK), (BLOCK, BLOCK + -columns % BLOCK), (0, 0)
        wide = np.pad(multiplied, edges).astype(np.uint16)
        down, across = wide.shape[0] // BLOCK, wide.shape[1] // BLOCK
        blocks = wide.reshape(down, BLOCK, across, BLOCK, 4).sum(axis=(1, 3), dtype=np.uint32)
        tall = blocks[:-2] + blocks[1:-1] + blocks[2:]
        near = tall[:, :-2] + tall[:, 1:-1] + tall[:, 2:]
        ink = near[..., 3:]
        mean = (255 * near[..., :3] + ink // 2) // np.maximum(ink, 1)
        colours = np.where(ink > 0, np.minimum(mean, 255), self._ground).astype(np.uint8)
        spread = colours.repeat(BLOCK, axis=0).repeat(BLOCK, axis=1)
        return spread[:rows, :columns]
