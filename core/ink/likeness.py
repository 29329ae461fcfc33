"""How alike two drawings are, whatever their size, place and speed.

Elastic matching: two drawings are followed from the first point to the last, and either may wait
for the other (dynamic time warping, Sakoe and Chiba 1978; on pen strokes, Tappert 1982). What
counts is where the pen is in the drawing's box and where it is going, so the order of the strokes
matters.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.ink.traces import STEPS

# How many steps one walk may be ahead of the other.
AHEAD = 6
# What opposite directions cost, in box sides, is twice this.
TURN = np.float32(0.15)
_BAND = 2 * AHEAD + 1


def distances(one: NDArray[np.float32], many: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,): how far the path `one` (STEPS, 4) is from each of `many` (n, STEPS, 4), 0 the same.

    The unit is the longer side of a drawing's box, averaged over the steps. The walks are followed
    from both ends at once, and meet in the middle.
    """
    costs = _costs(one, many)
    both = np.stack([costs, costs[::-1]], axis=1)
    # What the best walk to a cell costs, by how far the other is ahead there, from -AHEAD - 1 on.
    # A diagonal has every second of these; between them stand those of the diagonal before.
    best = np.full((_BAND + 2, 2, len(many)), np.inf, np.float32)
    best[AHEAD + 1] = both[AHEAD]
    for cells, own, less, more in _DIAGONALS:
        here = best[own]
        np.minimum(here, best[less], out=here)
        np.minimum(here, best[more], out=here)
        here += both[cells]
    # They meet on the middle diagonal, or a step of both walks leads across it.
    whole = best[1:-1, 0] + best[-2:0:-1, 1]
    middle, own = _DIAGONALS[-1][:2]
    whole[own.start - 1 : own.stop - 1 : 2] -= costs[middle]  # both have passed it
    apart: NDArray[np.float32] = whole.min(axis=0) / np.float32(STEPS)
    return apart


def _costs(one: NDArray[np.float32], many: NDArray[np.float32]) -> NDArray[np.float32]:
    """(STEPS * _BAND, n): of step i of `one` standing for step j of the others, in row
    i * _BAND + AHEAD + j - i. Rows of a j that is no step mean nothing."""
    padded = np.zeros((4, STEPS + 2 * AHEAD, len(many)), np.float32)
    padded[:, AHEAD:-AHEAD] = many.transpose(2, 1, 0)
    x, y, right, down = sliding_window_view(padded, _BAND, axis=1).swapaxes(2, 3)
    own_x, own_y, own_right, own_down = one.T[..., None, None]
    costs = x - own_x
    costs *= costs
    part = y - own_y
    part *= part
    costs += part
    np.sqrt(costs, out=costs)
    costs += TURN
    costs -= np.multiply(right, TURN * own_right, out=part)
    costs -= np.multiply(down, TURN * own_down, out=part)
    rows: NDArray[np.float32] = costs.reshape(STEPS * _BAND, len(many))
    return rows


def _diagonals() -> list[tuple[slice, slice, slice, slice]]:
    """For each diagonal after the first, up to the middle one: its rows in _costs(), and in the
    band of distances() its own places, and the two that each can be reached from beside itself."""
    diagonals = []
    for number in range(1, STEPS):
        far = min(number, AHEAD - (number - AHEAD) % 2)  # how far one may be ahead
        begin = (number + far) // 2 * _BAND + AHEAD - far
        end = (number - far) // 2 * _BAND + AHEAD + far - 1
        cells = slice(begin, end if end >= 0 else None, 2 - _BAND)
        first, last = AHEAD + 1 - far, AHEAD + 1 + far
        own, less, more = (slice(first + by, last + by + 1, 2) for by in (0, -1, 1))
        diagonals.append((cells, own, less, more))
    return diagonals


_DIAGONALS = _diagonals()
