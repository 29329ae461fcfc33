"""A small plot in a page: curves, marks and named levels, between two axes with few ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import figures, theme
from app.views.widgets.plot.axes import nice_spacing
from core.network.arrays import Array

LINES = 13.0  # height, in lines of text
NARROWEST = 220  # logical pixels
MOST_TICKS = {"x": 8, "y": 5}
FAR = 10.0  # plots: what lies further out is drawn there


@dataclass(frozen=True, eq=False)
class ChartLine:
    """A polyline through (x, y), (k,) each. color: the name of a token. name: stands at its end."""

    x: Array
    y: Array
    color: str = "ink"
    width: float = 1.8
    dashed: bool = False
    name: str = ""


@dataclass(frozen=True)
class ChartMark:
    """A disc at a point. size: logical pixels at 100 %. name: stands beside it."""

    x: float
    y: float
    color: str = "accent"
    size: float = 9.0
    name: str = ""


@dataclass(frozen=True)
class ChartLevel:
    """A dashed line across the plot at a y, and its name."""

    y: float
    name: str


@dataclass(frozen=True)
class ChartAxis:
    """From low to high. On a logarithmic axis these, and all values, are base-10 logarithms.
    whole: ticks at whole numbers alone. write: a tick's words."""

    name: str
    low: float
    high: float
    logarithmic: bool = False
    whole: bool = False
    write: Callable[[float], str] = figures.scientific

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """(value, words), at most `most` of them, but for the last."""
        spacing = nice_spacing(self.high - self.low, most)
        if self.logarithmic or self.whole:
            spacing = max(round(spacing), 1)
        first, last = math.ceil(self.low / spacing - 1e-9), math.floor(self.high / spacing + 1e-9)
        values = [round(k * spacing, 10) for k in range(first, last + 1)]
        return [(each, self.write(10.0**each if self.logarithmic else each)) for each in values]


class Chart(QWidget):
    """Paints what show_all() was given; as wide as there is room."""

    def __init__(self, x: ChartAxis, y: ChartAxis) -> None:
        super().__init__()
        self.x_axis, self.y_axis = x, y
        self.curves: tuple[ChartLine, ...] = ()
        self.marks: tuple[ChartMark, ...] = ()
        self.levels: tuple[ChartLevel, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watcher().changed.connect(self._dress)

    def show_all(
        self,
        curves: Sequence[ChartLine],
        marks: Sequence[ChartMark] = (),
        levels: Sequence[ChartLevel] = (),
    ) -> None:
        """Replace everything between the axes."""
        self.curves, self.marks, self.levels = tuple(curves), tuple(marks), tuple(levels)
        self.update()

    def set_axes(self, x: ChartAxis, y: ChartAxis) -> None:
        self.x_axis, self.y_axis = x, y
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROWEST, round(LINES * self._metrics().lineSpacing()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font(theme.tokens().type_note))
            area = self._area()
            self._paint_axes(painter, area)
            painter.setClipRect(area.adjusted(-6, -6, self.width(), 6))
            for level in self.levels:
                self._paint_level(painter, area, level)
            for curve in self.curves:
                self._paint_curve(painter, area, curve)
            for mark in self.marks:
                self._paint_mark(painter, area, mark)
            painter.setClipping(False)
            self._name_curves(painter, area)

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(theme.font(theme.tokens().type_note))

    def _area(self) -> QRectF:
        """Between the axes."""
        metrics, gap = self._metrics(), theme.tokens().space_2
        ticks = self.y_axis.ticks(MOST_TICKS["y"])
        left = max(metrics.horizontalAdvance(words) for _, words in ticks) + gap
        names = [curve.name for curve in self.curves if curve.name]
        right = max(map(metrics.horizontalAdvance, names), default=0.0) + 2 * gap
        line = metrics.lineSpacing()
        whole = QRectF(self.rect())
        return whole.adjusted(left, 1.5 * line, -right, -2.3 * line)

    def _at(self, area: QRectF, x: float, y: float) -> QPointF:
        across = (x - self.x_axis.low) / (self.x_axis.high - self.x_axis.low)
        up = (y - self.y_axis.low) / (self.y_axis.high - self.y_axis.low)
        across, up = (min(max(each, -FAR), FAR) for each in (across, up))
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        look, metrics = theme.tokens(), self._metrics()
        line = metrics.lineSpacing()
        for value, words in self.y_axis.ticks(MOST_TICKS["y"]):
            at = self._at(area, self.x_axis.low, value)
            painter.setPen(QPen(look.color("hairline"), 1))
            painter.drawLine(at, QPointF(area.right(), at.y()))
            painter.setPen(look.color("ink_soft"))
            box = QRectF(0, at.y() - line / 2, area.left() - look.space_2, line)
            painter.drawText(box, _TO_RIGHT, words)
        taken = -math.inf
        for value, words in self.x_axis.ticks(MOST_TICKS["x"]):
            at, width = self._at(area, value, self.y_axis.low), metrics.horizontalAdvance(words)
            if at.x() - width / 2 > taken:
                box = QRectF(at.x() - width, area.bottom() + 0.15 * line, 2 * width, line)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
                taken = at.x() + width / 2 + look.space_2
        painter.drawText(QPointF(0, metrics.ascent()), self.y_axis.name)
        below = QRectF(area.left(), area.bottom() + 1.2 * line, area.width(), line)
        painter.drawText(below, _TO_RIGHT, self.x_axis.name)

    def _paint_level(self, painter: QPainter, area: QRectF, level: ChartLevel) -> None:
        look, line = theme.tokens(), self._metrics().lineSpacing()
        at = self._at(area, self.x_axis.low, level.y)
        painter.setPen(QPen(look.color("outline"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(at, QPointF(area.right(), at.y()))
        painter.setPen(look.color("ink_soft"))
        painter.drawText(
            QRectF(area.left(), at.y() - line, area.width(), line), _TO_RIGHT, level.name
        )

    def _paint_curve(self, painter: QPainter, area: QRectF, curve: ChartLine) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        style = Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine
        color = theme.tokens().color(curve.color)
        painter.setPen(QPen(color, curve.width * theme.tokens().line, style))
        finite = np.isfinite(curve.y)
        x, y = curve.x[finite], curve.y[finite]
        points = [self._at(area, *each) for each in zip(x.tolist(), y.tolist(), strict=True)]
        painter.save()
        painter.setClipRect(area.adjusted(-6, -6, 6, 6))
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def _name_curves(self, painter: QPainter, area: QRectF) -> None:
        """At their ends, moved apart where two would overlap."""
        line, lowest = self._metrics().lineSpacing(), -math.inf
        named = [each for each in self.curves if each.name and len(each.x)]
        ends = [(self._at(area, float(each.x[-1]), float(each.y[-1])), each) for each in named]
        for at, curve in sorted(ends, key=lambda end: end[0].y()):
            at.setY(max(min(max(at.y(), area.top()), area.bottom()), lowest + line))
            lowest = at.y()
            self._write_beside(painter, at, curve.name, theme.tokens().color(curve.color))

    def _paint_mark(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        look = theme.tokens()
        at = self._at(area, mark.x, mark.y)
        painter.setPen(QPen(look.color("ground_raised"), 1.5))
        painter.setBrush(look.color(mark.color))
        painter.drawEllipse(at, mark.size * look.scale / 2, mark.size * look.scale / 2)
        if mark.name:
            above = QPointF(at.x(), at.y() - 0.6 * self._metrics().lineSpacing())
            self._write_beside(painter, above, mark.name, look.color(mark.color))

    def _write_beside(self, painter: QPainter, at: QPointF, words: str, color: QColor) -> None:
        """To the right of a point, or to its left where there is no room."""
        metrics, gap = self._metrics(), theme.tokens().space_2
        line, width = metrics.lineSpacing(), metrics.horizontalAdvance(words)
        x = at.x() + gap if at.x() + gap + width <= self.width() else at.x() - gap - width
        painter.setPen(color)
        painter.drawText(QRectF(x, at.y() - line / 2, width + 1, line), _TO_RIGHT, words)


_TO_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
