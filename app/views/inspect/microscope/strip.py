"""The way of a walk as two lines of stops: forward above, each layer's gradients beneath it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.look import sizes, theme
from app.look.figures import symbol
from core.inspection.walk import Stop

CHIP_HEIGHT = 24  # at 100 %, as those below
GAP = 8  # between chips: room for an arrow
PADDING = 6
LINES = 2
HEIGHT = LINES * CHIP_HEIGHT + GAP


@dataclass(frozen=True)
class Chip:
    stop: Stop
    box: QRectF


class WalkStrip(QScrollArea):
    """All stops; scrolls where they do not fit. chosen: the number, from 0, of the one clicked."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.line = _Line()
        self.line.chosen.connect(self.chosen)
        self.setWidget(self.line)
        self.setWidgetResizable(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sizes.sized(self, WalkStrip._make_room)

    def set_stops(self, stops: Sequence[Stop]) -> None:
        self.line.set_stops(stops)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Be higher by a scroll bar where the way is longer than the strip."""
        is_longer = self.line.width() > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_longer else 0
        self.setFixedHeight(theme.px(HEIGHT) + 4 + bar)

    def set_current(self, number: int) -> None:
        self.line.set_current(number)
        box = self.line.box_of(number)
        self.ensureVisible(round(box.center().x()), 0, round(box.width()), 0)


class _Line(QWidget):
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._stops: Sequence[Stop] = ()
        self._chips: list[Chip] = []
        self._current = 0
        sizes.sized(self, _Line._place)
        self.setMouseTracking(True)
        theme.watcher().changed.connect(self.update)

    def set_stops(self, stops: Sequence[Stop]) -> None:
        self._stops = stops
        self._place()

    def _place(self) -> None:
        metrics = QFontMetricsF(_font(bold=True))
        self._chips = _chips(self._stops, metrics.horizontalAdvance)
        right = max((chip.box.right() for chip in self._chips), default=0.0)
        self.resize(QSize(round(right) + 2, theme.px(HEIGHT)))
        self.update()

    def set_current(self, number: int) -> None:
        self._current = number
        if self._chips:
            self.setAccessibleName(
                f"Stop {number + 1} of {len(self._chips)}: {self._chips[number].stop.name}"
            )
        self.update()

    def box_of(self, number: int) -> QRectF:
        return self._chips[number].box if number < len(self._chips) else QRectF()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position())
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for before, after in zip(self._chips, self._chips[1:], strict=False):
                painter.setPen(look.color("outline"))
                _arrow(painter, before.box, after.box)
            for number, chip in enumerate(self._chips):
                is_current = number == self._current
                painter.setPen(look.color("accent" if is_current else "hairline"))
                painter.setBrush(look.color("accent" if is_current else "ground_raised"))
                painter.drawRoundedRect(chip.box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
                painter.setFont(_font(bold=is_current))
                painter.setPen(look.color("accent_text" if is_current else "ink"))
                painter.drawText(chip.box, Qt.AlignmentFlag.AlignCenter, symbol(chip.stop.name))

    def _at(self, position: QPointF) -> int | None:
        return next((n for n, chip in enumerate(self._chips) if chip.box.contains(position)), None)


def _font(*, bold: bool) -> QFont:
    weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
    return theme.font(theme.tokens().type_note, weight)


def _chips(stops: Sequence[Stop], width_of: Callable[[str], float]) -> list[Chip]:
    """Boxes of the stops, in their order. A layer's column is as wide as its longer line.

    width_of: the width of a text in logical pixels.
    """
    lines: dict[tuple[int, bool], list[Stop]] = defaultdict(list)
    for stop in stops:
        column = 2 * stop.layer - (stop.kind not in ("H", "dH") and stop.layer > 0)
        if stop.kind == "loss":
            column += 2
        lines[column, stop.is_forward].append(stop)
    boxes: dict[str, QRectF] = {}
    x = 1.0
    for column in sorted({column for column, _ in lines}):
        widest = 0.0
        for is_forward in (True, False):
            # The way back goes from the right to the left.
            line = lines.get((column, is_forward), [])
            at, y = x, 0.0 if is_forward else theme.px(CHIP_HEIGHT + GAP)
            for stop in line if is_forward else line[::-1]:
                width = width_of(symbol(stop.name)) + 2 * theme.px(PADDING)
                boxes[stop.name] = QRectF(at, y, width, theme.px(CHIP_HEIGHT))
                at += width + theme.px(GAP)
            widest = max(widest, at - x)
        x += widest
    return [Chip(stop, boxes[stop.name]) for stop in stops]


def _arrow(painter: QPainter, before: QRectF, after: QRectF) -> None:
    """Draw an arrow from the edge of one box to that of the next."""
    if abs(before.top() - after.top()) < 1:
        forward = after.left() > before.left()
        y = before.center().y()
        start, end = (before.right(), after.left()) if forward else (before.left(), after.right())
        a, b = QPointF(start + (1 if forward else -1), y), QPointF(end - (1 if forward else -1), y)
        head = -3 if forward else 3
        painter.drawLine(a, b)
        painter.drawLine(b, b + QPointF(head, -3))
        painter.drawLine(b, b + QPointF(head, 3))
    else:
        a = QPointF(before.center().x(), before.bottom())
        corner = QPointF(before.center().x(), after.center().y())
        if after.right() > corner.x():
            corner = QPointF(after.center().x(), before.bottom())
            b = QPointF(corner.x(), after.top() - 1)
            painter.drawLine(corner, b)
            painter.drawLine(b, b + QPointF(-3, -3))
            painter.drawLine(b, b + QPointF(3, -3))
        else:
            b = QPointF(after.right() + 1, corner.y())
            painter.drawLine(a, corner)
            painter.drawLine(corner, b)
            painter.drawLine(b, b + QPointF(3, -3))
            painter.drawLine(b, b + QPointF(3, 3))
