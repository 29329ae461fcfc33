"""Masks: which pixels of a picture are meant."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.ink.components import components

Mask = NDArray[np.bool_]
"""bool (h, w)."""


def thicker(mask: Mask, reach: int = 1) -> Mask:
    """With the pixels that are so near to those of a mask, corners included."""
    near = mask.copy()
    for _ in range(reach):
        for axis in (0, 1):
            lines = np.moveaxis(near, axis, 0)
            before = lines.copy()
            lines[1:] |= before[:-1]
            lines[:-1] |= before[1:]
    return near


def without_holes(mask: Mask) -> Mask:
    """A mask and what it lies around."""
    ground = components(~mask)
    at_border = np.zeros(len(ground) + 1, dtype=bool)
    at_border[border(ground.labels)] = True
    at_border[0] = False
    filled: Mask = ~at_border[ground.labels]
    return filled


def border(pixels: NDArray[Any]) -> NDArray[Any]:
    """The outermost pixels of an array (h, w)."""
    return np.concatenate([pixels[0], pixels[-1], pixels[1:-1, 0], pixels[1:-1, -1]])


def enlarged(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A small picture's mask at the size of the whole picture."""
    rows, columns = (
        np.minimum(np.arange(length) * size // length, size - 1)
        for length, size in zip(shape, mask.shape, strict=True)
    )
    large: Mask = mask[rows[:, None], columns]
    return large
