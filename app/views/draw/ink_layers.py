"""The ink of a canvas as pixels: what is dry is painted once, and only what is new is added."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.views.draw.ink_painter import paint_drawing, paint_stroke
from core.ink.strokes import Drawing, Stroke

CHUNK = 24  # points of the stroke under the pen that are painted anew each time


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
        made = QPixmap(QSize(pixels, pixels))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        return made
