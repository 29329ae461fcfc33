"""How alike two drawings are, whatever their size, place and speed.

Elastic matching: two drawings are followed from the first point to the last, and either may wait
for the other (dynamic time warping, Sakoe and Chiba 1978; on pen strokes, Tappert 1982). What
counts is where the pen is in the drawing's box and where it is going, so the order of the strokes
matters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.ink.traces import STEPS

# How many steps one walk may be ahead of the other.
AHEAD = 6
# What opposite directions cost, in box sides, is twice this.
TURN = 0.15
_NEVER = np.float32(np.inf)


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
