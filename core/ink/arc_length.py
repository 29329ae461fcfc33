"""Places along a line by the length of the way to them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def lengths_to(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """How long the line through points (k, 2), k ≥ 1, is up to each: float64 (k,), from 0."""
    x, y = (points[1:] - points[:-1]).T
    reached = np.zeros(len(points))
    np.cumsum(np.hypot(x, y), out=reached[1:])
    return reached


def points_at(
    lengths: NDArray[np.float64], points: NDArray[np.float64], reached: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where the line is after each of these lengths (n,): float64 (n, 2).

    reached: how long it is up to each of its points (k, 2), never falling: float64 (k,).
    """
    places = np.empty((len(lengths), 2))
    for axis in (0, 1):
        places[:, axis] = np.interp(lengths, reached, points[:, axis])
    return places


def evenly(points: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """`count` points at equal distances along the line through points (k, 2), its ends among them:
    float64 (count, 2)."""
    reached = lengths_to(points)
    return points_at(np.linspace(0.0, reached[-1], count), points, reached)
