"""Which components of a picture are parts of digits: not specks, frames or the edges of a photo."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.ink.components import Components
from core.ink.ground import InkMap

_STRONG = 0.5  # a part has a pixel at least so strong
# Of a typical part's longer side.
_SPECK, _SMALL, _FAR = 0.12, 0.35, 0.4
_RIM, _ON_RIM = 0.12, 0.85
MOST_PARTS = 150


def too_many_things(count: int) -> DataError:
    """What to say of a picture with more than MOST_PARTS parts."""
    return DataError(
        f"There are too many things in this picture to find a digit among them: {count:,}. "
        "Cut it to the number alone."
    )


def digit_parts(found: Components, ink: InkMap) -> Components:
    """The components that can be parts of digits, numbered anew. Raises DataError when none can,
    or when there are so many that the picture shows something else."""
    peaks = np.zeros(len(found) + 1, dtype=np.float32)
    np.maximum.at(peaks, found.labels.reshape(-1), ink.strength.reshape(-1))
    kept = peaks[1:] >= _STRONG
    kept &= ~_around(found, kept)
    kept &= ~_on_border(found, kept)
    if kept.any():
        kept &= ~_specks(found, kept)
    count = int(kept.sum())
    if not count:
        raise DataError(
            "No digit stands out in this picture. "
            "It must show dark ink on a light ground, or light ink on a dark one."
        )
    if count > MOST_PARTS:
        raise too_many_things(count)
    number = np.zeros(len(found) + 1, dtype=np.int32)
    number[1:][kept] = np.arange(1, count + 1)
    return Components(number[found.labels], found.boxes[kept], found.areas[kept])


def _specks(found: Components, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those that are tiny beside the others, or small and far from any that is not.

    Raises DataError when more than MOST_PARTS are neither tiny nor small.
    """
    boxes = found.boxes.astype(np.float64)
    sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    # Each counts by its size, for there may be many specks.
    typical = (sides[kept] ** 2).sum() / sides[kept].sum()
    large = boxes[kept & (sides >= _SMALL * typical)]
    if len(large) > MOST_PARTS:
        raise too_many_things(len(large))
    specks: NDArray[np.bool_] = sides < _SPECK * typical
    small = np.flatnonzero(kept & ~specks & (sides < _SMALL * typical))
    gap = np.full(len(small), np.inf)
    for box in large:
        beside = np.maximum(box[:2] - boxes[small, 2:], boxes[small, :2] - box[2:])
        np.minimum(gap, np.hypot(*np.maximum(beside, 0).T), out=gap)
    specks[small] = gap > _FAR * typical
    return specks


def _around(found: Components, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Frames: hollow, and others lie inside them."""
    frames = np.zeros(len(found), dtype=bool)
    numbers = np.flatnonzero(kept)
    large = numbers[np.argsort(-found.areas[numbers])][:20]
    for number in large:
        left, top, right, bottom = box = found.boxes[number]
        inside = kept & (found.boxes[:, :2] > box[:2]).all(axis=1)
        inside &= (found.boxes[:, 2:] < box[2:]).all(axis=1)
        if not inside.any():
            continue
        pixels = found.labels[top:bottom, left:right] == number + 1
        down, across = (max(1, round(_RIM * side)) for side in pixels.shape)
        centre = pixels[down:-down, across:-across]
        frames[number] = pixels.sum() - centre.sum() >= _ON_RIM * pixels.sum()
    return frames


def _on_border(found: Components, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those cut off by the picture's border, when others are not."""
    height, width = found.labels.shape
    touching = (found.boxes[:, :2] <= 0).any(axis=1) | (found.boxes[:, 2] >= width)
    touching |= found.boxes[:, 3] >= height
    heights = found.boxes[:, 3] - found.boxes[:, 1]
    inner = kept & ~touching
    if not inner.any() or heights[inner].max() < 0.08 * height:
        return np.zeros(len(found), dtype=bool)
    return np.asarray(touching)
