"""Connected components of a mask: the pixels that hang together, corner to corner included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Components:
    """n components, the first inked pixel in reading order first.

    labels: int32 (h, w), 0 where there is nothing, else the component's number, from 1.
    boxes: intp (n, 4), left, top, right, bottom; the last two are just beyond. areas: intp (n,).
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.intp]
    areas: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.areas)


def components(mask: NDArray[np.bool_]) -> Components:
    """The components of a mask (h, w).

    Runs of each row are nodes, touching runs of neighbouring rows are edges; labels spread along
    the edges and jump to their label's label until nothing changes (after Shiloach and Vishkin
    1982).
    """
    height, width = mask.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    turns = np.diff(padded, axis=1)
    row, start = np.nonzero(turns == 1)
    stop = np.nonzero(turns == -1)[1]
    label = _labels(row, start, stop, width)
    _, of_run = np.unique(label, return_inverse=True)
    n = int(of_run.max()) + 1 if len(of_run) else 0

    boxes = np.empty((n, 4), dtype=np.intp)
    boxes[:, :2], boxes[:, 2:] = max(height, width), 0
    np.minimum.at(boxes[:, 0], of_run, start)
    np.minimum.at(boxes[:, 1], of_run, row)
    np.maximum.at(boxes[:, 2], of_run, stop)
    np.maximum.at(boxes[:, 3], of_run, row + 1)
    areas = np.bincount(of_run, stop - start, n).astype(np.intp)

    labels = np.zeros(height * width, dtype=np.int32)
    labels[mask.reshape(-1)] = np.repeat(of_run + 1, stop - start)
    return Components(labels.reshape(height, width), boxes, areas)


def _labels(
    row: NDArray[np.intp], start: NDArray[np.intp], stop: NDArray[np.intp], width: int
) -> NDArray[np.intp]:
    """For each run, the first run of its component."""
    # A run reaches those of the row above that begin before its end and end after its start,
    # both widened by a pixel for the corners.
    first = np.searchsorted(row * (width + 2) + stop, (row - 1) * (width + 2) + start)
    beyond = np.searchsorted(
        row * (width + 2) + start, (row - 1) * (width + 2) + stop, side="right"
    )
    count = np.maximum(beyond - first, 0)
    below = np.repeat(np.arange(len(row)), count)
    above = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + first[below]
    label = np.arange(len(row))
    while True:
        lower = np.minimum(label[below], label[above])
        spread = label.copy()
        np.minimum.at(spread, label[below], lower)
        np.minimum.at(spread, label[above], lower)
        np.minimum.at(spread, below, lower)
        np.minimum.at(spread, above, lower)
        spread = spread[spread]
        if np.array_equal(spread, label):
            return label
        label = spread
