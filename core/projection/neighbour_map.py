"""A map that keeps neighbours together: links pull, chance meetings push.

The forces are UMAP's (see core.projection.links) with the similarity 1 / (1 + d²) of t-SNE, as in
S. Damrich, J. N. Böhm, F. A. Hamprecht and D. Kobak, "From t-SNE to UMAP with contrastive
learning", 2023. What is done otherwise is what makes it quick in NumPy: every link pulls at every
step, in proportion to its weight, and each point meets OTHERS points by chance, whose push stands
for that of all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.network.arrays import Array
from core.projection.links import Links

OTHERS = 8  # that each point meets at a step
PUSH = 5.0  # meetings for each pull, UMAP's negative samples
RATE = 0.25
LIMIT = 4.0  # of a step along an axis
NEAR = 1e-3  # keeps the push of two points at one place finite
SPREAD = 4.0  # root mean square distance from 0 that a first map begins with


class NeighbourMap:
    """Positions that move step by step, from a start.

    positions: float32 (2, m), in its own unit. The same start, links and rng give the same map.
    """

    def __init__(self, start: Array, links: Links, *, rng: np.random.Generator) -> None:
        """start: (2, m), such as the first two principal components, or an earlier map."""
        self.positions: Array = start.astype(np.float32)
        self._links, self._rng = links, rng
        pulls = np.add.reduceat(links.weights, links.starts)
        self._push = (PUSH / OTHERS * pulls).astype(np.float32)

    def steps(self, count: int, rate: float = RATE) -> Iterator[int]:
        """Move `count` times, ever less; yields how many were done."""
        for done in range(count):
            self.move(np.float32(rate * (1 - done / count)))
            yield done + 1

    def move(self, rate: float | np.float32) -> None:
        """One step along the forces, `rate` of them."""
        forces = self.pull()
        forces += self.push() * self._push
        np.clip(forces, -LIMIT, LIMIT, out=forces)
        self.positions += forces * np.float32(rate)

    def pull(self) -> Array:
        """(2, m): the sum over each point's links of 2 w (y' - y) / (1 + d²), the gradient of
        w·log 1 / (1 + d²)."""
        links = self._links
        way: Array = np.take(self.positions, links.targets, axis=1)
        way -= np.take(self.positions, links.sources, axis=1)
        way *= 2 * links.weights / (1 + _squared(way))
        pulled: Array = np.add.reduceat(way, links.starts, axis=1)
        return pulled

    def push(self) -> Array:
        """(2, m): the sum over OTHERS points met by chance of 2 (y - y') / (d² (1 + d²)), the
        gradient of log (1 - 1 / (1 + d²)), each at most LIMIT along an axis."""
        m = self.positions.shape[1]
        pushed: Array = np.zeros_like(self.positions)
        for _ in range(OTHERS):
            met = np.take(self.positions, self._rng.integers(0, m, m), axis=1)
            way = np.subtract(self.positions, met, out=met)
            squared = _squared(way)
            way *= 2 / ((np.float32(NEAR) + squared) * (1 + squared))
            pushed += np.clip(way, -LIMIT, LIMIT, out=way)
        return pushed


def _squared(way: Array) -> Array:
    squared: Array = way[0] * way[0]
    squared += way[1] * way[1]
    return squared
