"""Which way the edges of a digit image run, and where: what a reader of edges is told.

The gradient of the image (Sobel's) is taken apart into the two nearest of eight directions, each
direction's part is gathered in CELLS×CELLS places by a Gaussian, and the square root is taken, so
that faint edges count, too. C.-L. Liu, K. Nakashima, H. Sako and H. Fujisawa, "Handwritten digit
recognition: benchmarking of state-of-the-art techniques", Pattern Recognition 36 (2003).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.ink.frame import SIDE

DIRECTIONS, CELLS = 8, 7
NUMBERS = DIRECTIONS * CELLS * CELLS
SPREAD = 2.0  # standard deviation of a place, in pixels
STRONGEST = 1.6  # a place's value that is told as 255; hardly any edge is stronger
_BLOCK = 256  # images at once, so that their planes stay in the cache
_DIAGONAL = np.float32(np.sqrt(2))


def edge_numbers(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """images: uint8 (m, 784), a row an image. uint8 (m, NUMBERS)."""
    numbers = np.empty((len(images), NUMBERS), np.uint8)
    for start in range(0, len(images), _BLOCK):
        part = slice(start, start + _BLOCK)
        numbers[part] = _numbers(images[part])
    return numbers


def _numbers(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    m = len(images)
    padded = np.zeros((m, SIDE + 4, SIDE + 4), np.float32)
    padded[:, 2:-2, 2:-2] = images.reshape(m, SIDE, SIDE)
    padded /= 255
    planes = _directions(padded).reshape(DIRECTIONS, m, SIDE + 2, SIDE + 2)
    places = _GATHERING @ planes @ _GATHERING.T
    told = np.sqrt(np.maximum(places, 0), dtype=np.float32)
    np.minimum(np.rint(told * np.float32(255 / STRONGEST)), 255, out=told)
    numbers: NDArray[np.float32] = told.transpose(1, 0, 2, 3).reshape(m, NUMBERS)
    return numbers


def _directions(padded: NDArray[np.float32]) -> NDArray[np.float32]:
    """(DIRECTIONS, m, 30, 30): how much of the gradient goes each way; the first to the right, the
    others each an eighth of a turn further, by way of down."""
    across = padded[:, :, :-2] + 2 * padded[:, :, 1:-1] + padded[:, :, 2:]
    down = across[:, 2:] - across[:, :-2]
    along = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
    right = along[:, :, 2:] - along[:, :, :-2]
    size_right, size_down = np.abs(right), np.abs(down)
    diagonal = np.minimum(size_right, size_down)
    straight = np.maximum(size_right, size_down) - diagonal
    diagonal *= _DIAGONAL
    is_flat = size_right >= size_down
    is_right, is_down = right > 0, down > 0
    planes = (
        straight * (is_flat & is_right),
        diagonal * (is_right & is_down),
        straight * (~is_flat & is_down),
        diagonal * (~is_right & is_down),
        straight * (is_flat & ~is_right),
        diagonal * (~is_right & ~is_down),
        straight * (~is_flat & ~is_down),
        diagonal * (is_right & ~is_down),
    )
    return np.stack(planes)


def _gathering() -> NDArray[np.float32]:
    """(CELLS, 30): how much each row, or column, counts in each place; they sum to 1."""
    rows = np.arange(SIDE + 2) - 0.5
    middles = (np.arange(CELLS) + 0.5) * SIDE / CELLS
    shares = np.exp(-0.5 * ((rows - middles[:, None]) / SPREAD) ** 2)
    gathering: NDArray[np.float32] = shares / shares.sum(axis=1, keepdims=True)
    return gathering.astype(np.float32)


_GATHERING = _gathering()
