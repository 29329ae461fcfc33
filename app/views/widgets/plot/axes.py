"""What stands around a plot: where an axis ends, few ticks, labels at the ends of lines."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QGraphicsItem

from app.look import figures, theme
from app.views.widgets.plot.bounded_view import BoundedView

FLOOR = 1e-6  # a loss of 0 is drawn here on the logarithmic axis
TICK_PIXELS = {"left": 44, "bottom": 110}  # at 100 %, as those below
UNIT_SHARE = 0.92  # a tick further right has no room for its unit
LOG_STEPS = ((1, 2, 5), (1, 3), (1,))  # the first whose ticks have room
LOG_TICK_PIXELS, LOG_TICKS = 20, 7.5
MOST_DECADES = 300  # a float has hardly more


def round_up(value: float) -> float:
    """`value` rounded up to 1, 1.5, 2, 3, 5 or 7 times a power of ten, where an axis may end."""
    power = 10.0 ** np.floor(np.log10(max(value, FLOOR)))
    return float(next((k * power for k in (1, 1.5, 2, 3, 5, 7) if k * power >= value), 10 * power))


def is_range(low: float, high: float) -> bool:
    """Whether an axis can go from low to high."""
    return math.isfinite(low) and math.isfinite(high) and low < high


def every_few(count: int, most: int) -> slice:
    """A slice of `count` things with at most `most` of them, evenly spaced, the last included."""
    stride = max(-(-count // most), 1)
    return slice((count - 1) % stride, None, stride)


def nice_spacing(span: float, at_most: int) -> float:
    """1, 2 or 5 times a power of ten, such that `span` holds it at most `at_most` times."""
    raw = span / max(at_most, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return power * next((step for step in (1, 2, 5) if step * power >= raw), 10)


class Axis(pg.AxisItem):
    """An axis with few ticks. write: the label of a value. unit: stands behind the last label."""

    def __init__(self, side: str, write: Callable[[float], str], *, unit: str = "") -> None:
        super().__init__(side, pen=None, tickPen=None)
        self._side = side
        self._write = write
        self._unit = unit
        self.logarithmic = False
        self.setStyle(
            tickLength=0, tickTextOffset=6, autoExpandTextSpace=False, hideOverlappingLabels=False
        )
        self.hide_ticks = False

    def set_unit(self, unit: str) -> None:
        """unit: stands behind the last label from now on."""
        self._unit = unit
        self.picture = None
        self.update()

    def dress(self) -> None:
        look = theme.tokens()
        self.setTickFont(theme.font(look.type_note))
        self.setTextPen(look.ink_soft)
        self.setPen(pg.mkPen(None))
        self.setTickPen(pg.mkPen(look.plot_grid if self._side == "left" else None))
        if self._side == "left":
            self.setGrid(255)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        if self.hide_ticks or not high > low:
            return []
        if self.logarithmic:
            return [(1.0, self._decades(low, high, size))]
        spacing = nice_spacing(high - low, int(size / theme.px(TICK_PIXELS[self._side])))
        if self._unit:
            spacing = max(spacing, 1.0)
        first, last = math.ceil(low / spacing), math.floor(high / spacing)
        return [(spacing, [k * spacing for k in range(first, last + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.logarithmic:
            return [self._write(10.0 ** min(value, MOST_DECADES)) for value in values]
        words = [self._write(value) for value in values]
        fitting = [k for k, value in enumerate(values) if value <= UNIT_SHARE * self.range[1]]
        if self._unit and fitting:
            words[fitting[-1]] += f"{figures.THIN}{self._unit}"
        return words

    def _decades(self, low: float, high: float, size: float) -> list[float]:
        most = max(min(size / theme.px(LOG_TICK_PIXELS), LOG_TICKS), 1)
        steps = next((each for each in LOG_STEPS if len(each) * (high - low) <= most), (1,))
        stride = max(math.ceil((high - low) / most), 1)
        return [
            k + math.log10(step)
            for k in range(math.floor(low), math.ceil(high) + 1, stride)
            for step in steps
            if low <= k + math.log10(step) <= high
        ]


@dataclass(frozen=True)
class EndLabel:
    """value: on the y axis, as drawn. color: the name of a token. strong: in bold. at: on the x
    axis, beyond which it stands; None for the end of the longest curve."""

    value: float
    text: str
    color: str
    strong: bool = False
    at: float | None = None


class EndLabels(pg.GraphicsObject):
    """Labels beside the end of the longest curve in `view`, such as names and last values.

    parent: of both. room: for them, in logical pixels at 100 %.
    """

    GAP = 8
    ROOM = 128
    LINE = 16

    def __init__(self, parent: QGraphicsItem, view: BoundedView, room: int = ROOM) -> None:
        super().__init__(parent)
        self._room = room
        self._view = view
        self._end = 0.0
        self._labels: list[EndLabel] = []
        self.setZValue(50)
        self.dress()
        self._view.sigRangeChanged.connect(self._on_moved)
        self._view.sigResized.connect(self._on_moved)

    def dress(self) -> None:
        """Text in the size of the moment."""
        size = theme.tokens().type_note
        self._fonts = [theme.font(size), theme.font(size, QFont.Weight.DemiBold)]
        self._on_moved()

    @property
    def line(self) -> int:
        """Height of one label in logical pixels."""
        return theme.px(self.LINE)

    def set_labels(self, end: float, labels: list[EndLabel]) -> None:
        """end: the x at which the longest curve ends."""
        self._end = end
        self._labels = [each for each in labels if math.isfinite(each.value)]
        self.update()

    @property
    def labels(self) -> list[EndLabel]:
        return list(self._labels)

    def texts(self) -> list[str]:
        return [label.text for label in self._labels]

    def boundingRect(self) -> QRectF:
        """The plot, the room beside it, and half a line above and below for labels at the edge."""
        area: QRectF = self._view.geometry()
        return area.adjusted(0, -self.line / 2, theme.px(self._room), self.line / 2)

    def paint(self, painter: QPainter, *_: Any) -> None:
        area = self._view.geometry()
        look = theme.tokens()
        ground = behind_words()
        places = self._places(area)
        for x, y, label in places:
            painter.setFont(self._fonts[label.strong])
            metrics = painter.fontMetrics()
            box = QRectF(x, y - self.line / 2, theme.px(self._room), self.line)
            text = metrics.elidedText(
                label.text, Qt.TextElideMode.ElideRight, math.ceil(box.width())
            )
            if x < area.right():  # or a curve that goes on there would cross the words
                width = metrics.horizontalAdvance(text)
                painter.fillRect(QRectF(x - 2, box.top() + 1, width + 4, self.line - 2), ground)
            painter.setPen(look.color(label.color))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def _places(self, area: QRectF) -> list[tuple[float, float, EndLabel]]:
        """(x, y, label) from the top, moved apart where they would overlap."""
        places = []
        for label in self._labels:
            right = self._view.viewRange()[0][1]
            end = min(self._end if label.at is None else label.at, right)
            spot = self._view.mapToParent(self._view.mapFromView(QPointF(end, label.value)))
            y = min(max(spot.y(), area.top()), area.bottom())
            x = min(max(spot.x(), area.left()), area.right()) + self.GAP
            places.append((x, y, label))
        places.sort(key=lambda each: each[1])
        ys = [y for _, y, _ in places]
        for k in range(1, len(ys)):
            ys[k] = max(ys[k], ys[k - 1] + self.line)
        if ys and ys[-1] > area.bottom():
            ys[-1] = area.bottom()
            for k in range(len(ys) - 2, -1, -1):
                ys[k] = min(ys[k], ys[k + 1] - self.line)
        return [(x, y, label) for (x, _, label), y in zip(places, ys, strict=True)]

    def _on_moved(self, *_: Any) -> None:
        self.prepareGeometryChange()
        self.update()


def behind_words() -> QColor:
    """What words on a plot are painted upon, or its lines would cross them."""
    ground = theme.tokens().color("ground")
    ground.setAlphaF(0.8)
    return ground


def steps_axis() -> Axis:
    return Axis("bottom", lambda value: figures.count(round(value)), unit="steps")


def loss_axis() -> Axis:
    return Axis("left", lambda value: f"{value:.6g}")


def share_axis() -> Axis:
    return Axis("left", lambda value: f"{100 * value:.4g}{figures.THIN}%")
