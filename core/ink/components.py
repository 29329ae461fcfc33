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

    Runs of each row are nodes, touching runs of neighbouring rows are edges. Each node takes the
    lowest label beside it and jumps to its label's label; edges within one label are dropped, until
    none is left (after Shiloach and Vishkin 1982).
    """
    height, width = mask.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    turns = np.diff(padded, axis=1)
    row, start = np.nonzero(turns == 1)
    stop = np.nonzero(turns == -1)[1]
    label = _labels(row, start, stop, width)
    firsts = label == np.arange(len(label))
    of_run = (np.cumsum(firsts) - 1)[label]
    n = int(firsts.sum())

    boxes = np.empty((n, 4), dtype=np.intp)
    for column, (extreme, values) in enumerate(
        (
            (np.minimum, start),
            (np.minimum, row),
            (np.maximum, stop),
            (np.maximum, row + 1),
        )
    ):
        side = values[firsts]
        extreme.at(side, of_run, values)
        boxes[:, column] = side
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
    while len(below):
        np.minimum.at(label, np.maximum(below, above), np.minimum(below, above))
        while not np.array_equal(label, first := label[label]):
            label = first
        below, above = label[below], label[above]
        apart = below != above
        below, above = below[apart], above[apart]
    return label


def pixels_of(found: Components) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """y and x of each component's pixels, in reading order: (area,) each."""
    y, x = np.nonzero(found.labels)
    labels = found.labels[y, x].astype(np.min_scalar_type(len(found)))
    order = np.argsort(labels, kind="stable")
    ends = np.cumsum(found.areas)[:-1]
    return list(zip(np.split(y[order], ends), np.split(x[order], ends), strict=True))
