"""Which parts of a number stand in which line, when several are written under one another."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# In units of a digit's height.
_GAP = 0.25  # between two lines, at least
_LEAST_HEIGHT = 0.5  # of a line, beside the highest one: bars and dots are none
# Of the narrower line's width, at least so much stands above the other, give or take a 1.
_ABOVE, _ONE = 0.5, 0.35
_FEWEST = 3
_SLOPES = np.array(sorted(np.linspace(-0.25, 0.25, 11), key=abs))


def lines_of(points: NDArray[np.float64]) -> NDArray[np.intp]:
    """The line of each of n parts, from the top, all 0 for a single one: (n,).

    points: float64 (n, k, 2), some of each part's points, in units of a digit's height. Lines have
    a gap between them, level or a little sloping; at least one has two digits side by side, so that
    an 8 of two rings is none of them.
    """
    best, found = np.zeros(len(points), dtype=np.intp), (0, _GAP)
    if len(points) < _FEWEST:
        return best
    lows, highs = _extent(points[..., 1] - _SLOPES[:, None, None] * points[..., 0])
    gaps = _are_gaps(lows, highs)
    for low_y, high_y in zip(lows[gaps], highs[gaps], strict=True):
        lines, gap = _bands(low_y, high_y)
        counted = int(lines.max()), gap
        if counted > found and _are_lines(lines, low_y, high_y, *_extent(points[..., 0])):
            best, found = lines, counted
    return best


def _extent(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return values.min(axis=-1), values.max(axis=-1)


def _are_gaps(lows: NDArray[np.float64], highs: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether there is a gap between bands at all, of parts from lows to highs (s, n): (s,)."""
    order = lows.argsort(axis=1)
    lows, highs = (np.take_along_axis(each, order, axis=1) for each in (lows, highs))
    reached = np.maximum.accumulate(highs, axis=1)
    return np.asarray((lows[:, 1:] > reached[:, :-1] + _GAP).any(axis=1))


def _bands(low: NDArray[np.float64], high: NDArray[np.float64]) -> tuple[NDArray[np.intp], float]:
    """Parts between which there is a gap, numbered from the top, what is low with the band next to
    it; and the narrowest gap."""
    order = np.argsort(low)
    reached = np.maximum.accumulate(high[order])
    begins = np.flatnonzero(low[order][1:] > reached[:-1] + _GAP) + 1
    bands = np.split(order, begins)
    heights = np.array([high[band].max() - low[band].min() for band in bands])
    tall = [band for band, height in zip(bands, heights, strict=True)
            if height >= _LEAST_HEIGHT * heights.max()]  # fmt: skip
    middles = np.array([(low[band].min() + high[band].max()) / 2 for band in tall])
    lines = np.abs((low + high)[:, None] / 2 - middles).argmin(axis=1)
    gaps = [low[lower].min() - high[upper].max() for upper, lower in pairwise(tall)]
    return lines, float(min(gaps, default=0.0))


def _are_lines(
    lines: NDArray[np.intp],
    low_y: NDArray[np.float64],
    high_y: NDArray[np.float64],
    low_x: NDArray[np.float64],
    high_x: NDArray[np.float64],
) -> bool:
    """Whether they stand above one another, and one has two digits side by side."""
    parts = [np.flatnonzero(lines == line) for line in range(lines.max() + 1)]
    for upper, lower in pairwise(parts):
        starts = [low_x[each].min() for each in (upper, lower)]
        ends = [high_x[each].max() for each in (upper, lower)]
        narrower = min(np.subtract(ends, starts))
        if min(ends) - max(starts) + _ONE < _ABOVE * narrower:
            return False
    for line in parts:
        height = high_y[line].max() - low_y[line].min()
        tall = line[high_y[line] - low_y[line] >= _LEAST_HEIGHT * height]
        if len(tall) and high_x[tall].min() < low_x[tall].max():
            return True
    return False
