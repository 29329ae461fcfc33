"""Combs of a form: a line with even teeth, a place for a digit between each two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.ink.line_eraser import Span, erased
from core.ink.masks import Mask

_HALVES = 0.1  # how much the two pieces differ that a single tooth makes, of their mean
_HELD = 0.25  # of a tooth's length, how high the ink between teeth is
# Of the median.
_EVEN, _ALIKE = 0.13, 0.15  # how much the gaps between teeth and their lengths differ


class Uprights:
    """Upright spans of which some may be the teeth of a comb; where each is, as arrays (n,)."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.top = np.array([top for _, top, _ in spans], np.intp)
        self.bottom = np.array([bottom for _, _, bottom in spans], np.intp)
        self.thickness = np.array([wall.thickness for wall, _, _ in spans], np.float64)

    @cached_property
    def column(self) -> NDArray[np.float64]:
        """Where the middle of each is."""
        return np.array([wall.row((top + bottom) / 2) for wall, top, bottom in self.spans])


def is_comb(mask: Mask, span: Span, teeth: Sequence[Span]) -> bool:
    """Whether a line of a mask (h, w) with such teeth is a comb that holds digits."""
    return len(teeth) > 1 and _has_ends(span, teeth) and _holds(mask, span, teeth)


def teeth_of(span: Span, standing: Uprights) -> list[Span]:
    """Those of some upright spans that are the even teeth of a comb along a line."""
    line, first, last = span
    near = line.thickness + 3
    rows = line.rows(standing.column)
    meets = np.minimum(np.abs(standing.top - rows), np.abs(standing.bottom - rows)) <= near
    meets &= (first - near <= standing.column) & (standing.column <= last + near)
    touching = np.flatnonzero(meets)
    touching = touching[np.argsort(standing.column[touching], kind="stable")]
    columns = standing.column[touching]
    lengths = (standing.bottom - standing.top)[touching].astype(np.float64)
    alike = np.abs(lengths - lengths[:, None]) <= _ALIKE * lengths[:, None]
    alike &= np.abs(standing.thickness[touching] - line.thickness) <= max(2.0, 0.4 * line.thickness)
    for chosen in alike[np.argsort(-alike.sum(axis=1), kind="stable")]:
        if chosen.any() and _even(columns[chosen], first, last):
            return [standing.spans[i] for i in touching[chosen]]
    return []


def _has_ends(span: Span, teeth: Sequence[Span]) -> bool:
    """Whether there is a tooth at either end of a line."""
    line, first, last = span
    columns = Uprights(teeth).column
    near = 1.5 * line.thickness + 3 + 0.05 * (last - first)
    return bool(columns.min() - first <= near and last - columns.max() <= near)


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
