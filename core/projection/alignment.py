"""Maps that can be compared: each as large as the other, turned to lie on the one before."""

from __future__ import annotations

import numpy as np

from core.network.arrays import Array


def in_unit_size(positions: Array) -> Array:
    """Positions (2, m) around their mean, their root mean square distance from it being 1.

    Positions that are all one stay at 0.
    """
    centred = positions - positions.mean(axis=1, keepdims=True)
    scaled: Array = (centred / (size_of(positions) or 1.0)).astype(np.float32)
    return scaled


def size_of(positions: Array) -> float:
    """The root mean square distance of positions (2, m) from their mean."""
    centred = positions - positions.mean(axis=1, keepdims=True)
    return float(np.sqrt(np.square(centred, dtype=np.float64).sum(axis=0).mean()))


def turned_onto(before: Array, positions: Array) -> Array:
    """Positions (2, m), turned and mirrored as little differs from `before`, (2, m) as well.

    Both lie around 0. The orthogonal Procrustes problem: P. H. Schönemann, Psychometrika 31, 1966.
    """
    left, _, right = np.linalg.svd(before @ positions.T)
    turned: Array = ((left @ right) @ positions).astype(np.float32)
    return turned
