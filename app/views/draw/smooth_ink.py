"""The way of a pen between and within the whole pixels that a mouse reports. No Qt.

A mouse rounds each place to a whole pixel, so a slanted line comes in steps. Where a piece of a
parabola passes every point as closely as rounding explains, the pen went along it; what bends more
sharply than that, a corner say, stays where it is. A tablet reports places far finer than a pixel,
which by the same rule are not moved.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_HALVES = (2, 4, 8, 16)  # points before and after the middle of a piece
_LENGTHS = 2 * np.array(_HALVES) + 1
_BEGINS = np.cumsum(_LENGTHS) - _LENGTHS  # of each length, among all
_LONGEST = int(_LENGTHS[-1])
ROUNDING = 0.75  # of a pixel: half a pixel across and half a pixel down are 0.71
COARSEST = 1 / 200  # a pixel of a smaller canvas than any, whose side is 1
_FINEST = 1e-7  # two places nearer than that are one
_GRAIN_POINTS = 256
CORNER = 1.0  # radians that a corner turns by, its neighbours by less than a third of it
_TINY = 1e-12
BENDS = 3  # points before one that moves, from which on the curve bends otherwise
REACH = 2 * _HALVES[-1] + BENDS  # points before the last, whose curve one more may change


def pixel_of(points: NDArray[np.float64]) -> float:
    """The pixel that places (k, 2) in the unit square were rounded to, or something less.

    It is the least difference between two of the first coordinates.
    """
    gaps = np.diff(np.sort(points[:_GRAIN_POINTS], axis=0), axis=0)
    return float(gaps[gaps > _FINEST].min(initial=COARSEST))


def smoothed(points: NDArray[np.float64], pixel: float) -> NDArray[np.float64]:
    """Places (k, 2) that were rounded to a `pixel`, each moved across its way, and by at most
    ROUNDING pixels: the mean of the parabolas that pass there, longer ones counting for more."""
    return GrowingWay().grow(points, pixel)


class GrowingWay:
    """What smoothed() makes of points that become more, for the work of the new ones alone.

    settled: so many of the first places the last growth left as they were.
    """

    def __init__(self) -> None:
        self.settled = 0
        self._pixel = 0.0
        self._sums = np.zeros((3, 0))  # of all pieces at each point: its moves in x and y, weights

    def grow(self, points: NDArray[np.float64], pixel: float) -> NDArray[np.float64]:
        """smoothed(points, pixel) as a whole, (k, 2). points: those of the last call, and more."""
        known = self._sums.shape[1] if pixel == self._pixel else 0
        self._pixel = pixel
        self.settled = max(known - 2 * _HALVES[-1], 0)
        fresh = len(points) - known
        self._sums = np.concatenate([self._sums[:, :known], np.zeros((3, fresh))], axis=1)
        if fresh:
            _add_pieces(self._sums[:, self.settled :], points[self.settled :], fresh, pixel)
        moves, weights = self._sums[:2], np.maximum(self._sums[2], _TINY)
        places: NDArray[np.float64] = points + (moves / weights).T
        return places


def _add_pieces(
    sums: NDArray[np.float64], points: NDArray[np.float64], fresh: int, pixel: float
) -> None:
    """Add to GrowingWay's sums (3, k) what the pieces say of k points, of which the last `fresh`
    are new: at each of them a piece of each length ends."""
    fits, weights = _parabolas()
    known = len(points) - fresh
    missing = max(_LONGEST - 1 - known, 0)  # so many points before the first; no piece has them
    padded = np.concatenate([np.zeros((missing, 2)), points])
    x, y = padded.T[:, np.arange(fresh)[:, None] + np.arange(_LONGEST)] @ fits
    off_x, along_x, off_y, along_y = (each for row in (x, y) for each in np.hsplit(row, 2))
    off = off_x * along_y - off_y * along_x
    share = off / np.maximum(along_x * along_x + along_y * along_y, _TINY)
    is_near = np.maximum.reduceat(off * share, _BEGINS, axis=1) <= (ROUNDING * pixel) ** 2
    is_near &= known + np.arange(fresh)[:, None] >= _LENGTHS - 1
    weight = np.repeat(is_near, _LENGTHS, axis=1) * weights
    share *= weight
    pieces = np.stack([share * along_y, share * -along_x, weight])
    together = np.zeros((3, fresh, _LONGEST))
    for begin, length in zip(_BEGINS.tolist(), _LENGTHS.tolist(), strict=True):
        together[:, :, _LONGEST - length :] += pieces[:, :, begin : begin + length]
    sums += _by_point(together)[:, missing:]


def cubics(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The curve through k points, smooth but for corners: Bézier's four points of each cubic,
    (k - 1, 4, 2). A point alone has a very short one."""
    if len(points) == 1:
        points = np.concatenate([points, points + _FINEST])
    way = np.diff(points, axis=0)
    length = np.maximum(np.hypot(way[:, :1], way[:, 1:]), _TINY)
    heading = way / length
    begin, end = heading.copy(), heading.copy()
    before, after = length[:-1], length[1:]
    bend = (after * heading[:-1] + before * heading[1:]) / (before + after)
    turn = np.arccos(np.clip((heading[:-1] * heading[1:]).sum(axis=1), -1, 1))
    is_corner = np.zeros((len(turn), 1), bool)
    beside = np.maximum(turn[:-2], turn[2:])
    is_corner[1:-1, 0] = (turn[1:-1] > CORNER) & (beside < turn[1:-1] / 3)
    begin[1:] = np.where(is_corner, begin[1:], bend)
    end[:-1] = np.where(is_corner, end[:-1], bend)
    third = length / 3
    return np.stack(
        [points[:-1], points[:-1] + begin * third, points[1:] - end * third, points[1:]], axis=1
    )


def _by_point(pieces: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each of n tables the sum of all that row i says of point i + j in its column j: (n, rows
    + columns - 1)."""
    n, rows, columns = pieces.shape
    points = rows + columns - 1
    # Rows of one value more than there are points, read as rows of points: each slips by one.
    spread = np.zeros((n, columns, points + 1))
    spread[:, :, :rows] = pieces.transpose(0, 2, 1)
    slipped = spread.reshape(n, -1)[:, : columns * points].reshape(n, columns, points)
    sums: NDArray[np.float64] = slipped.sum(axis=1)
    return sums


@cache
def _parabolas() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What to multiply a row of _LONGEST values with, (_LONGEST, 2 n), and weights, (n,), where n
    is the sum of _LENGTHS; each length takes the last of the values.

    The first half of the product is how far each length's least-squares parabola lies above its
    values, the second its slopes there. The weights are largest in the middle of a piece, and
    larger for a longer one.
    """
    off, along = (np.zeros((_LONGEST, int(_LENGTHS.sum()))) for _ in range(2))
    weights = []
    for begin, length, half in zip(_BEGINS, _LENGTHS, _HALVES, strict=True):
        place = np.linspace(-1, 1, length)
        powers = np.vander(place, 3, increasing=True)
        solve = np.linalg.pinv(powers)
        slopes = np.column_stack([0 * place, 0 * place + 1, 2 * place])
        own = slice(_LONGEST - length, None), slice(begin, begin + length)
        off[own], along[own] = (powers @ solve - np.eye(length)).T, (slopes @ solve).T
        weights.append((1 - (place * half / (half + 1)) ** 2) ** 2 * float(half) ** 4)
    return np.hstack([off, along]), np.concatenate(weights)
