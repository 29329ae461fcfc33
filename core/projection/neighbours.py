"""The nearest neighbours of each of many points, exactly, by products of blocks of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.network.arrays import Array

BLOCK = 500


def nearest(
    points: Array, count: int, *, cancelled: IsCancelled = never
) -> tuple[NDArray[np.intp], Array]:
    """The `count` nearest other points of each of (n, m), the nearest first.

    Returns their indices (m, count) and their Euclidean distances float32 (m, count). There are
    never more than m - 1. Raises Cancelled.
    """
    rows = np.ascontiguousarray(points.T, dtype=np.float32)
    rows -= rows.mean(axis=0) if len(rows) else 0
    m = len(rows)
    count = max(min(count, m - 1), 0)
    indices, distances = np.empty((m, count), np.intp), np.empty((m, count), np.float32)
    if not count:
        return indices, distances
    squares = np.einsum("ij,ij->i", rows, rows)
    for start in range(0, m, BLOCK):
        stop_if(cancelled)
        block = slice(start, min(start + BLOCK, m))
        # |a - b|² = |a|² - 2 a·b + |b|²; |a|² is the same for a whole row.
        apart = rows[block] @ (-2 * rows.T)
        apart += squares
        within = np.arange(block.stop - start)
        apart[within, within + start] = np.inf
        found = np.argpartition(apart, count - 1, axis=1)[:, :count]
        squared = np.take_along_axis(apart, found, axis=1) + squares[block, None]
        order = np.lexsort((found, squared), axis=1)
        indices[block] = np.take_along_axis(found, order, axis=1)
        distances[block] = np.sqrt(np.maximum(np.take_along_axis(squared, order, axis=1), 0))
    return indices, distances
