"""Combs of a form: a line with even teeth, a place for a digit between each two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.ink.line_eraser import Span, erased
from core.ink.masks import Mask

_HALVES = 0.1  # how much the two pieces differ that a single tooth makes, of their mean
_HELD = 0.25  # of a tooth's length, how high the ink between teeth is
# Of the median.
_EVEN, _ALIKE = 0.13, 0.15  # how much the gaps between teeth and their lengths differ


def is_comb(mask: Mask, span: Span, teeth: Sequence[Span]) -> bool:
    """Whether a line of a mask (h, w) with such teeth is a comb that holds digits."""
    return len(teeth) > 1 and _has_ends(span, teeth) and _holds(mask, span, teeth)


def teeth_of(span: Span, standing: Sequence[Span]) -> list[Span]:
    """Those of some upright spans that are the even teeth of a comb along a line."""
    line, first, last = span
    near = line.thickness + 3
    touching, columns = [], []
    for tooth in standing:
        column, row = _column(tooth), line.row(_column(tooth))
        meets = min(abs(tooth[1] - row), abs(tooth[2] - row)) <= near
        if meets and first - near <= column <= last + near:
            touching.append(tooth)
            columns.append(column)
    order = np.argsort(columns, kind="stable")
    lengths = np.array([touching[i][2] - touching[i][1] for i in order], float)
    thickness = np.array([touching[i][0].thickness for i in order])
    alike = np.abs(lengths - lengths[:, None]) <= _ALIKE * lengths[:, None]
    alike &= np.abs(thickness - line.thickness) <= max(2.0, 0.4 * line.thickness)
    for chosen in alike[np.argsort(-alike.sum(axis=1), kind="stable")]:
        if chosen.any() and _even(np.array(columns)[order][chosen], first, last):
            return [touching[i] for i in order[chosen]]
    return []


def _column(tooth: Span) -> float:
    """Where the middle of an upright span is."""
    wall, top, bottom = tooth
    return wall.row((top + bottom) / 2)


def _has_ends(span: Span, teeth: Sequence[Span]) -> bool:
    """Whether there is a tooth at either end of a line."""
    line, first, last = span
    columns = [_column(tooth) for tooth in teeth]
    near = 1.5 * line.thickness + 3 + 0.05 * (last - first)
    return min(columns) - first <= near and last - max(columns) <= near


def _holds(mask: Mask, span: Span, teeth: Sequence[Span]) -> bool:
    """Whether there is ink between the teeth of a comb, as high as part of a digit."""
    _, first, last = span
    top, bottom = min(tooth[1] for tooth in teeth), max(tooth[2] for tooth in teeth)
    between = mask & ~erased(mask, [span]) & ~erased(mask.T, teeth).T
    inside = between[top:bottom, first:last]
    return bool(inside.any(axis=1).sum() >= _HELD * (bottom - top))


def _even(columns: NDArray[np.float64], first: int, last: int) -> bool:
    """Whether teeth part a line from first to last into even pieces."""
    gaps = np.diff(np.concatenate([[first], columns, [last]]))
    ends, inner = gaps[[0, -1]], gaps[1:-1]
    if len(columns) == 1:
        return bool(abs(ends[0] - ends[1]) <= _HALVES * ends.mean())
    whole = float(np.median(inner))
    at_ends = ((np.abs(ends - whole) <= 2 * _EVEN * whole) | (ends <= 2 * _EVEN * whole)).all()
    return bool(at_ends and (np.abs(inner - whole) <= _EVEN * whole).all())
