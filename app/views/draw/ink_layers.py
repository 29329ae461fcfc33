"""Ink as pixels: painting strokes, and the layers of a canvas while a stroke grows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap, QPolygonF
from shiboken6 import VoidPtr

from app.views.draw.outline import outline
from app.views.draw.smooth_ink import BENDS, REACH, GrowingWay, cubics, pixel_of, smoothed
from core.ink.strokes import Drawing, Stroke

NEWEST = REACH + 1  # points of the stroke under the pen, to show one more
LIGHTEST = 0.35  # share of the brush that is left at no pressure
LEAST_WIDTH = 1.0  # pixels


def paint_drawing(
    painter: QPainter, drawing: Drawing, side: float, brush: float, color: QColor
) -> None:
    """A drawing in the unit square, on a canvas of `side` pixels; brush: as a share of the side."""
    for stroke in drawing.strokes:
        paint_stroke(painter, stroke, side, brush, color)


def paint_stroke(
    painter: QPainter, stroke: Stroke, side: float, brush: float, color: QColor
) -> None:
    """A stroke as smooth as the pen went; arguments as in paint_drawing."""
    places = smoothed(stroke.points, pixel_of(stroke.points))
    _paint_ways(painter, cubics(places * side), stroke.pressures, brush * side, color)


def bounds(points: NDArray[np.float64], side: float, brush: float) -> QRectF:
    """The rectangle that holds the ink through points (k, 2), in pixels, with some room around.

    The curve swings out by less than a third of the way between two of them (smooth_ink.cubics).
    """
    swing = np.abs(np.diff(points, axis=0)).max(initial=0.0) / 3
    return _around(points * side, (brush / 2 + swing) * side)


def _around(places: NDArray[np.float64], margin: float) -> QRectF:
    """The rectangle of whole pixels around places (k, 2), and by `margin` and some more wider."""
    (left, top), (right, bottom) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    room = margin + 2
    area = QRectF(left, top, right - left, bottom - top).adjusted(-room, -room, room, room)
    return QRectF(area.toAlignedRect())


def stroke_of(samples: list[tuple[float, float, float, float | None]]) -> Stroke:
    """A Stroke of samples (x, y, seconds, pressure); without pressures where one is None."""
    columns = np.array(samples, dtype=np.float64)  # None becomes NaN
    pressures = None if np.isnan(columns[:, 3]).any() else columns[:, 3].copy()
    return Stroke(columns[:, :2].copy(), columns[:, 2].copy(), pressures)


def _paint_ways(
    painter: QPainter,
    ways: NDArray[np.float64],
    pressures: NDArray[np.float64] | None,
    width: float,
    color: QColor,
    area: QRectF | None = None,
) -> None:
    """The curve of `ways` (k, 4, 2), or as much of it as inks `area`; all in pixels."""
    near = np.ones(len(ways), bool) if area is None else _near(ways, area, width)
    shares = np.ones(len(ways) + 1) if pressures is None else np.clip(pressures, 0, 1)
    halves = np.maximum((LIGHTEST + (1 - LIGHTEST) * shares) * width, LEAST_WIDTH) / 2
    halves = np.append(halves, halves[-1:])  # a place alone has a way, too
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for first, after in _runs(near):
        corners = outline(ways[first:after], halves[first : after + 1])
        path.addPolygon(_polygon(corners))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, color)


def _polygon(corners: NDArray[np.float64]) -> QPolygonF:
    """Of corners (m, 2), copied at once: a QPointF is two doubles."""
    polygon = QPolygonF()
    polygon.resize(len(corners))
    pointer: Any = VoidPtr  # whose type stubs know neither its arguments nor that it is a buffer
    room = memoryview(pointer(polygon.data(), corners.nbytes, True))
    np.frombuffer(room, np.float64).reshape(corners.shape)[:] = corners
    return polygon


def _runs(near: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(first, after the last) of the ways that are near and follow one another."""
    changes = np.flatnonzero(np.diff(near, prepend=False, append=False)).tolist()
    return list(zip(changes[::2], changes[1::2], strict=True))


def _near(ways: NDArray[np.float64], area: QRectF, width: float) -> NDArray[np.bool_]:
    """Which of `ways` (k, 4, 2) may ink `area` in a pen of `width`."""
    room = width / 2 + 2
    low, high = ways.min(axis=1) - room, ways.max(axis=1) + room
    is_near: NDArray[np.bool_] = (
        (low <= (area.right(), area.bottom())) & (high >= (area.left(), area.top()))
    ).all(axis=1)
    return is_near


class InkLayers:
    """Two layers: dry strokes, and the stroke under the pen. Either looks as if painted at once.

    Of the stroke under the pen only what new points change is painted again.
    """

    def __init__(self, color: QColor) -> None:
        self._color = color
        self._side, self._brush = 1.0, 0.05
        self._dry, self._wet = QPixmap(), QPixmap()
        self._way = GrowingWay()
        self._count = 0  # points of the stroke under the pen that are painted
        self._ways = np.empty((0, 4, 2))  # through these, in pixels

    def rebuild(self, drawing: Drawing, side: int, ratio: float, brush: float) -> None:
        """Paint everything anew, for `side` logical pixels at `ratio` device pixels each."""
        self._side, self._brush = float(side), brush
        self._dry, self._wet = (self._blank(side, ratio) for _ in range(2))
        self._forget_stroke()
        with QPainter(self._dry) as painter:
            paint_drawing(painter, drawing, self._side, brush, self._color)

    def fits(self, side: int, ratio: float) -> bool:
        """Whether the layers were made for such a canvas."""
        return self._side == side and self._dry.devicePixelRatioF() == ratio

    def grow(self, stroke: Stroke) -> QRectF:
        """Show `stroke`, as far as the pen has come. The area that changed, in logical pixels."""
        if len(stroke.points) == self._count:
            return QRectF()
        self._count = len(stroke.points)
        places = self._way.grow(stroke.points, pixel_of(stroke.points)) * self._side
        before, self._ways = self._ways, cubics(places)
        bent = max(self._way.settled - BENDS, 0)
        width = self._brush * self._side
        changed = np.concatenate([before[bent:], self._ways[bent:]])
        area = _around(changed.reshape(-1, 2), width / 2)
        with QPainter(self._wet) as painter:
            painter.setClipRect(area)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(area, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            _paint_ways(painter, self._ways, stroke.pressures, width, self._color, area)
        return area

    def dry(self, stroke: Stroke) -> QRectF:
        """The pen was lifted: `stroke` stays as it is. The area that changed, as of grow()."""
        changed = self.grow(stroke)
        with QPainter(self._dry) as painter:
            painter.drawPixmap(0, 0, self._wet)
        self._wet.fill(Qt.GlobalColor.transparent)
        self._forget_stroke()
        return changed

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint what lies in `area`, in the canvas's logical pixels."""
        for layer in (self._dry, self._wet) if self._count else (self._dry,):
            ratio = layer.devicePixelRatioF()
            source = QRectF(area.topLeft() * ratio, area.size() * ratio)
            painter.drawPixmap(area, layer, source)

    def _forget_stroke(self) -> None:
        self._way, self._count, self._ways = GrowingWay(), 0, self._ways[:0]

    def _blank(self, side: int, ratio: float) -> QPixmap:
        pixels = max(1, round(side * ratio))
        pixmap = QPixmap(QSize(pixels, pixels))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap
