"""Ink as pixels: painting strokes, and the layers of a canvas while a stroke grows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap, QPolygonF

from app.views.draw.outline import outline
from app.views.draw.smooth_ink import REACH, cubics, pixel_of, smoothed
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
    _paint_way(painter, places * side, stroke.pressures, brush * side, color)


def bounds(points: NDArray[np.float64], side: float, brush: float) -> QRectF:
    """The rectangle that holds the ink through points (k, 2), in pixels, with some room around."""
    hull = cubics(points).reshape(-1, 2) * side
    low, high = hull.min(axis=0), hull.max(axis=0)
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


def _paint_way(
    painter: QPainter,
    places: NDArray[np.float64],
    pressures: NDArray[np.float64] | None,
    width: float,
    color: QColor,
    area: QRectF | None = None,
) -> None:
    """The curve through places (k, 2), or as much of it as inks `area`; all in pixels."""
    ways = cubics(places)
    near = np.ones(len(ways), bool) if area is None else _near(ways, area, width)
    shares = np.ones(len(places)) if pressures is None else np.clip(pressures, 0, 1)
    halves = np.maximum((LIGHTEST + (1 - LIGHTEST) * shares) * width, LEAST_WIDTH) / 2
    halves = np.append(halves, halves[-1:])  # a place alone has a way, too
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for first, after in _runs(near):
        corners = outline(ways[first:after], halves[first : after + 1])
        path.addPolygon(QPolygonF(list(map(QPointF, *corners.T.tolist()))))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, color)


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

    Of the stroke under the pen only what new points changed is painted again.
    """

    def __init__(self, color: QColor) -> None:
        self._color = color
        self._side, self._brush = 1.0, 0.05
        self._dry, self._wet = QPixmap(), QPixmap()
        self._places = np.empty((0, 2))  # of the stroke under the pen, smoothed
        self._pixel = 0.0

    def rebuild(self, drawing: Drawing, side: int, ratio: float, brush: float) -> None:
        """Paint everything anew, for `side` logical pixels at `ratio` device pixels each."""
        self._side, self._brush = float(side), brush
        self._dry, self._wet = (self._blank(side, ratio) for _ in range(2))
        self._places = self._places[:0]
        with QPainter(self._dry) as painter:
            paint_drawing(painter, drawing, self._side, brush, self._color)

    def fits(self, side: int, ratio: float) -> bool:
        """Whether the layers were made for such a canvas."""
        return self._side == side and self._dry.devicePixelRatioF() == ratio

    def grow(self, stroke: Stroke) -> None:
        """Show `stroke`, as far as the pen has come."""
        points, before, pixel = stroke.points, self._places, pixel_of(stroke.points)
        if len(points) == len(before):
            return
        settled = max(len(before) - REACH, 0) if pixel == self._pixel else 0
        start = max(settled - REACH, 0)
        fresh = smoothed(points[start:], pixel)[settled - start :]
        self._places, self._pixel = np.concatenate([before[:settled], fresh]), pixel
        changed = np.concatenate([before[settled:], fresh])
        area = QRectF(bounds(changed, self._side, self._brush).toAlignedRect())
        places, width = self._places * self._side, self._brush * self._side
        with QPainter(self._wet) as painter:
            painter.setClipRect(area)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(area, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            _paint_way(painter, places, stroke.pressures, width, self._color, area)

    def dry(self, stroke: Stroke) -> None:
        """The pen was lifted: `stroke` is painted whole and for good."""
        with QPainter(self._dry) as painter:
            paint_stroke(painter, stroke, self._side, self._brush, self._color)
        self._wet.fill(Qt.GlobalColor.transparent)
        self._places = self._places[:0]

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Paint what lies in `area`, in the canvas's logical pixels."""
        for layer in (self._dry, self._wet) if len(self._places) else (self._dry,):
            ratio = layer.devicePixelRatioF()
            source = QRectF(area.topLeft() * ratio, area.size() * ratio)
            painter.drawPixmap(area, layer, source)

    def _blank(self, side: int, ratio: float) -> QPixmap:
        pixels = max(1, round(side * ratio))
        pixmap = QPixmap(QSize(pixels, pixels))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap
