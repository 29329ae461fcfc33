"""From ink of any size in pixels to the canvas of a digit image, by averaging areas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.ink.frame import BOX, CANVAS, MARGIN, SIDE

Box = tuple[float, float, float, float]


def fit_in_box(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """A canvas (CANVAS, CANVAS) with ink (h, w) in its 20×20 box, the aspect kept: float32 in [0,
    1], the strongest pixel 1. The ink is cropped: it touches all four sides."""
    longer = max(ink.shape)
    height, width = (max(1, round(side * BOX / longer)) for side in ink.shape)
    rows, columns = (
        np.linspace(0, ink.shape[0], height + 1),
        np.linspace(0, ink.shape[1], width + 1),
    )
    canvas = np.zeros((CANVAS, CANVAS), dtype=np.float32)
    top, left = MARGIN + (BOX - height) // 2, MARGIN + (BOX - width) // 2
    canvas[top : top + height, left : left + width] = _average(ink, rows, columns)
    canvas /= canvas.max() or np.float32(1)
    return canvas


def squash(ink: NDArray[np.float32], box: Box) -> NDArray[np.float32]:
    """A canvas (CANVAS, CANVAS) with the whole unit square in its middle 28×28 pixels: float32 in
    [0, 1], the strongest pixel 1.

    ink: (h, w). box: left, top, right, bottom of the ink in the unit square.
    """
    left, top, right, bottom = box
    edges = np.linspace(0, 1, SIDE + 1)
    rows = (edges - top) / (bottom - top) * ink.shape[0]
    columns = (edges - left) / (right - left) * ink.shape[1]
    canvas = np.zeros((CANVAS, CANVAS), dtype=np.float32)
    first = (CANVAS - SIDE) // 2
    shown = slice(first, first + SIDE)
    canvas[shown, shown] = _average(ink, rows, columns)
    canvas /= canvas.max()
    return canvas


def _average(
    ink: NDArray[np.float32], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Cells between `rows` and `columns`, edges in pixels of the ink; beyond it there is none."""
    cells = _shares(ink.shape[0], rows) @ ink @ _shares(ink.shape[1], columns).T
    return cells.astype(np.float32, copy=False)


def _shares(length: int, edges: NDArray[np.float64]) -> NDArray[np.float32]:
    """(cells, length): which share of each cell each pixel covers."""
    pixel = np.arange(length)
    overlap = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    shares: NDArray[np.float64] = np.maximum(overlap, 0) / np.diff(edges)[:, None]
    return shares.astype(np.float32)
