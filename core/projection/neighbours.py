"""The nearest neighbours of each of many points, exactly, by products of blocks of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.network.arrays import Array

BLOCK = 250  # points whose distances are in memory at once
GROUP = 32


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
    groups = -(-m // GROUP)
    # What fills the last group up is farther than all.
    apart = np.full((min(BLOCK, m), groups * GROUP), np.inf, np.float32)
    products = np.empty((min(BLOCK, m), m), np.float32)
    for start in range(0, m, BLOCK):
        stop_if(cancelled)
        block = slice(start, min(start + BLOCK, m))
        within = np.arange(block.stop - start)
        part = apart[: len(within)]
        # |a - b|² = |a|² - 2 a·b + |b|²; |a|² is the same for a whole row.
        np.matmul(rows[block], rows.T, out=products[: len(within)])
        np.multiply(products[: len(within)], -2, out=part[:, :m])
        part[:, :m] += squares
        part[within, within + start] = np.inf
        found = _smallest(part, count)
        squared = np.take_along_axis(part, found, axis=1) + squares[block, None]
        order = np.lexsort((found, squared), axis=1)
        indices[block] = np.take_along_axis(found, order, axis=1)
        distances[block] = np.sqrt(np.maximum(np.take_along_axis(squared, order, axis=1), 0))
    return indices, distances


def _smallest(values: Array, count: int) -> NDArray[np.intp]:
    """Where the `count` smallest of each row are, (rows, count), in any order.

    They all lie in the `count` groups of GROUP whose own smallest are smallest: a sixth of the work
    of looking for them in the whole row.
    """
    rows, across = values.shape
    groups = across // GROUP
    if count >= groups:
        return np.argpartition(values, count - 1, axis=1)[:, :count]
    least = values.reshape(rows, GROUP, groups).min(axis=1)
    chosen = np.argpartition(least, count - 1, axis=1)[:, :count]
    places = (chosen[:, :, None] + np.arange(GROUP) * groups).reshape(rows, -1)
    among = np.argpartition(np.take_along_axis(values, places, axis=1), count - 1, axis=1)
    found: NDArray[np.intp] = np.take_along_axis(places, among[:, :count], axis=1)
    return found
