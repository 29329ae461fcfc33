"""Ruled and squared paper: lines from one side of a picture to the other are no ink of a digit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

_SLOPES = np.arange(-12, 13) / 150  # a page held a little askew, up to 4.6 degrees
_LONG, _AT_ENDS = 0.6, 0.5  # the shares of the width and of its outer quarters
_THICKEST = 0.03


def without_ruled_lines(mask: Mask) -> Mask:
    """The mask (h, w) without its ruled lines; strokes that they cross stay whole."""
    found = ruled_lines(mask) | ruled_lines(mask.T).T
    if not found.any():
        return mask
    kept = mask & ~found
    return kept | (found & _bridge(kept)) if kept.any() else mask


def ruled_lines(mask: Mask) -> Mask:
    """The pixels of ruled lines that run across, level or nearly so: a mask (h, w)."""
    height, width = mask.shape
    if min(height, width) < 40:
        return np.zeros_like(mask)
    slope = _slope(mask)
    sheared = _shear(mask, slope)
    near = sheared.copy()
    near[1:] |= sheared[:-1]
    near[:-1] |= sheared[1:]
    quarter = width // 4
    ends = np.minimum(near[:, :quarter].mean(axis=1), near[:, -quarter:].mean(axis=1))
    lines = (near.mean(axis=1) > _LONG) & (ends > _AT_ENDS)
    if not lines.any():
        return np.zeros_like(mask)
    thickest = max(3, round(_THICKEST * height))
    edges = np.diff(np.concatenate([[0], lines.astype(np.int8), [0]]))
    for first, last in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        if last - first > thickest + 2:
            lines[first:last] = False
    # A stroke that crosses a line is thicker, from above to below, than the line is.
    thin = _run_lengths_down(sheared) <= thickest
    found = np.zeros_like(mask)
    rows = (np.arange(height)[:, None] + _shift(slope, width)) % height
    found[rows, np.arange(width)] = sheared & lines[:, None] & thin
    return found


def _slope(mask: Mask) -> float:
    """The slope along which the mask's pixels gather most in lines."""
    height, width = mask.shape
    # Down each column, the pixels of the columns to its left: those between two are a difference.
    before = np.zeros((width + 1, height), dtype=np.int32)
    np.cumsum(mask.T, axis=0, out=before[1:])

    def gathered(slope: float) -> float:
        shift = _shift(slope, width)
        ends = np.flatnonzero(np.diff(shift, append=width))
        counts = np.diff(before[ends + 1], axis=0, prepend=before[:1])
        rows = (np.arange(height) - shift[ends][:, None]) % height
        return float((np.bincount(rows.reshape(-1), counts.reshape(-1)) ** 3.0).sum())

    best = float(max(_SLOPES.tolist(), key=gathered))
    step = float(_SLOPES[1] - _SLOPES[0]) / 5
    return float(max((best + step * k for k in range(-4, 5)), key=gathered))


def _shift(slope: float, width: int) -> NDArray[np.intp]:
    shift: NDArray[np.intp] = np.rint(slope * (np.arange(width) - width / 2)).astype(np.intp)
    return shift


def _shear(mask: Mask, slope: float) -> Mask:
    height, width = mask.shape
    rows = (np.arange(height)[:, None] + _shift(slope, width)) % height
    sheared: Mask = mask[rows, np.arange(width)]
    return sheared


def _run_lengths_down(mask: Mask) -> NDArray[np.intp]:
    """For each pixel of the mask, how many of its column hang together there."""
    height, width = mask.shape
    padded = np.zeros((width, height + 2), dtype=np.int8)
    padded[:, 1:-1] = mask.T
    turns = np.diff(padded, axis=1)
    lengths = np.nonzero(turns == -1)[1] - np.nonzero(turns == 1)[1]
    of_column = np.zeros((width, height), dtype=np.intp)
    of_column[mask.T] = np.repeat(lengths, lengths)
    return of_column.T


def _bridge(kept: Mask, reach: int = 4) -> Mask:
    """Where there is ink both above and below, or on both sides, within a few pixels."""

    def near(direction: int, axis: int) -> Mask:
        found = np.zeros_like(kept)
        for step in range(1, reach + 1):
            moved = np.roll(kept, direction * step, axis)
            edge = [slice(None), slice(None)]
            edge[axis] = slice(step) if direction > 0 else slice(-step, None)
            moved[tuple(edge)] = False
            found |= moved
        return found

    bridged: Mask = (near(1, 0) & near(-1, 0)) | (near(1, 1) & near(-1, 1))
    return bridged
