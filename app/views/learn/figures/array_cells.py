"""A small array that was computed: its cells can be pointed at, by mouse or arrow keys."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from app.look.figures import MINUS
from app.views.learn.figures.written import short
from core.network.arrays import Array

CELL = f"{MINUS}00.00"  # as wide as that
HEIGHT = 1.7  # lines of text
MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
Place = tuple[int, int]


class ArrayCells(QWidget):
    """Paints an array beneath its name and shape. pointed: (row, column), from 0, is pointed at."""

    pointed = Signal(int, int)

    def __init__(self, name: str, shape: Place) -> None:
        super().__init__()
        self.name, self.values = name, np.zeros(shape)
        self._at: Place | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}, {shape[0]} × {shape[1]}")
        theme.watcher().changed.connect(self._dress)

    def set_values(self, values: Array) -> None:
        """Of the shape that it has."""
        self.values = values
        rows = "; ".join(", ".join(map(short, row)) for row in values.tolist())
        self.setAccessibleDescription(rows)
        self.update()

    def mark(self, place: Place | None) -> None:
        """Frame the cell (row, column), or none."""
        if place != self._at:
            self._at = place
            self.update()

    def sizeHint(self) -> QSize:
        cell = self._cell()
        rows, columns = self.values.shape
        title = self._title().horizontalAdvance(self._title_words())
        width = max(columns * cell.width(), round(title))
        return QSize(width + 2 + theme.tokens().space_3, rows * cell.height() + self._top() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = MOVES.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        rows, columns = self.values.shape
        row, column = self._at or (0, 0)
        self.pointed.emit(
            min(max(row + move[0], 0), rows - 1), min(max(column + move[1], 0), columns - 1)
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit(*(self._at or (0, 0)))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, cell = theme.tokens(), self._cell()
        with QPainter(self) as painter:
            painter.setFont(theme.font(look.type_note))
            painter.setPen(look.color("ink_soft"))
            title = QRectF(1, 0, self.width(), self._title().lineSpacing())
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self._title_words())
            painter.setFont(theme.font(look.type_text))
            for (row, column), value in np.ndenumerate(self.values):
                box = self._box(row, column, cell)
                painter.setPen(QPen(look.color("hairline"), 1))
                painter.setBrush(look.color("ground_sunken"))
                painter.drawRect(box)
                painter.setPen(look.color("ink"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, short(float(value)))
            if self._at is not None:
                width = 3 if self.hasFocus() else 1.5
                painter.setPen(QPen(look.color("focus"), width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self._box(*self._at, cell))

    def _point(self, at: QPointF) -> None:
        cell = self._cell()
        row, column = int((at.y() - self._top()) // cell.height()), int(at.x() // cell.width())
        rows, columns = self.values.shape
        if 0 <= row < rows and 0 <= column < columns:
            self.pointed.emit(row, column)

    def _box(self, row: int, column: int, cell: QSize) -> QRectF:
        left, top = 1 + column * cell.width(), 1 + self._top() + row * cell.height()
        return QRectF(left, top, cell.width(), cell.height()).adjusted(0.5, 0.5, -0.5, -0.5)

    def _title_words(self) -> str:
        rows, columns = self.values.shape
        return f"{self.name}  {rows} × {columns}"

    def _title(self) -> QFontMetricsF:
        return QFontMetricsF(theme.font(theme.tokens().type_note))

    def _top(self) -> int:
        return round(self._title().lineSpacing()) + theme.tokens().space_1

    def _cell(self) -> QSize:
        metrics = QFontMetricsF(theme.font(theme.tokens().type_text))
        return QSize(
            round(metrics.horizontalAdvance(CELL) + theme.tokens().space_2),
            round(HEIGHT * metrics.lineSpacing()),
        )

    @Slot()
    def _dress(self) -> None:
        self.updateGeometry()
        self.update()
