"""Which points of a map belong together, and how much: a graph of neighbours.

As in UMAP (L. McInnes, J. Healy and J. Melville, "UMAP: Uniform Manifold Approximation and
Projection for Dimension Reduction", 2018, section 3.1): how near a neighbour is counts beside how
near the others of that point are, so that dense and thin places weigh the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.network.arrays import Array

HALVINGS = 40


@dataclass(frozen=True, eq=False)
class Links:
    """Both ways of every link, sorted by where they start; each point has at least one.

    starts: where those of each point begin, intp (m,). sources, targets: intp (k,). weights:
    float32 (k,), above 0 up to 1.
    """

    starts: NDArray[np.intp]
    sources: NDArray[np.intp]
    targets: NDArray[np.intp]
    weights: Array


def links_between(neighbours: NDArray[np.intp], distances: Array) -> Links:
    """Of each point's neighbours (m, count) at these distances, the nearest first, count at least
    1. Two points that both name each other are linked more: w = a + b - a·b."""
    m, count = neighbours.shape
    weights = _weights(distances.astype(np.float64)).ravel()
    sources, targets = np.repeat(np.arange(m), count), neighbours.ravel()
    there, back = sources * m + targets, targets * m + sources
    links, place = np.unique(np.concatenate([there, back]), return_inverse=True)
    both = len(links)
    a = np.bincount(place[: len(there)], weights, both)
    b = np.bincount(place[len(there) :], weights, both)
    from_, to = np.divmod(links, m)
    joined = (a + b - a * b).astype(np.float32)
    return Links(np.searchsorted(from_, np.arange(m)), from_, to, joined)


@np.errstate(over="ignore")
def _weights(distances: Array) -> Array:
    """exp(-(d - nearest) / spread) of each, where `spread` of a point, found by halving, lets its
    weights add up to log2 of their number."""
    beyond = np.maximum(distances - distances[:, :1], 0)
    wanted = np.log2(max(distances.shape[1], 2))
    low, high = np.zeros(len(beyond)), np.full(len(beyond), beyond.max(initial=0) + 1e-30)
    for _ in range(HALVINGS):
        spread = (low + high) / 2
        is_wide = np.exp(-beyond / spread[:, None]).sum(axis=1) > wanted
        high = np.where(is_wide, spread, high)
        low = np.where(is_wide, low, spread)
    found: Array = np.exp(-beyond / ((low + high) / 2)[:, None])
    return np.maximum(found, 1e-6)
