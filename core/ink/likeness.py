"""How alike two drawings are, whatever their size, place and speed.

Elastic matching: two drawings are followed from the first point to the last, and either may wait
for the other (dynamic time warping, Sakoe and Chiba 1978; on pen strokes, Tappert 1982). What
counts is where the pen is in the drawing's box and where it is going, so the order of the strokes
matters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.ink.arc_length import lengths_to, points_at
from core.ink.strokes import Drawing

STEPS = 32
LIFTED = 255
# How many steps one walk may be ahead of the other.
AHEAD = 6
# What opposite directions cost, in box sides, is twice this.
TURN = 0.15
_TINY = 1e-9
_NEVER = np.float32(np.inf)


def trace(drawing: Drawing) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """STEPS places at equal distances along a drawing that is not blank, and the stroke of each.

    The places, float32 (STEPS, 2), x and y, lie around (0, 0) in a box whose longer side is 1. The
    strokes, uint8 (STEPS,), count from 0; a place on the way from one stroke to the next is LIFTED.
    """
    points = np.concatenate([stroke.points for stroke in drawing.strokes])
    stroke_of = np.repeat(np.arange(len(drawing.strokes)), [len(s.points) for s in drawing.strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    points = (points - (low + high) / 2) / max((high - low).max(), _TINY)
    reached = lengths_to(points)
    at = np.linspace(0.0, reached[-1], STEPS)
    places = points_at(at, points, reached).astype(np.float32)
    if reached[-1] == 0:
        return places, np.zeros(STEPS, np.uint8)
    last = np.searchsorted(reached, reached[-1]) - 1  # the point before the end of the way
    before = np.minimum(np.searchsorted(reached, at, side="right") - 1, last)
    lifted = stroke_of[before] != stroke_of[before + 1]
    strokes = np.where(lifted, LIFTED, np.minimum(stroke_of[before], LIFTED - 1))
    return places, strokes.astype(np.uint8)


def paths(places: NDArray[np.float32]) -> NDArray[np.float32]:
    """The places (n, STEPS, 2) of n traces with the direction at each: float32 (n, STEPS, 4). A
    direction is a unit vector, 0 in a dot."""
    directions = np.gradient(places, axis=1)
    sizes = np.linalg.norm(directions, axis=2, keepdims=True)
    directions /= np.maximum(sizes, np.float32(_TINY))
    return np.concatenate([places, directions], axis=2)


def distances(one: NDArray[np.float32], many: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,): how far the path `one` (STEPS, 4) is from each of `many` (n, STEPS, 4), 0 the same.

    The unit is the longer side of a drawing's box, averaged over the steps.
    """
    costs = _costs(one, many)
    before, last = (np.full((STEPS + 1, len(many)), _NEVER) for _ in range(2))
    before[0] = 0
    for mine, theirs in _DIAGONALS:
        first, stop = mine[0], mine[-1] + 1
        best = np.minimum(last[first:stop], last[first + 1 : stop + 1])
        np.minimum(best, before[first:stop], out=best)
        before.fill(_NEVER)
        np.add(best, costs[mine, theirs], out=before[first + 1 : stop + 1])
        before, last = last, before
    apart: NDArray[np.float32] = last[STEPS] / np.float32(STEPS)
    return apart


def _costs(one: NDArray[np.float32], many: NDArray[np.float32]) -> NDArray[np.float32]:
    """(STEPS, STEPS, n): of each step of `one` standing for each step of the others."""
    x, y, right, down = np.moveaxis(many, 2, 0).transpose(0, 2, 1)[:, None]
    own_x, own_y, own_right, own_down = one.T[:, :, None, None]
    costs: NDArray[np.float32] = np.hypot(x - own_x, y - own_y)
    costs += np.float32(TURN) * (1 - (right * own_right + down * own_down))
    return costs


def _diagonals() -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """The cells (i, k - i) of each diagonal k that a walk may pass, in the order of k."""
    cells = []
    for k in range(2 * STEPS - 1):
        mine = np.arange(max(0, k - STEPS + 1), min(k, STEPS - 1) + 1)
        mine = mine[np.abs(2 * mine - k) <= AHEAD]
        cells.append((mine, k - mine))
    return cells


_DIAGONALS = _diagonals()
