"""Principal components: the plane that many-dimensional points spread most in.

The axes are found by a randomized range finder with power iterations (N. Halko, P. G. Martinsson
and J. A. Tropp, "Finding structure with randomness", SIAM Review 53, 2011, algorithms 4.4 and 5.1):
the covariance is only ever multiplied by a few columns, so 784 x 784 are never taken apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.network.arrays import Array

SPARE = 10  # columns beyond those that are wanted
POWERS = 8
FEW_POWERS = 2  # where the span of many axes is wanted, not each of them


@dataclass(frozen=True, eq=False)
class PrincipalAxes:
    """mean: (n, 1). axes: (count, n), orthonormal rows, the widest first; of each the largest entry
    by size is positive. shares: float64 (count,), of the variance along each axis."""

    mean: Array
    axes: Array
    shares: NDArray[np.float64]

    def project(self, points: Array) -> Array:
        """Where points (n, m) lie along the axes: (count, m)."""
        places: Array = self.axes @ (points - self.mean)
        return places


def principal_components(
    points: Array, count: int, *, rng: np.random.Generator, powers: int = POWERS
) -> PrincipalAxes:
    """Of points (n, m), an example a column. There are never more axes than n.
    powers: how often the axes are made more exact.

    Raises DataError where a number is not finite.
    """
    n = len(points)
    count = min(count, n)
    mean = points.mean(axis=1, keepdims=True)
    centred = points - mean
    largest = float(np.abs(centred).max(initial=0))
    if not np.isfinite(largest):
        raise DataError("These points are not finite, so they have no place on a map.")
    centred /= largest or 1.0  # so that no square overflows
    basis: Array = rng.standard_normal((n, min(count + SPARE, n))).astype(points.dtype)
    basis = np.linalg.qr(basis)[0]
    for _ in range(powers if basis.shape[1] < n else 0):
        basis = np.linalg.qr(centred @ (centred.T @ basis))[0]
    within = basis.T @ centred
    variances, turn = np.linalg.eigh(within @ within.T)
    axes = (basis @ turn[:, ::-1][:, :count]).T
    peaks = np.abs(axes).argmax(axis=1)
    axes *= np.where(axes[np.arange(count), peaks] < 0, -1, 1).astype(points.dtype)[:, None]
    total = float(np.square(centred).sum(dtype=np.float64))
    shares = np.maximum(variances[::-1][:count].astype(np.float64), 0) / (total or 1.0)
    return PrincipalAxes(mean, axes, shares)
