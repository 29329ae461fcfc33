"""A line through points, painted in one call, that asks little of Python in a frame.

pyqtgraph's own curve works out its bounds and pen widths anew whenever Qt asks for them, which
is several times a frame; and each question makes a network that is training wait. Decision 16 has
what that and its own downsampling cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.look import theme

MARGIN = 0.02  # of the view, beyond the points, for the width of the pen


class Curve(pg.GraphicsObject):
    """A polyline. smooth: antialiased; a curve of very many lines looks the same without."""

    def __init__(self, *, smooth: bool) -> None:
        super().__init__()
        self._smooth = smooth
        self._pen = QPen()
        self._points = QPolygonF()
        self._bounds = QRectF()

    def setPen(self, pen: QPen) -> None:
        self._pen = pen
        self.update()

    def setData(self, x: NDArray[Any], y: NDArray[Any]) -> None:
        """x, rising, and y: (k,) each, in the units of the axes. Points that are not finite are
        left out."""
        if len(y) and not np.isfinite(y.sum(dtype=np.float64)):
            drawable = np.isfinite(x) & np.isfinite(y)
            x, y = x[drawable], y[drawable]
        points = pg.functions.create_qpolygonf(len(x))
        if len(x):
            values = pg.functions.ndarray_from_qpolygonf(points)
            values[:, 0], values[:, 1] = x, y
            low, high = float(y.min()), float(y.max())
            (left, right), (bottom, top) = self.getViewBox().viewRange()
            dx, dy = MARGIN * (right - left), MARGIN * (top - bottom)
            bounds = QRectF(x[0] - dx, low - dy, x[-1] - x[0] + 2 * dx, high - low + 2 * dy)
        else:
            bounds = QRectF()
        if not self._bounds.contains(bounds):
            self.prepareGeometryChange()
            self._bounds = bounds
        self._points = points
        self.update()

    @property
    def points(self) -> QPolygonF:
        """What is drawn, in the units of the axes."""
        return self._points

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._smooth)
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(self._points)


class DashedCurve(Curve):
    """A line of one pixel, painted `passes` times beneath each other: Qt strokes wider ones fifty
    times as slowly. dashes: lengths of dashes and gaps in pixels, in turn; none for a whole line.
    """

    APART = 0.6  # pixels

    def __init__(self, dashes: Sequence[float], passes: int) -> None:
        super().__init__(smooth=True)
        self._dashes, self._passes = list(dashes), passes

    def setPen(self, pen: QPen) -> None:
        """Its colour and width; each pass is a pixel of the device wide."""
        thin = QPen(pen.color(), 1.0)
        thin.setCosmetic(True)
        self._width = pen.widthF()
        super().setPen(thin)

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = painter.worldTransform().map(self._points)
        enlarged = abs(painter.worldTransform().m11() / self.sceneTransform().m11())
        ratio = painter.device().devicePixelRatioF()
        painter.save()
        painter.resetTransform()
        if self._dashes:
            self._pen.setDashPattern([each * enlarged * ratio for each in self._dashes])
        painter.setPen(self._pen)
        for _pass in range(round(self._passes * max(self._width, 1.0) * enlarged * ratio)):
            painter.drawPolyline(points)
            painter.translate(0, self.APART / ratio)
        painter.restore()


class Marks(Curve):
    """Marks of `size` pixels at points: discs, or hollow squares; larger in a presentation."""

    EDGE = 3.0  # of a hollow one, both sides together

    def __init__(self, size: float, *, hollow: bool) -> None:
        super().__init__(smooth=True)
        self._size = size
        self._hollow = hollow
        self._cap = Qt.PenCapStyle.SquareCap if hollow else Qt.PenCapStyle.RoundCap
        self._inner = QPen()

    def set_colors(self, color: QColor, ground: QColor) -> None:
        """color: of the marks. ground: of the inside of a hollow one."""
        size = self._size * theme.tokens().line
        self._pen = self._pen_of(color, size)
        self._inner = self._pen_of(ground, size - self.EDGE)
        self.update()

    def _pen_of(self, color: QColor, width: float) -> QPen:
        pen = QPen(color, width, Qt.PenStyle.SolidLine, self._cap)
        pen.setCosmetic(True)
        return pen

    def paint(self, painter: QPainter, *_: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Qt draws a point as a short line, which is long where an axis spans little.
        points = painter.worldTransform().map(self._points)
        painter.save()
        painter.resetTransform()
        painter.setPen(self._pen)
        painter.drawPoints(points)
        if self._hollow:
            painter.setPen(self._inner)
            painter.drawPoints(points)
        painter.restore()
