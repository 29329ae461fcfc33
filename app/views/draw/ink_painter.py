"""Painting strokes: smooth curves through the points, round ends, the same at any size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from core.ink.strokes import Drawing, Stroke

LIGHTEST = 0.35  # share of the brush that is left at no pressure
_WIDTH_STEPS = 16


def paint_drawing(
    painter: QPainter, drawing: Drawing, side: float, brush: float, color: QColor
) -> None:
    """All strokes of a drawing in the unit square, on a canvas of `side` pixels."""
    for stroke in drawing.strokes:
        paint_stroke(painter, stroke, side, brush, color)


def paint_stroke(
    painter: QPainter,
    stroke: Stroke,
    side: float,
    brush: float,
    color: QColor,
    first: int = 0,
    last: int | None = None,
) -> None:
    """A stroke, or its part that bends at the points `first` to `last`; brush: share of the side.

    Parts that follow one another without a gap look like the whole.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    last = len(stroke.points) - 1 if last is None else last
    xy = (stroke.points * side).tolist()
    for start, end, width in _runs(stroke.pressures, first, last):
        pen = QPen(color, max(1.0, width * brush * side))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(_curve(xy, start, end))


def bounds(points: NDArray[np.float64], side: float, brush: float) -> QRectF:
    """The rectangle that holds the ink of `points`, in pixels, a pixel wider on each side."""
    low, high = points.min(axis=0) * side, points.max(axis=0) * side
    margin = brush * side / 2 + 2
    return QRectF(QPointF(*low), QPointF(*high)).adjusted(-margin, -margin, margin, margin)


def stroke_of(samples: list[tuple[float, float, float, float | None]]) -> Stroke:
    """A stroke from (x, y, seconds, pressure or None) samples."""
    pressures = [sample[3] for sample in samples]
    return Stroke(
        np.array([sample[:2] for sample in samples], dtype=np.float64),
        np.array([sample[2] for sample in samples], dtype=np.float64),
        None if None in pressures else np.array(pressures, dtype=np.float64),
    )


def _runs(
    pressures: NDArray[np.float64] | None, first: int, last: int
) -> Iterator[tuple[int, int, float]]:
    """(first point, last point, share of the brush) of the parts drawn in one width."""
    if pressures is None:
        yield first, last, 1.0
        return
    steps = np.rint(np.clip(pressures[first : last + 1], 0, 1) * _WIDTH_STEPS).astype(int)
    starts = [0, *(np.flatnonzero(np.diff(steps)) + 1).tolist(), len(steps)]
    for start, after in pairwise(starts):
        share = float(steps[start]) / _WIDTH_STEPS
        yield first + start, first + after - 1, LIGHTEST + (1 - LIGHTEST) * share


def _curve(xy: list[list[float]], first: int, last: int) -> QPainterPath:
    """Parabolas from middle to middle of the segments, with points first to last as controls.

    Only at the ends of the stroke does it reach the points themselves.
    """
    begin = xy[0] if first == 0 else _middle(xy[first - 1], xy[first])
    path = QPainterPath(QPointF(*begin))
    if len(xy) == 1:
        path.lineTo(begin[0] + 0.01, begin[1])
        return path
    if first == 0:
        path.lineTo(QPointF(*_middle(xy[0], xy[1])))
    for index in range(max(first, 1), min(last, len(xy) - 2) + 1):
        path.quadTo(QPointF(*xy[index]), QPointF(*_middle(xy[index], xy[index + 1])))
    if last == len(xy) - 1:
        path.lineTo(QPointF(*xy[-1]))
    return path


def _middle(a: list[float], b: list[float]) -> list[float]:
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
