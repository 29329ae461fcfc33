"""Strokes that plainly go on one another: the dots or dashes of a row, and straight pieces whose
ends meet. What they make together is looked at as one part of a number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.ink.arc_length import lengths_to

Line = NDArray[np.float64]

# In heights of the whole drawing: a dot or dash is at most so long, and ends that meet are so near.
_SHORT, _MEETING = 0.22, 0.04
# So many dots make a row, when they are most of the strokes; one goes on another within so many
# times the usual distance of neighbours.
_FEWEST, _MOST_OF, _USUAL = 5, 0.6, 1.8
_STRAIGHT = 0.97  # of a straight piece's length, the distance of its ends
MOST_STROKES = 400  # of more, which is no number, none are joined


def joined(lines: Sequence[Line]) -> list[tuple[int, ...]]:
    """The numbers of strokes that go together, each in one group, in the order of their first.

    lines: the points (k, 2) of each stroke.
    """
    if len(lines) > MOST_STROKES:
        return [(number,) for number in range(len(lines))]
    height = np.ptp(np.concatenate([line[:, 1] for line in lines])) or 1.0
    lengths = np.array([lengths_to(line)[-1] for line in lines]) / height
    linked = _in_rows(lines, lengths <= _SHORT, height) | _meeting(lines, lengths, height)
    return connected(range(len(lines)), linked)


def connected(items: Sequence[int], linked: NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """Items that are linked, one with another or over others, together."""
    left = set(items)
    found = []
    while left:
        todo = [left.pop()]
        group = []
        while todo:
            item = todo.pop()
            group.append(item)
            near = left.intersection(np.flatnonzero(linked[item]).tolist())
            left -= near
            todo += near
        found.append(tuple(sorted(group)))
    return sorted(found)


def _in_rows(lines: Sequence[Line], short: NDArray[np.bool_], height: float) -> NDArray[np.bool_]:
    """(n, n): dots and dashes that stand next to one another in a row of them."""
    linked = np.zeros((len(lines), len(lines)), bool)
    few = np.flatnonzero(short)
    if len(few) < max(_FEWEST, _MOST_OF * len(lines)):
        return linked
    ends = np.array([lines[number][[0, -1]] for number in few.tolist()])
    apart = _nearest(ends, ends)
    np.fill_diagonal(apart, np.inf)
    usual = np.median(apart.min(axis=1))
    linked[np.ix_(few, few)] = apart <= max(_USUAL * usual, _MEETING * height)
    return linked


def _meeting(
    lines: Sequence[Line], lengths: NDArray[np.float64], height: float
) -> NDArray[np.bool_]:
    """(n, n): straight pieces whose ends meet."""
    ends = np.array([line[[0, -1]] for line in lines])
    across = np.hypot(*(ends[:, 1] - ends[:, 0]).T) / height
    straight = (across > _MEETING) & (across >= _STRAIGHT * lengths)
    meeting: NDArray[np.bool_] = _nearest(ends, ends) <= _MEETING * height
    both: NDArray[np.bool_] = straight[:, None] & straight
    return np.asarray(meeting & both)


def _nearest(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least distance of an end of each stroke and an end of each other: (n, 2, 2) and
    (m, 2, 2) to (n, m)."""
    apart = some[:, None, :, None] - others[None, :, None, :]
    distances: NDArray[np.float64] = np.hypot(apart[..., 0], apart[..., 1]).min(axis=(2, 3))
    return distances
