"""A confusion matrix, small: a row for each class, a column for each answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look import theme
from app.look.colors import Scale, levels, lightness, palette, to_image
from app.views.widgets.plain import plain_tip

LEAST, GOOD = 140, 260  # at 100 %
LIGHT = 0.62  # OKLab: a figure in a cell that is darker is white
WAITING = 0.35  # opacity while another matrix is measured


class SmallMatrix(QWidget):
    """Blue: read right; orange: taken for another. The deeper, the larger the share of its class.

    A share is seen by its root, so that few mistakes are seen, too.
    """

    def __init__(self) -> None:
        super().__init__()
        self._counts: NDArray[np.intp] | None = None
        self._names: tuple[str, ...] = ()
        self._is_waiting = False
        self.setAccessibleName("Confusion matrix")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.watcher().changed.connect(self.update)

    def set_counts(self, counts: NDArray[np.intp] | None, names: tuple[str, ...]) -> None:
        """counts: (classes, classes), rows by the true class; None for none. names: of classes."""
        self._counts, self._names = counts, names
        self.setAccessibleDescription(self._worst())
        self.set_waiting(False)
        self.update()

    def set_waiting(self, waiting: bool) -> None:
        """Whether what is shown is of an earlier moment."""
        if waiting != self._is_waiting:
            self._is_waiting = waiting
            self.update()

    @property
    def is_waiting(self) -> bool:
        return self._is_waiting

    def sizeHint(self) -> QSize:
        return QSize(theme.px(GOOD), theme.px(GOOD))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST), theme.px(LEAST))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.words_at(event.pos())), self)
            return True
        return super().event(event)

    def words_at(self, pos: QPoint) -> str:
        """What the cell there counts, "" beside the matrix."""
        grid = self._grid()
        if self._counts is None or not grid.contains(pos):
            return ""
        classes = len(self._counts)
        column = min(int((pos.x() - grid.left()) / grid.width() * classes), classes - 1)
        row = min(int((pos.y() - grid.top()) / grid.height() * classes), classes - 1)
        true, answer = self._names[row], self._names[column]
        count, total = int(self._counts[row, column]), int(self._counts[row].sum())
        how = "read right" if row == column else f"taken for {answer}"
        return f"{true}: {count:,} of {total:,} {how}"

    def paintEvent(self, _: QPaintEvent) -> None:
        look = theme.tokens()
        grid = self._grid()
        with QPainter(self) as painter:
            painter.setFont(theme.font(look.type_note))
            if self._counts is None:
                painter.setPen(look.color("ink_soft"))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "–")
                return
            painter.setOpacity(WAITING if self._is_waiting else 1.0)
            pixels = self._pixels()
            painter.drawImage(grid, to_image(pixels))
            painter.setPen(QPen(look.color("hairline"), 1))
            painter.drawRect(grid)
            self._paint_words(painter, grid, lightness(pixels))

    def _paint_words(self, painter: QPainter, grid: QRectF, light: NDArray[np.float64]) -> None:
        """Names of the classes where they have room, and counts where these do."""
        assert self._counts is not None
        look, cell = theme.tokens(), grid.width() / len(self._counts)
        metrics = QFontMetricsF(painter.font())
        center = Qt.AlignmentFlag.AlignCenter
        if metrics.height() <= cell + 2:
            painter.setPen(look.color("ink_soft"))
            side = grid.left()
            for k, name in enumerate(self._names):
                across = QRectF(grid.left() + k * cell, 0, cell, grid.top())
                down = QRectF(0, grid.top() + k * cell, side - 3, cell)
                painter.drawText(across, center, _fitted(metrics, name, cell))
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(down, right, _fitted(metrics, name, side - 3))
        if metrics.horizontalAdvance("000") > cell or metrics.height() > cell:
            return
        painter.setFont(theme.font(look.type_note, QFont.Weight.Normal))
        for row, column in np.argwhere(self._counts):
            is_light = light[row, column] > LIGHT
            painter.setPen(look.color("ink" if is_light != look.dark else "ground"))
            place = QRectF(grid.left() + column * cell, grid.top() + row * cell, cell, cell)
            painter.drawText(place, center, f"{self._counts[row, column]}")

    def _pixels(self) -> NDArray[np.uint32]:
        assert self._counts is not None
        totals = np.maximum(self._counts.sum(axis=1, keepdims=True), 1)
        shares = np.sqrt(self._counts / totals)
        signs = np.where(np.eye(len(shares), dtype=bool), 1.0, -1.0)
        return palette(True, theme.tokens())[levels(shares * signs, Scale(1.0))]

    def _grid(self) -> QRectF:
        """Square, with room for the names on the left and above."""
        classes = max(len(self._counts) if self._counts is not None else 1, 1)
        metrics = QFontMetricsF(theme.font(theme.tokens().type_note))
        left = min(max(map(metrics.horizontalAdvance, self._names), default=0) + 6, 72)
        top = metrics.height()
        side = min(self.width() - left, self.height() - top) - 1
        cell = max(side // classes, 1)
        return QRectF(int(left), int(top), cell * classes, cell * classes)

    def _worst(self) -> str:
        """The most frequent mistake, in words."""
        if self._counts is None:
            return ""
        wrong = np.where(np.eye(len(self._counts), dtype=bool), 0, self._counts)
        row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
        if not wrong[row, column]:
            return "no mistakes"
        return f"most often {self._names[row]} is taken for {self._names[column]}"


def _fitted(metrics: QFontMetricsF, name: str, width: float) -> str:
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, width)
