"""The array types of the stage."""

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]
"""One scene point, shape (3,), in Manim units."""

Points = NDArray[np.float64]
"""Scene points, shape (S, 3), in Manim units."""

Vector = NDArray[np.float64]
"""One number for each of S samples, shape (S,), in data units."""
