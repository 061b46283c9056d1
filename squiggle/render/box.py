"""Boxes: rectangles of whole pixels, counted from the top left."""

from collections.abc import Iterable
from functools import reduce
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
    def area(self) -> int:
        """How many pixels it has."""
        return (self.right - self.left) * (self.bottom - self.top)

    @property
    def slices(self) -> tuple[slice, slice]:
        """The rows and the columns of an array that it covers."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def meets(self, other: "Box") -> bool:
        """Whether a pixel is in both."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        """Whether all pixels of the other are in this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def joined(self, other: "Box") -> "Box":
        """The smallest box that has both inside.

        >>> Box(0, 0, 2, 2).joined(Box(5, 1, 6, 3))
        Box(left=0, top=0, right=6, bottom=3)
        """
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

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


SMALL = 20_000  # pixels that it is cheaper to draw and convert than to look at apart


def regions(boxes: Iterable[Box]) -> list[Box]:
    """A few boxes, apart from each other, that have all of these inside.

    Two become one where that wastes few pixels.

    >>> regions([Box(0, 0, 400, 400), Box(390, 0, 800, 400), Box(0, 900, 9, 909), Box(3, 3, 3, 3)])
    [Box(left=0, top=0, right=800, bottom=400), Box(left=0, top=900, right=9, bottom=909)]
    """
    found: list[Box] = []
    for box in dict.fromkeys(boxes):
        if box.is_empty or any(other.holds(box) for other in found):
            continue
        while near := [other for other in found if _belong(box, other)]:
            box = reduce(Box.joined, near, box)
            found = [other for other in found if other not in near]
        found.append(box)
    return found


def _belong(a: Box, b: Box) -> bool:
    return a.meets(b) or a.joined(b).area <= a.area + b.area + SMALL
