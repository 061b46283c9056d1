"""Arrays that stay as they are: the types of the core and the one way to lock an array."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]
"""One number for each of S samples, shape (S,)."""

Matrix = NDArray[np.float64]
"""One number for each connection, shape (to, from)."""


def locked(values: ArrayLike) -> Vector:
    """A copy of `values` as float64 that refuses to be written to; the shape is kept.

    >>> locked([1, 2])[0] = 3
    Traceback (most recent call last):
    ValueError: assignment destination is read-only
    """
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array
