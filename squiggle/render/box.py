"""Boxes: rectangles of whole pixels, counted from the top left."""

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle of pixels: `left` and `top` belong to it, `right` and `bottom` do not."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """Whether there is no pixel in it."""
        return self.left >= self.right or self.top >= self.bottom

    @property
    def slices(self) -> tuple[slice, slice]:
        """The rows and the columns of an array that it covers."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def meets(self, other: "Box") -> bool:
        """Whether a pixel is in both."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def moved(self, across: int, down: int) -> "Box":
        """The box so many pixels to the right and farther down."""
        return Box(self.left + across, self.top + down, self.right + across, self.bottom + down)

    def shrunk(self, size: int) -> "Box":
        """The box in a picture of which `size` by `size` pixels are one."""
        return Box(*(side // size for side in self))

    def grown(self, border: int, grid: int, whole: "Box") -> "Box":
        """The box with a border, then out to the lines of a grid, inside `whole` (at 0, 0).

        >>> Box(3, 5, 8, 9).grown(2, 4, Box(0, 0, 10, 100))
        Box(left=0, top=0, right=10, bottom=12)
        """
        left, top = (max(0, side - border) // grid * grid for side in self[:2])
        right, bottom = (-(-(side + border) // grid) * grid for side in self[2:])
        return Box(left, top, min(right, whole.right), min(bottom, whole.bottom))


EMPTY = Box(0, 0, 0, 0)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that has all of them inside.

    >>> around([Box(0, 0, 2, 2), EMPTY, Box(5, 1, 6, 3)])
    Box(left=0, top=0, right=6, bottom=3)
    """
    full = [box for box in boxes if not box.is_empty]
    if not full:
        return EMPTY
    lefts, tops, rights, bottoms = zip(*full, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
