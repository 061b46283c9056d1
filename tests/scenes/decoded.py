"""The finished film, decoded: its pictures at chosen moments, and curves and dots found in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import Colorspace
from scipy.ndimage import binary_closing, binary_dilation, label

from squiggle.stage.shapes import WIDE
from squiggle.stage.theme import DARK

from .seen import Pixels
from .sight import rgb

NOISE = 8  # levels of luma that the coding may move
WEAK = 0.3  # share of its colour from which a pixel belongs to a curve
ODD = 60.0  # levels by which a pixel may be off the line from the ground to the colour
PALE = 20.0  # levels by which a spot may be nearer to white or grey, for colour is coded coarsely
NEARER = 0.75  # by what factor a pixel is nearer to its own colour than to any other
SPECK = 3  # pixels: fewer are an accident of the coding
SPOT = 5  # pixels: what is less wide is a round dot of a dotted curve
HIDES = 10.0 * 1920 / 854  # pixels at 1080p around a dot's middle that are not looked at

BT709 = Colorspace.ITU709


@dataclass(frozen=True)
class Decoded:
    """A film's pictures: some in full (RGB, by frame), of all of them the luma at an 8th size.

    `changed[i]` says how many pixels differ by more than `NOISE` from picture i - 1 to i.
    """

    full: dict[int, Pixels]
    small: np.ndarray[Any, np.dtype[np.uint8]]
    changed: np.ndarray[Any, np.dtype[np.int64]]


def decode(path: Path, wanted: Sequence[int]) -> Decoded:
    """Decode a film once."""
    full, small, changed = {}, [], []
    with av.open(str(path)) as film:
        before = None
        for number, frame in enumerate(film.decode(video=0)):
            plane = frame.planes[0]
            luma = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
            luma = luma[:, : plane.width].astype(np.int16)
            changed.append(0 if before is None else int((np.abs(luma - before) > NOISE).sum()))
            before = luma
            rows, columns = luma.shape[0] // 8, luma.shape[1] // 8
            blocks = luma[: rows * 8, : columns * 8].reshape(rows, 8, columns, 8)
            small.append(blocks.mean(axis=(1, 3)).astype(np.uint8))
            if number in wanted:
                picture = frame.reformat(format="rgb24", src_colorspace=BT709, dst_colorspace=BT709)
                full[number] = picture.to_ndarray().astype(float)
    return Decoded(full, np.array(small), np.array(changed))


def holding_frame(plane: dict[str, Any], fps: int) -> int:
    """The film's frame in the middle of the time during which a plane holds still."""
    start, end = plane["holds"]["film"]
    return round((start + end) / 2 * fps)


class PlaneView:
    """A plane in a picture: the pixels inside its axes, and the map that the manifest gives."""

    def __init__(self, plane: dict[str, Any], picture: Pixels) -> None:
        self.plane, self.picture = plane, picture
        (self.ax, self.bx), (self.ay, self.by) = (plane["map"]["rendered"][k] for k in "xy")
        (x0, x1), (y0, y1) = plane["x_range"], plane["y_range"]
        self.columns = np.arange(
            int(np.ceil(self.ax * x0 + self.bx + 2)), int(self.ax * x1 + self.bx) + 3
        )
        self.rows = np.arange(int(self.ay * y1 + self.by) - 3, int(self.ay * y0 + self.by) - 2)
        self.pixels = picture[self.rows][:, self.columns]

    def to_pixels(self, x: Pixels, y: Pixels) -> Pixels:
        """Data as pixels, shape (S, 2)."""
        return np.column_stack([self.ax * x + self.bx, self.ay * y + self.by])

    def curve(self, name: str) -> dict[str, Any]:
        """What the manifest says of a curve."""
        return next(curve for curve in self.plane["curves"] if curve["name"] == name)

    @property
    def dots(self) -> Pixels:
        """The middles of all dots, shape (S, 2), in pixels."""
        points = [point for dots in self.plane["dots"] for point in dots["points"]]
        x, y = np.array(points, dtype=float).reshape(-1, 2).T
        return self.to_pixels(x, y)

    def near_dot(self, at: Pixels) -> np.ndarray:
        """Which of some pixels, shape (..., 2), lie so near a dot that it may hide them."""
        near = np.zeros(at.shape[:-1], dtype=bool)
        for dot in self.dots:
            near |= np.hypot(*np.moveaxis(at - dot, -1, 0)) < HIDES * self.scale
        return near

    @property
    def scale(self) -> float:
        """How many of the picture's pixels make one at 1080p."""
        return self.picture.shape[1] / WIDE.size.width

    def unlike(self, color: str) -> tuple[Pixels, Pixels]:
        """For each pixel the share of a colour over the ground, and how far off that line it is."""
        return unlike(self.pixels, color)

    def around(self, at: Pixels) -> tuple[Pixels, Pixels]:
        """The pixels in the square of the whole picture around a place, and their middles."""
        reach = HIDES * self.scale
        left, top = (round(edge) for edge in at - reach)
        size = round(2 * reach)
        grid = np.stack(np.meshgrid(left + np.arange(size), top + np.arange(size)), axis=-1) + 0.5
        return self.picture[top : top + size, left : left + size], grid

    def own(self, name: str) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Which pixels have the curve's colour: 0 for none, else the number of their piece."""
        color = self.curve(name)["color"]
        others = {curve["color"] for curve in self.plane["curves"]} - {color}
        share, off = self.unlike(color)
        rivals = [self.unlike(other)[1] for other in sorted(others)]
        pale = self.unlike(DARK.text)[1]
        on_floor = np.abs(self.rows + 0.5 - self.by) < 2.2
        for grey in (DARK.faint, DARK.axis):
            pale[on_floor] = np.minimum(pale, self.unlike(grey)[1])[on_floor]
        rival = np.min([*rivals, pale + PALE * share], axis=0)
        own = (share > WEAK) & (off < ODD) & (off < NEARER * rival) & ~self.hidden
        pieces, count = label(binary_closing(own, np.ones((3, 1))))
        sizes = np.bincount(pieces.ravel(), minlength=count + 1)
        return np.where(own & (sizes[pieces] >= SPECK), pieces, 0)

    @property
    def hidden(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which pixels of the plane a dot may hide."""
        at = np.stack(np.meshgrid(self.columns + 0.5, self.rows + 0.5), axis=-1)
        return self.near_dot(at)

    def find(self, name: str) -> Pixels:
        """The middle of the curve's pixels in each column, shape (S, 2); of a round dot once.

        A column is left out where a dot may hide some of the curve's pixels and not all.
        """
        beside = binary_dilation(self.hidden, np.ones((3, 1)))
        pieces = self.own(name)
        share, _ = self.unlike(self.curve(name)["color"])
        found = []
        for piece in np.unique(pieces[pieces > 0]):
            rows, columns = np.nonzero(pieces == piece)
            weights = share[rows, columns]
            if np.ptp(columns) < SPOT:
                columns = np.full_like(columns, round(np.average(columns, weights=weights)))
            for column in np.unique(columns):
                here = columns == column
                if beside[rows[here], column].any():
                    continue
                middle = np.average(self.rows[rows[here]] + 0.5, weights=weights[here])
                found.append((self.columns[column] + 0.5, middle))
        return np.array(found, dtype=float).reshape(-1, 2)


def unlike(pixels: Pixels, color: str) -> tuple[Pixels, Pixels]:
    """For each pixel the share of a colour over the ground, and how far off that line it is."""
    ground = 255 * rgb(DARK.background)
    way = 255 * rgb(color) - ground
    share = np.clip((pixels - ground) @ way / (way @ way), 0, 1.05)
    return share, np.linalg.norm(pixels - ground - share[..., None] * way, axis=-1)


def off_curve(found: Pixels, curve: Pixels) -> Pixels:
    """The distance of each found point to a curve of many points, in pixels."""
    return np.array([np.hypot(*(curve - point).T).min() for point in found])
