"""Straight thin lines in a mask, level or nearly so, whole, dashed or crossed by other ink.

Down each column the pixels hang together in runs. Thin runs of neighbouring columns whose middles
lie beside each other make a streak; streaks that are straight and lie on one line are that line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.ink.components import components
from core.ink.masks import Mask

_STEEPEST = 0.22  # rise over run: 12 degrees
_THICKEST = 0.08  # of the picture's shorter side
_SHORTEST, _SLIMMEST = 0.015, 2.5  # of the longer side; times its thickness
_STEPS = 6  # columns in which a streak may rise no more than the steepest, and a pixel
MOST_LINES = 60
_MOST_STREAKS = 300  # the longest
_MANY, _TINY = 24, 0.1  # so many spots below this share of the shorter side may be dashes
_DOTTED, _DASHED = 2.4, 1.3  # what is free between two at most, in their widths and lengths


@dataclass(frozen=True, eq=False)
class StraightLine:
    """A line across a mask from column `start` to before `stop`.

    middle: float64 (stop - start,), its row at each of these columns. inked: bool, as long, where
    ink is there. thickness: of its pixels, from above to below.
    """

    start: int
    stop: int
    slope: float
    middle: NDArray[np.float64]
    inked: Mask
    thickness: float

    def row(self, column: float) -> float:
        """Where the line, or its continuation, is in a column."""
        return float(self.rows(np.array([column]))[0])

    def rows(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same for columns of any shape: float64, as many rows."""
        inside = columns.clip(self.start, self.stop - 1).astype(np.intp)
        return self.middle[inside - self.start] + self.slope * (columns - inside)

    @cached_property
    def _ink_before(self) -> NDArray[np.intp]:
        return np.concatenate([[0], np.cumsum(self.inked)])

    def coverage(
        self, first: NDArray[np.float64], last: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The share of the columns from each first to before its last where the line has ink; 0
        where the last does not come after the first."""
        low, high = (
            np.rint(x).astype(np.intp).clip(self.start, self.stop) - self.start
            for x in (first, last)
        )
        inked = self._ink_before[high] - self._ink_before[low]
        return np.asarray(np.maximum(inked, 0) / np.maximum(last - first, 1.0))

    def stretches(self) -> list[tuple[int, int]]:
        """The columns from first to before last of each stretch that is inked without a gap."""
        return [
            (first + self.start, last + self.start) for first, last in runs(self.inked).tolist()
        ]


@dataclass(frozen=True, eq=False)
class _Streaks:
    """n straight streaks: first and last column, sums over the columns, thickness."""

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    sums: NDArray[np.float64]  # (n, 5): 1, x, y, xx, xy
    thickness: NDArray[np.float64]


def straight_lines(mask: Mask, cancelled: IsCancelled = never) -> list[StraightLine]:
    """The longest lines of a mask (h, w), at most MOST_LINES, longest first. Raises Cancelled."""
    x, top, bottom = _runs_down(mask)
    thin = bottom - top <= max(4.0, _THICKEST * min(mask.shape))
    x, top, bottom = x[thin], top[thin], bottom[thin]
    streak = _streak_of(x, top, bottom, mask.shape)
    streaks, numbers = _straight(x, (top + bottom - 1) / 2, bottom - top, streak, max(mask.shape))
    found = _collinear(streaks)
    found.sort(key=lambda line: streaks.first[line[0]].min() - streaks.last[line[0]].max())
    line_of = np.full(len(x), -1, dtype=np.intp)
    for number, (members, _) in enumerate(found[:MOST_LINES]):
        line_of[numbers[members]] = number
    line_of = line_of[streak]
    lines = []
    for number, (members, (slope, offset)) in enumerate(found[:MOST_LINES]):
        stop_if(cancelled)
        own = np.flatnonzero(line_of == number)
        thickness = float(np.median((bottom - top)[own]))
        start, stop = int(streaks.first[members].min()), int(streaks.last[members].max()) + 1
        start, stop = _further(mask, slope, offset, start, stop)
        at = np.arange(start, stop)
        middle = (slope * at + offset).astype(np.float64)
        order = np.argsort(x[own], kind="stable")
        aside = ((top + bottom - 1) / 2)[own] - (slope * x[own] + offset)
        middle += np.interp(at, x[own][order], aside[order])
        rows = np.rint(middle).astype(np.intp).clip(0, mask.shape[0] - 1)
        lines.append(StraightLine(start, stop, slope, middle, mask[rows, at], thickness))
    return sorted(lines, key=lambda line: line.start - line.stop)


def _further(mask: Mask, slope: float, offset: float, start: int, stop: int) -> tuple[int, int]:
    """The columns from start to before stop, and those beside them where the line goes on in ink
    of any thickness."""
    height, width = mask.shape
    columns = np.arange(width)
    rows = np.rint(slope * columns + offset).astype(np.intp)
    inside = (rows >= 0) & (rows < height)
    blank = ~(mask[rows.clip(0, height - 1), columns] & inside)
    before, after = np.flatnonzero(blank[:start]), np.flatnonzero(blank[stop:])
    return (
        int(before[-1]) + 1 if len(before) else 0,
        stop + int(after[0]) if len(after) else width,
    )


def with_dashes_joined(mask: Mask) -> tuple[Mask, Mask]:
    """A mask (h, w) with the gaps between dashes and dots filled, along the rows; and along the
    columns."""
    found = components(mask)
    sides = found.boxes[:, 2:] - found.boxes[:, :2]
    tiny = sides.max(axis=1) <= max(4, _TINY * min(mask.shape))
    if np.count_nonzero(tiny) < _MANY:
        return mask, mask
    long, short = np.median(np.sort(sides[tiny], axis=1), axis=0)[::-1]
    gap = round(max(_DOTTED * short, _DASHED * long))
    dashes = np.concatenate([[False], tiny])[found.labels]
    return mask | _close_gaps(dashes, gap), mask | _close_gaps(dashes.T, gap).T


def _close_gaps(mask: Mask, gap: int) -> Mask:
    """With gaps of so many pixels along each row filled."""
    height, width = mask.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    turns = np.diff(padded, axis=1).reshape(-1)
    starts, stops = np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)
    wide = width + 1
    short = (starts[1:] - stops[:-1] <= gap) & (starts[1:] // wide == stops[:-1] // wide)
    closed = np.zeros(height * wide + 1, dtype=np.int8)
    closed[starts[np.concatenate([[True], ~short])] if len(starts) else starts] = 1
    closed[stops[np.concatenate([~short, [True]])] if len(stops) else stops] = -1
    filled: Mask = np.cumsum(closed[:-1], dtype=np.int8).reshape(height, wide)[:, :width] > 0
    return filled


def _runs_down(mask: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """The column of each run, its first row and the one after its last; column by column."""
    height, width = mask.shape
    padded = np.zeros((width, height + 2), dtype=np.int8)
    padded[:, 1:-1] = mask.T
    turns = np.diff(padded, axis=1)
    x, top = np.nonzero(turns == 1)
    return x, top, np.nonzero(turns == -1)[1]


def _streak_of(
    x: NDArray[np.intp], top: NDArray[np.intp], bottom: NDArray[np.intp], shape: tuple[int, ...]
) -> NDArray[np.intp]:
    """The first run of the streak that each run belongs to."""
    height, width = shape
    n = len(x)
    run_at = np.full((width + 1, height), -1, dtype=np.int32)
    lengths = bottom - top
    start = x * height + top
    pixels = np.repeat(start - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    run_at.reshape(-1)[pixels] = np.repeat(np.arange(n, dtype=np.int32), lengths)
    before = run_at[x - 1, (top + bottom) // 2]  # of column 0: the empty last one
    near = np.abs((top + bottom) - (top + bottom)[before]) <= 3
    near &= np.abs(lengths - lengths[before]) <= np.maximum(2, 0.3 * lengths)
    streak = behind = np.where((before >= 0) & near, before, np.arange(n))
    for _ in range(_STEPS - 1):
        behind = streak[behind]
    rise = np.abs((top + bottom) - (top + bottom)[behind]) / 2
    streak = np.where(rise > np.ceil(_STEEPEST * (x - x[behind])), np.arange(n), streak)
    while not np.array_equal(streak, further := streak[streak]):
        streak = further
    return streak


def _straight(
    x: NDArray[np.intp],
    y: NDArray[np.float64],
    thickness: NDArray[np.intp],
    streak: NDArray[np.intp],
    longer_side: int,
) -> tuple[_Streaks, NDArray[np.intp]]:
    """Those streaks that are long, thin, straight and nearly level, the longest first, and the
    first run of each."""
    n = len(x)
    count = np.bincount(streak, minlength=n)
    long = np.flatnonzero(count >= max(6.0, _SHORTEST * longer_side))
    terms = np.column_stack([np.ones(n), x, y, x * x, x * y, y * y, thickness])
    sums: NDArray[np.float64] = np.column_stack(
        [np.bincount(streak, each, n)[long] for each in terms.T]
    )
    slope, offset = _fit(sums[:, :5])
    number = sums[:, 0]
    spread = sums[:, 5] - offset * sums[:, 2] - slope * sums[:, 4]  # of y around the fit
    away = np.sqrt(np.maximum(spread / number, 0))
    thick = sums[:, 6] / number
    good = (np.abs(slope) <= _STEEPEST) & (number >= _SLIMMEST * thick)
    good &= away <= np.maximum(0.6, 0.004 * number)
    chosen = np.flatnonzero(good)
    chosen = chosen[np.argsort(-number[chosen], kind="stable")][:_MOST_STREAKS]
    first = long[chosen]
    last = np.zeros(n, dtype=np.intp)
    np.maximum.at(last, streak, x)
    return _Streaks(x[first], last[first], sums[chosen, :5], thick[chosen]), first


def _fit(sums: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slope and offset of the least squares line of points with these sums (..., 5)."""
    n, x, y, xx, xy = np.moveaxis(sums, -1, 0)
    slope = (xy - x * y / n) / np.maximum(xx - x * x / n, 1e-9)
    return slope, (y - slope * x) / n


def _collinear(streaks: _Streaks) -> list[tuple[NDArray[np.intp], tuple[float, float]]]:
    """The streaks on each line, and the line's slope and offset."""
    left = np.ones(len(streaks.first), dtype=bool)
    slopes, _ = _fit(streaks.sums)
    lengths = streaks.sums[:, 0]
    middle_x, middle_y = streaks.sums[:, 1] / lengths, streaks.sums[:, 2] / lengths
    found = []
    for seed in range(len(left)):
        if not left[seed]:
            continue
        members = np.zeros(len(left), dtype=bool)
        members[seed] = True
        thickness = streaks.thickness[seed]
        alike = left & (np.abs(streaks.thickness - thickness) <= max(1.5, 0.4 * thickness))
        while True:
            sums = streaks.sums[members].sum(axis=0)
            slope, offset = _fit(sums)
            start, stop = streaks.first[members].min(), streaks.last[members].max()
            apart = np.maximum(np.maximum(start - streaks.last, streaks.first - stop), 0)
            tolerance = 1.2 + 0.2 * thickness + apart * min(0.02, 1.0 / (stop - start + 1))
            near = np.abs(slope * middle_x + offset - middle_y) <= tolerance
            near &= np.abs(slopes - slope) <= 0.02 + 2.0 / lengths
            more = members | (alike & near)
            if (more == members).all():
                break
            members = more
        left &= ~members
        found.append((np.flatnonzero(members), (float(slope), float(offset))))
    return found


def runs(inked: Mask) -> NDArray[np.intp]:
    """The first of each run of ink along a line (n,), and the one after its last: intp (k, 2)."""
    turns = np.diff(np.concatenate([[0], inked.astype(np.int8), [0]]))
    return np.column_stack([np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)])
