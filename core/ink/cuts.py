"""Digits that touch in a picture: wide blots are cut where the least ink is in the way.

A cut runs from top to bottom, a pixel to the side at most from row to row; the cheapest ones are
found by dynamic programming, as in seam carving (Avidan and Shamir 2007).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.ink.components import Components, pixels_of

WIDE = 0.9  # of a digit's height: a blot that is wider may be two digits
_LOWEST = 8  # pixels
_ROWS = 48  # to which a blot is reduced before it is cut
_NARROWEST = 0.25  # of a blot's height, between cuts
_INK = 0.3  # of a blot's height may a cut go through
_OVER = 1.2  # of a cell, how wide one digit in it is at most
_MOST_CUTS = 14
_ASIDE = 0.3  # what a step to the side costs, in pixels of ink


def cut(
    found: Components, typical: float, slant: float = 0.0, cells: NDArray[np.float64] | None = None
) -> tuple[Components, NDArray[np.intp]]:
    """Components with wide ones in pieces, and the number of the component each comes from.

    typical: a digit's height in pixels. slant: pixels that writing leans to the right per row up.
    cells: float64 (n, 4), left, top, right, bottom of boxes for a digit each; what lies in one,
    give or take a little, is not cut.
    """
    middles = (found.boxes[:, :2] + found.boxes[:, 2:]) / 2
    widths = found.boxes[:, 2] - found.boxes[:, 0]
    cells = np.empty((0, 4)) if cells is None else cells
    within = (cells[:, :2] <= middles[:, None]).all(axis=2)
    within &= (middles[:, None] <= cells[:, 2:]).all(axis=2)
    within &= widths[:, None] <= _OVER * (cells[:, 2] - cells[:, 0])
    is_whole = np.asarray(within.any(axis=1))
    labels = found.labels.copy()
    owners = list(range(len(found)))
    for number, (y, x) in enumerate(pixels_of(found)):
        left, top, right, bottom = found.boxes[number]
        if is_whole[number] or right - left <= WIDE * typical or bottom - top < _LOWEST:
            continue
        if np.ptp(x + slant * y) <= WIDE * typical:
            continue
        piece = _pieces(y - top, x - left, slant)
        numbers, piece = np.unique(piece, return_inverse=True)
        new = np.concatenate([[number], len(owners) + np.arange(len(numbers) - 1)])
        labels[y, x] = new[piece] + 1
        owners += [number] * (len(numbers) - 1)
    pieces = _measure(labels, len(owners))
    return pieces, np.array(owners, dtype=np.intp)


def _measure(labels: NDArray[np.int32], n: int) -> Components:
    y, x = np.nonzero(labels)
    of = labels[y, x] - 1
    boxes = np.zeros((n, 4), dtype=np.intp)
    boxes[:, :2] = max(labels.shape)
    np.minimum.at(boxes[:, 0], of, x)
    np.minimum.at(boxes[:, 1], of, y)
    np.maximum.at(boxes[:, 2], of, x + 1)
    np.maximum.at(boxes[:, 3], of, y + 1)
    return Components(labels, boxes, np.bincount(of, minlength=n).astype(np.intp))


def _pieces(y: NDArray[np.intp], x: NDArray[np.intp], slant: float) -> NDArray[np.intp]:
    """How many cuts lie to the left of each pixel of a blot (k,), given by its place in its box."""
    height, width = int(y.max()) + 1, int(x.max()) + 1
    mask = np.zeros((height, width), dtype=bool)
    mask[y, x] = True
    rows = np.linspace(0, height - 1, min(height, _ROWS)).round().astype(np.intp)
    step = height / len(rows)
    # How far each row is moved to the right, so that the writing stands upright.
    aside = slant * (np.arange(height) - (height - 1) / 2)
    reach = int(np.ceil(np.abs(aside).max()))
    columns = np.arange(-reach, width + reach, step)
    source = np.rint(columns[None, :] - aside[rows][:, None]).astype(np.intp)
    inside = (source >= 0) & (source < width)
    small = mask[rows[:, None], source.clip(0, width - 1)] & inside
    row = np.minimum(y / step, len(rows) - 1).astype(np.intp)
    column = (x + aside[y] + reach) / step
    count = np.zeros(len(y), dtype=np.intp)
    for at in _cuts(small.astype(np.float64)):
        count += column > at[row]
    return count


def _cuts(small: NDArray[np.float64]) -> list[NDArray[np.intp]]:
    """The cheapest cuts, left to right, each as a column for every row."""
    height, width = small.shape
    apart = max(2, round(_NARROWEST * height))
    cost, came = np.full(width + 2, np.inf), np.zeros((height, width), dtype=np.intp)
    cost[1:-1] = small[0]
    for row in range(1, height):
        steps = np.stack([cost[:-2] + _ASIDE, cost[1:-1], cost[2:] + _ASIDE])
        came[row] = steps.argmin(axis=0) - 1
        cost[1:-1] = steps.min(axis=0) + small[row]
    ends = np.argsort(cost[1:-1], kind="stable")
    ends = ends[cost[1:-1][ends] <= _INK * height]
    at = np.empty((len(ends), height), dtype=np.intp)
    at[:, -1] = ends
    for row in range(height - 1, 0, -1):
        at[:, row - 1] = at[:, row] + came[row, at[:, row]]
    middles = at.mean(axis=1)
    at = at[(apart <= middles) & (middles <= width - apart)]
    found: list[NDArray[np.intp]] = []
    while len(at) and len(found) < _MOST_CUTS:
        found.append(at[0])
        at = at[np.abs(at - at[0]).mean(axis=1) >= apart]
    return sorted(found, key=lambda at: float(at.mean()))
