"""The eraser: a circle that removes the ink it touches and leaves the rest as it was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.ink.strokes import Drawing, Stroke

_SLIVER = 1e-9


def erase(drawing: Drawing, x: float, y: float, radius: float) -> Drawing:
    """Without the parts of strokes that run inside the circle, in the drawing's own unit.

    Strokes are cut exactly where the circle crosses them, however far apart their points are; what
    is left of one stroke may be several. Returns the same drawing when nothing was hit.
    """
    centre = np.array([x, y])
    kept: list[Stroke] = []
    hit = False
    for stroke in drawing.strokes:
        remains = _outside(stroke, centre, radius)
        hit = hit or remains is not None
        kept += [stroke] if remains is None else remains
    return Drawing(tuple(kept)) if hit else drawing


def _outside(stroke: Stroke, centre: NDArray[np.float64], radius: float) -> list[Stroke] | None:
    """The parts of a stroke outside the circle, or None when it is outside altogether."""
    if len(stroke.points) == 1:
        inside = np.hypot(*(stroke.points[0] - centre)) < radius
        return [] if inside else None
    enter, leave = _crossings(stroke.points, centre, radius)
    hit = np.flatnonzero(leave > enter)
    if not len(hit):
        return None
    starts = np.concatenate([[0.0], hit + leave[hit]])
    ends = np.concatenate([hit + enter[hit], [len(stroke.points) - 1.0]])
    return [_part(stroke, a, b) for a, b in zip(starts, ends, strict=True) if b - a > _SLIVER]


def _crossings(
    points: NDArray[np.float64], centre: NDArray[np.float64], radius: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each segment enters and leaves the circle, as shares 0 to 1 of its length.

    Both (k - 1,); a segment that stays outside leaves no later than it enters. The shares solve
    |p + t·d - centre|² = radius².
    """
    along = np.diff(points, axis=0)
    start = points[:-1] - centre
    a = (along * along).sum(axis=1)
    b = (along * start).sum(axis=1)
    c = (start * start).sum(axis=1) - radius * radius
    root = np.sqrt(np.maximum(b * b - a * c, 0.0))
    moves = a > 0
    length = np.where(moves, a, 1.0)
    enter = np.where(moves, (-b - root) / length, 0.0)
    leave = np.where(moves, (-b + root) / length, c < 0)
    return np.clip(enter, 0.0, 1.0), np.clip(leave, 0.0, 1.0)


def _part(stroke: Stroke, start: float, end: float) -> Stroke:
    """A stroke between two places, given as point numbers with fractions."""
    number = np.arange(len(stroke.points))
    between = number[(number > start) & (number < end)]
    at = np.concatenate([[start], between, [end]])

    def values(of_points: NDArray[np.float64]) -> NDArray[np.float64]:
        interpolated: NDArray[np.float64] = np.interp(at, number, of_points)
        return interpolated

    return Stroke(
        np.column_stack([values(stroke.points[:, 0]), values(stroke.points[:, 1])]),
        None if stroke.times is None else values(stroke.times),
        None if stroke.pressures is None else values(stroke.pressures),
    )
