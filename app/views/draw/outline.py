"""The outline of the line that a round pen of changing width draws. No Qt.

It is the way of a point on the pen's edge: along one side of the line, round its end, back along
the other side and round its beginning. Where the line bends more tightly than the pen is wide, it
crosses itself; what it winds around, even twice, is ink.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_OFF = 0.03  # pixels that the line between two places may pass beside the curve
_TURN = 0.15  # radians between two places on the pen's edge: 0.06 pixels off a pen of 40
_MOST_PIECES = 64


def outline(ways: NDArray[np.float64], halves: NDArray[np.float64]) -> NDArray[np.float64]:
    """The corners (m, 2) of the outline; all in pixels.

    ways: Bézier's points of k cubics, one after another, (k, 4, 2). halves: half the pen's width at
    the beginning of each and at the end of the last, (k + 1,).
    """
    line = _line(ways, halves)
    quarter = np.array([0, 0, 0, np.pi / 2])
    edge = np.concatenate([line + quarter, line[::-1] - quarter, line[:1] - 3 * quarter])
    x, y, half, angle = _turned_finely(edge).T
    return np.column_stack([x + half * np.cos(angle), y + half * np.sin(angle)])


def _line(ways: NDArray[np.float64], halves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places along the ways and at their ends: x, y, half the width, heading; (n, 4)."""
    legs = np.diff(ways, axis=1)
    # Wang 1984: a cubic in n pieces is at most 6/8 of its largest second difference / n² off.
    bends = legs[:, 1:] - legs[:, :-1]
    largest = np.sqrt((bends * bends).sum(axis=2)).max(axis=1)
    pieces = np.clip(np.ceil(np.sqrt(0.75 / _OFF * largest)), 1, _MOST_PIECES).astype(np.intp)
    way, step = _spread(pieces + 1)
    t = (step / pieces[way])[:, None]
    u = 1 - t
    a, b, c, d = ways[way].transpose(1, 0, 2)
    first, second, third = legs[way].transpose(1, 0, 2)
    places = u * u * u * a + 3 * u * t * (u * b + t * c) + t * t * t * d
    slope = u * u * first + 2 * u * t * second + t * t * third
    half = halves[way] * u[:, 0] + halves[way + 1] * t[:, 0]
    heading = np.unwrap(np.arctan2(slope[:, 1], slope[:, 0]))
    # A way's end is the next one's beginning, and needed twice only at a corner.
    needed = (step < pieces[way]) | (np.abs(np.diff(heading, append=np.inf)) > _TURN / 2)
    line: NDArray[np.float64] = np.column_stack([places, half, heading])[needed]
    return line


def _turned_finely(edge: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of which the last value is an angle, with rows between where it turns by more than
    _TURN."""
    change = np.diff(edge, axis=0)
    steps = np.maximum(np.ceil(np.abs(change[:, 3]) / _TURN), 1).astype(np.intp)
    row, step = _spread(steps)
    return edge[row] + change[row] * (step / steps[row])[:, None]


def _spread(counts: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For counts (2, 3): (0, 0, 1, 1, 1), the number of each, and (0, 1, 0, 1, 2), its place."""
    number = np.repeat(np.arange(len(counts)), counts)
    begins = np.cumsum(counts) - counts
    return number, np.arange(len(number)) - begins[number]
