"""From a picture of one digit, scanned or made elsewhere, to the 28×28 digit image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.ink.frame import BOX, CANVAS, MARGIN, SIDE, placed

SMALLEST, LARGEST = 4, 5000
FAINTEST = 24.0
_TRACE, _TRACE_IN_NOISE = 0.02, 0.3


def picture_image(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """float32 (784, 1) in [0, 1], made as digit_image makes it, from a grey picture (h, w).

    Ink may be light on dark or dark on light: what the border mostly shows is the ground. The ink's
    box is fitted into 20×20 by averaging areas, and placed by its centre of mass, so that an image
    of MNIST comes out nearly as it was.
    Raises DataError for a picture that is empty, even, or of an absurd size.
    """
    if grey.ndim != 2 or not all(SMALLEST <= side <= LARGEST for side in grey.shape):
        size = " × ".join(str(side) for side in grey.shape[::-1])
        raise DataError(
            f"A picture of {size} pixels cannot be read as one digit. "
            f"Each side must have {SMALLEST} to {LARGEST:,} pixels."
        )
    ink, noisy = _without_ground(grey)
    inked = ink > (_TRACE_IN_NOISE if noisy else _TRACE)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

    longer = max(box.shape)
    height, width = (max(1, round(side * BOX / longer)) for side in box.shape)
    small = _averaging(box.shape[0], height) @ box @ _averaging(box.shape[1], width).T
    canvas = np.zeros((1, CANVAS, CANVAS), dtype=np.float32)
    top, left = MARGIN + (BOX - height) // 2, MARGIN + (BOX - width) // 2
    canvas[0, top : top + height, left : left + width] = small / small.max()
    return placed(canvas).reshape(SIDE * SIDE, 1)


def _without_ground(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float32], bool]:
    """Ink from 0, the ground, to 1, the strongest, and whether the ground was noisy.

    Raises DataError when there is no ink.
    """
    border = np.concatenate([grey[0], grey[-1], grey[1:-1, 0], grey[1:-1, -1]])
    ground = np.median(border).astype(np.float32)
    ink = grey.astype(np.float32)
    ink -= ground
    dark, light = -float(ink.min()), float(ink.max())
    if dark > light:
        np.negative(ink, out=ink)
    spread = float(np.median(np.abs(border - ground)))
    # Four times the median deviation is 2.7 standard deviations of Gaussian noise.
    ink -= np.float32(4 * spread)
    np.maximum(ink, np.float32(0), out=ink)
    strongest = ink.max()
    if strongest < FAINTEST:
        raise DataError(
            "No digit stands out in this picture. "
            "It must show dark ink on a light ground, or light ink on a dark one."
        )
    ink /= strongest
    return ink, spread > 0


def _averaging(length: int, cells: int) -> NDArray[np.float32]:
    """(cells, length): each row averages the stretch of pixels that its cell covers."""
    edges = np.linspace(0, length, cells + 1)
    pixel = np.arange(length)
    overlap = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    shares: NDArray[np.float64] = np.maximum(overlap, 0) * (cells / length)
    return shares.astype(np.float32)
