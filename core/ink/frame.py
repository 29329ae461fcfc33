"""The frame of a digit image: a 20×20 box for the ink, placed in 28×28 by its centre of mass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIDE = 28
BOX = 20
MIDDLE = 14.0
MARGIN = SIDE - BOX
CANVAS = BOX + 2 * MARGIN

# Symmetric ink lies halfway between two cuts; this keeps rounding errors from choosing.
_TIE = 1e-3
_FRAME = np.arange(SIDE, dtype=np.intp)[:, None] * CANVAS + np.arange(SIDE, dtype=np.intp)
_RAMP = np.arange(CANVAS, dtype=np.float32)


def place_by_mass(canvases: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cut each canvas to 28×28 so that its centre of mass lies at pixel (14, 14).

    canvases: (n, CANVAS, CANVAS), the ink within the box that begins at (MARGIN, MARGIN).
    The cut is by whole pixels, as in MNIST, and never cuts the box. Returns float32 (n, 784);
    a blank canvas stays blank.
    """
    first = np.clip(first_pixels(mass_centres(canvases)), 0, MARGIN)
    start = np.arange(len(canvases), dtype=np.intp) * (CANVAS * CANVAS)
    start += first[0] * CANVAS + first[1]
    return canvases.reshape(-1)[start[:, None] + _FRAME.reshape(1, -1)]


def mass_centres(canvases: NDArray[np.float32]) -> NDArray[np.float32]:
    """Row and column, in pixels, of the centre of mass of each canvas (n, CANVAS, CANVAS): float32
    (2, n)."""
    rows, columns = canvases.sum(axis=2), canvases.sum(axis=1)
    mass = np.maximum(rows.sum(axis=1), np.float32(1e-6))
    return np.stack([rows @ _RAMP / mass, columns @ _RAMP / mass])


def first_pixels(centres: NDArray[np.float32]) -> NDArray[np.intp]:
    """The first row or column of the cut that has each centre of mass in its middle."""
    first: NDArray[np.float32] = np.rint(centres - np.float32(MIDDLE + _TIE))
    return first.astype(np.intp)
