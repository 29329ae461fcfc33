"""A pen and an eraser on the pixels of a digit image themselves, at its own resolution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import PIXELS

SIDE = 28
WIDTH = 2.0  # image pixels: of the pen's stroke, and of the eraser's
ERASER_WIDTH = 3.0

Point = tuple[float, float]

_ROWS, _COLUMNS = np.mgrid[0:SIDE, 0:SIDE] + 0.5


def stroke(
    image: NDArray[np.uint8], start: Point, end: Point, *, erase: bool = False
) -> NDArray[np.uint8]:
    """The image after the pen went straight from start to end: uint8 (784,), read-only.

    image: uint8 (784,). start, end: x and y in image pixels from the upper left corner, also beside
    the image. A pixel is covered as far as the stroke reaches over it; ink is never taken away by
    the pen, nor added by the eraser.
    """
    reach = (ERASER_WIDTH if erase else WIDTH) / 2
    covered = np.clip(reach + 0.5 - _distances(start, end), 0, 1).reshape(PIXELS)
    ink = np.rint(255 * covered).astype(np.uint8)
    drawn = np.minimum(image, 255 - ink) if erase else np.maximum(image, ink)
    drawn.flags.writeable = False
    return drawn


def changed_pixels(image: NDArray[np.uint8], original: NDArray[np.uint8]) -> int:
    """How many pixels differ."""
    return int(np.count_nonzero(image != original))


def _distances(start: Point, end: Point) -> NDArray[np.float64]:
    """Of the middle of each pixel from the line between two points: (28, 28)."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    length = dx * dx + dy * dy
    along = np.zeros((SIDE, SIDE))
    if length:
        along = np.clip(((_COLUMNS - x) * dx + (_ROWS - y) * dy) / length, 0, 1)
    distances: NDArray[np.float64] = np.hypot(_COLUMNS - x - along * dx, _ROWS - y - along * dy)
    return distances
