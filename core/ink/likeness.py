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
    for cells, first, stop in _DIAGONALS:
        best = np.minimum(last[first:stop], last[first + 1 : stop + 1])
        np.minimum(best, before[first:stop], out=best)
        before.fill(_NEVER)
        np.add(best, costs[cells], out=before[first + 1 : stop + 1])
        before, last = last, before
    apart: NDArray[np.float32] = last[STEPS] / np.float32(STEPS)
    return apart


def _costs(one: NDArray[np.float32], many: NDArray[np.float32]) -> NDArray[np.float32]:
    """(cells, n): of a step of `one` standing for a step of the others, for each of _CELLS."""
    mine, theirs = _CELLS
    x, y, right, down = np.ascontiguousarray(many.transpose(2, 1, 0))[:, theirs]
    own_x, own_y, own_right, own_down = one.T[:, mine, None]
    x -= own_x
    y -= own_y
    x *= x
    y *= y
    x += y
    costs: NDArray[np.float32] = np.sqrt(x, out=x)
    right *= own_right
    down *= own_down
    right += down
    costs += np.float32(TURN) * (1 - right)
    return costs


def _cells() -> tuple[NDArray[np.intp], list[tuple[slice, int, int]]]:
    """The cells (i, k - i) that a walk may pass, (2, cells), diagonal k after diagonal k; and for
    each diagonal which of them are its own, its first i, and the i after its last."""
    cells: list[tuple[int, int]] = []
    diagonals = []
    for k in range(2 * STEPS - 1):
        start = len(cells)
        steps = range(max(0, k - STEPS + 1), min(k, STEPS - 1) + 1)
        cells += [(i, k - i) for i in steps if abs(2 * i - k) <= AHEAD]
        diagonals.append((slice(start, len(cells)), cells[start][0], cells[-1][0] + 1))
    return np.array(cells, np.intp).T, diagonals


_CELLS, _DIAGONALS = _cells()
