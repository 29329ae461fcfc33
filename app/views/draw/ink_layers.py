"""Ink as pixels: painting strokes, and the layers of a canvas while a stroke grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from core.ink.strokes import Drawing, Stroke

CHUNK = 24  # points of the stroke under the pen that are painted anew each time
LIGHTEST = 0.35  # share of the brush that is left at no pressure
_WIDTH_STEPS = 16


def paint_drawing(
    painter: QPainter, drawing: Drawing, side: float, brush: float, color: QColor
) -> None:
    """A drawing in the unit square, on a canvas of `side` pixels; brush: as a share of the side."""
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
    """A stroke, or the part of it that bends at its points `first` to `last`, both included.

    side: of the canvas, in pixels. brush: as a share of it. Parts that follow one another without
    a gap look like the whole.
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
    """The rectangle that holds the ink of points (k, 2), in pixels, with some room around it."""
    low, high = points.min(axis=0) * side, points.max(axis=0) * side
    margin = brush * side / 2 + 2
    return QRectF(QPointF(*low), QPointF(*high)).adjusted(-margin, -margin, margin, margin)


def stroke_of(samples: list[tuple[float, float, float, float | None]]) -> Stroke:
    """A Stroke of samples (x, y, seconds, pressure); without pressures where one is None."""
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


class InkLayers:
    """Three layers: dry strokes, the settled part of the stroke under the pen, and its tip.

    A stroke under the pen settles in few large pieces, not point by point, because antialiased
    edges that are painted over many times turn hard.
    """

    def __init__(self, color: QColor) -> None:
        self._color = color
        self._side, self._brush = 1.0, 0.05
        self._dry, self._wet = QPixmap(), QPixmap()
        self._tip: Stroke | None = None
        self._settled = 0

    def rebuild(self, drawing: Drawing, side: int, ratio: float, brush: float) -> None:
        """Paint everything anew, for `side` logical pixels at `ratio` device pixels each."""
        self._side, self._brush = float(side), brush
        self._dry, self._wet = (self._blank(side, ratio) for _ in range(2))
        self._tip, self._settled = None, 0
        with QPainter(self._dry) as painter:
            paint_drawing(painter, drawing, self._side, brush, self._color)

    def fits(self, side: int, ratio: float) -> bool:
        """Whether the layers were made for such a canvas."""
        return self._side == side and self._dry.devicePixelRatioF() == ratio

    def grow(self, stroke: Stroke) -> None:
        """Show `stroke`, as far as the pen has come."""
        self._tip = stroke
        if len(stroke.points) - self._settled > 2 * CHUNK:
            end = len(stroke.points) - CHUNK
            with QPainter(self._wet) as painter:
                self._paint_part(painter, stroke, self._settled, end - 1)
            self._settled = end

    def dry(self, stroke: Stroke) -> None:
        """The pen was lifted: `stroke` is painted whole and for good."""
        with QPainter(self._dry) as painter:
            paint_stroke(painter, stroke, self._side, self._brush, self._color)
        if self._settled:
            self._wet.fill(Qt.GlobalColor.transparent)
        self._tip, self._settled = None, 0

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint what lies in `area`, in the canvas's logical pixels."""
        for layer in (self._dry, self._wet) if self._settled else (self._dry,):
            ratio = layer.devicePixelRatioF()
            source = QRectF(area.topLeft() * ratio, area.size() * ratio)
            painter.drawPixmap(area, layer, source)
        if self._tip is not None:
            self._paint_part(painter, self._tip, self._settled, len(self._tip.points) - 1)

    def _paint_part(self, painter: QPainter, stroke: Stroke, first: int, last: int) -> None:
        start = max(first - 1, 0)
        near = slice(start, last + 2)
        part = replace(
            stroke,
            points=stroke.points[near],
            times=None,
            pressures=None if stroke.pressures is None else stroke.pressures[near],
        )
        paint_stroke(
            painter, part, self._side, self._brush, self._color, first - start, last - start
        )

    def _blank(self, side: int, ratio: float) -> QPixmap:
        pixels = max(1, round(side * ratio))
        pixmap = QPixmap(QSize(pixels, pixels))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap
