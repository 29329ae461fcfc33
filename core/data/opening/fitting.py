"""Images of any size and range as MNIST has them: bytes, 28 × 28, the aspect kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import PIXELS
from core.errors import DataError

SIDE = 28
SMALL = 20  # the side that MNIST's digits are fitted into; what is smaller was cut tightly
_CHUNK = 2000
_SIXTEEN = 16.0  # sklearn's digits count dots from 0 to 16


def span_of(arrays: Iterable[NDArray[Any]]) -> tuple[float, float, str]:
    """(the value that is to be 0, the value that is to be 255, a sentence or "").

    Of numbers from 0 to 255 as they are, 0 to 1, -1 to 1, 0 to 16, or anything else. Raises
    DataError for nan and infinity, and where all values are the same.
    """
    low, high = np.inf, -np.inf
    for array in arrays:
        if array.size:
            low, high = min(low, float(array.min())), max(high, float(array.max()))
    if not (np.isfinite(low) and np.isfinite(high)):
        raise DataError("Some values of the images are not numbers (nan or infinity).")
    if low == high:
        raise DataError("All images are empty: every value is the same.")
    if low >= 0:
        for top in (1.0, _SIXTEEN, 255.0):
            if high <= top:
                said = "" if top == 255 else f"Values from 0 to {top:.0f} were made 0 to 255."
                return 0.0, top, said
    if low >= -1 and high <= 1:
        return -1.0, 1.0, "Values from -1 to 1 were made 0 to 255."
    return low, high, f"Values from {low:g} to {high:g} were made 0 to 255."


def fitted(images: NDArray[Any], span: tuple[float, float]) -> NDArray[np.uint8]:
    """(m, h, w) as uint8 (m, 784), C-contiguous. Bytes of 28 × 28 are not copied."""
    low, high = span
    is_plain = images.dtype == np.uint8 and (low, high) == (0, 255)
    if is_plain and images.shape[1:] == (SIDE, SIDE):
        return np.ascontiguousarray(images).reshape(-1, PIXELS)
    made = np.empty((len(images), PIXELS), np.uint8)
    for start in range(0, len(images), _CHUNK):
        part = images[start : start + _CHUNK].astype(np.float32)
        if not is_plain:
            part = (part - np.float32(low)) * np.float32(255 / (high - low))
        made[start : start + _CHUNK] = _resized(part).reshape(-1, PIXELS)
    return made


def fitted_one(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One picture (h, w) as uint8 (784,)."""
    if grey.shape == (SIDE, SIDE):
        return grey.reshape(PIXELS)
    return _resized(grey[None].astype(np.float32)).reshape(PIXELS)


def ring_of(images: NDArray[Any]) -> NDArray[Any]:
    """The outermost pixels of images (m, h, w): (m, n)."""
    edges = images[:, 0], images[:, -1], images[:, 1:-1, 0], images[:, 1:-1, -1]
    return np.concatenate(edges, axis=1)


def _resized(images: NDArray[np.float32]) -> NDArray[np.uint8]:
    """float32 (m, h, w) from 0 to 255 as uint8 (m, 28, 28), on the ground that each has."""
    m, height, width = images.shape
    longest = max(height, width)
    wanted = longest if SMALL < longest <= SIDE else SIDE if longest > SIDE else SMALL
    rows, columns = (max(1, round(side * wanted / longest)) for side in (height, width))
    made = np.empty((m, SIDE, SIDE), np.float32)
    made[:] = np.median(ring_of(images), axis=1)[:, None, None]
    top, left = (SIDE - rows) // 2, (SIDE - columns) // 2
    made[:, top : top + rows, left : left + columns] = (
        weights(height, rows) @ images @ weights(width, columns).T
    )
    return np.rint(made).clip(0, 255).astype(np.uint8)


@lru_cache(maxsize=256)
def weights(given: int, wanted: int) -> NDArray[np.float32]:
    """(wanted, given): what each of `wanted` places takes of each of `given`; rows add up to 1.

    Fewer places take the mean of what they cover, more are put between the nearest two.
    """
    scale, at = given / wanted, np.arange(given)
    if wanted <= given:
        starts = np.arange(wanted)[:, None] * scale
        covered = np.minimum(starts + scale, at + 1) - np.maximum(starts, at)
        return np.asarray(covered.clip(0) / scale, np.float32)
    centres = ((np.arange(wanted) + 0.5) * scale - 0.5).clip(0, given - 1)
    return np.asarray((1 - np.abs(centres[:, None] - at)).clip(0), np.float32)
