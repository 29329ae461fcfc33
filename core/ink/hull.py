"""The convex hull of a mask: how much of it the mask fills, and how its sides are turned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hull = NDArray[np.float64]
"""float64 (k, 2): x and y of its corners, in order."""


def hull_of(mask: NDArray[np.bool_]) -> Hull:
    """That of a mask (h, w) with some pixel (Andrew's monotone chain, 1979)."""
    rows = np.flatnonzero(mask.any(axis=1))
    first = mask[rows].argmax(axis=1)
    last = mask.shape[1] - mask[rows, ::-1].argmax(axis=1)
    left = np.concatenate([np.column_stack([first, rows]), np.column_stack([first, rows + 1])])
    right = np.concatenate([np.column_stack([last, rows]), np.column_stack([last, rows + 1])])
    points = np.unique(np.concatenate([left, right]), axis=0).tolist()
    return np.array(_chain(points)[:-1] + _chain(points[::-1])[:-1], dtype=np.float64)


def _chain(points: list[list[int]]) -> list[list[int]]:
    chain: list[list[int]] = []
    for x, y in points:
        while len(chain) > 1:
            (x0, y0), (x1, y1) = chain[-2:]
            if (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0:
                break
            chain.pop()
        chain.append([x, y])
    return chain


def solidity(mask: NDArray[np.bool_]) -> float:
    """The share of its hull that a mask with some pixel fills."""
    return float(np.count_nonzero(mask)) / _area(hull_of(mask))


def squareness(hull: Hull) -> float:
    """How much of a hull its largest quadrilateral fills: 1 for four sides, 0.64 for an ellipse."""
    x, y = hull.T
    # Twice the area of the triangle over each diagonal, positive on one of its sides.
    across = (x - x[:, None])[:, :, None] * (y - y[:, None])[:, None, :]
    doubled = across - across.transpose(0, 2, 1)
    quadrilaterals = doubled.max(axis=2) - doubled.min(axis=2)
    return float(quadrilaterals.max()) / 2 / _area(hull)


def _area(hull: Hull) -> float:
    x, y = hull.T
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def side_angle(hull: Hull, inside: tuple[int, ...]) -> float:
    """By how many degrees the sides of a hull are turned, -45 to 45, clockwise in a picture: the
    angle, modulo 90, that most of its length has. Sides along the border of the picture, whose
    shape is `inside`, do not count."""
    height, width = inside
    ends = np.roll(hull, -1, axis=0)
    sides = ends - hull
    middles = (ends + hull) / 2
    margin = 2.0
    free = (middles > margin).all(axis=1)
    free &= (middles[:, 0] < width - margin) & (middles[:, 1] < height - margin)
    lengths = np.hypot(*sides.T) * free
    if not lengths.any():
        return 0.0
    angles = np.degrees(np.arctan2(sides[:, 1], sides[:, 0]))
    around = (angles - angles[:, None] + 45) % 90 - 45
    near = np.abs(around) <= 6
    best = int((near * lengths).sum(axis=1).argmax())
    turned = angles[best] + (near * lengths * around)[best].sum() / (near * lengths)[best].sum()
    return float((turned + 45) % 90 - 45)
