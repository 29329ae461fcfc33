"""What a map says in numbers: whether each point lies among its own class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never
from core.network.arrays import Array
from core.projection.neighbours import nearest

COUNT = 10


@dataclass(frozen=True, eq=False)
class Neighbourhoods:
    """Of the COUNT nearest of each of m points on a map.

    shares: float64 (m,), how many of them are of the point's own class. most: intp (m,), the class
    that most of them are of.
    """

    labels: NDArray[np.uint8]
    shares: NDArray[np.float64]
    most: NDArray[np.intp]

    @property
    def share(self) -> float:
        """Of all points; 0 where there are none."""
        return float(self.shares.mean()) if len(self.shares) else 0.0

    def share_of(self, number: int) -> float | None:
        """Of the points of one class; None where there are none."""
        own = self.shares[self.labels == number]
        return float(own.mean()) if len(own) else None

    def outliers(self, count: int) -> NDArray[np.intp]:
        """At most `count` points that lie among another class, the loneliest first."""
        lost = np.flatnonzero((self.shares < 0.5) & (self.most != self.labels))
        first: NDArray[np.intp] = lost[np.argsort(self.shares[lost], kind="stable")][:count]
        return first


def neighbourhoods(
    positions: Array, labels: NDArray[np.uint8], classes: int, *, cancelled: IsCancelled = never
) -> Neighbourhoods:
    """positions: (2, m). labels: (m,), below `classes`. Raises Cancelled."""
    found, _ = nearest(positions, COUNT, cancelled=cancelled)
    m, count = found.shape
    of_found = labels[found]
    shares = (of_found == labels[:, None]).mean(axis=1) if count else np.zeros(m)
    votes = np.bincount(
        (np.arange(m)[:, None] * classes + of_found).ravel(), minlength=m * classes
    ).reshape(m, classes)
    return Neighbourhoods(labels, shares, votes.argmax(axis=1))


def class_centres(positions: Array, labels: NDArray[np.uint8], classes: int) -> Array:
    """(2, classes): the median of each class along both axes; NaN where it has no point."""
    centres = np.full((2, classes), np.nan, np.float32)
    for number in np.unique(labels):
        centres[:, number] = np.median(positions[:, labels == number], axis=1)
    return centres
