"""One image, large, to be looked at and to be changed pixel by pixel."""

from __future__ import annotations

import math
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from app.views.widgets.digit_thumbnail import grey_image
from app.views.widgets.why_layer import WhyLayer
from core.data.dataset import PIXELS
from core.ink.pixel_pen import SIDE, stroke
from core.undo import UndoStack

LEAST, GOOD = 170, 338  # logical pixels, of the side: it holds no text
MOST_CHANGES = 200
BLANK = np.zeros(PIXELS, np.uint8)
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Tool(Enum):
    LOOK = "look"
    PEN = "pen"
    ERASER = "eraser"


class PixelCanvas(QWidget):
    """28×28 pixels, each a whole number of the screen's. The right button always erases. With a pen
    or an eraser the arrows move a place on it, and Space draws or erases there.

    changed: the image is another one, also while a stroke goes on. settled: a stroke has ended, or
    was undone.
    """

    changed = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.original = BLANK
        self.tool = Tool.LOOK
        self._history: UndoStack[NDArray[np.uint8]] = UndoStack(BLANK, limit=MOST_CHANGES)
        self._drawn: NDArray[np.uint8] | None = None  # by the stroke that goes on
        self._last: tuple[float, float] | None = None
        self._erases = False
        self._cell = SIDE // 2, SIDE // 2
        self.why = WhyLayer(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def image(self) -> NDArray[np.uint8]:
        """What is seen: uint8 (784,), read-only."""
        return self._history.present if self._drawn is None else self._drawn

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    def set_image(self, image: NDArray[np.uint8]) -> None:
        """image: uint8 (784,), to be looked at anew."""
        self.original = image.copy()
        self.original.flags.writeable = False
        self._history = UndoStack(self.original, limit=MOST_CHANGES)
        self._drawn = self._last = None
        self.why.hide()
        self.update()

    def set_tool(self, tool: Tool) -> None:
        self.tool = tool
        look = tool is Tool.LOOK
        self.setCursor(Qt.CursorShape.ArrowCursor if look else Qt.CursorShape.CrossCursor)
        self.update()

    def undo(self) -> None:
        self._history.undo()
        self._tell()

    def redo(self) -> None:
        self._history.redo()
        self._tell()

    def reset(self) -> None:
        """The image as it was, which can be undone."""
        self._history.change(self.original)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(GOOD, GOOD)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.why.setGeometry(self._box().toRect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_right = event.button() == Qt.MouseButton.RightButton
        if self.tool is Tool.LOOK or not (is_right or event.button() == Qt.MouseButton.LeftButton):
            super().mousePressEvent(event)
            return
        self.why.hide()
        self._erases = is_right or self.tool is Tool.ERASER
        self._last = self._pixel(event.position())
        self._draw_to(self._last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self._draw_to(self._pixel(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._last is None:
            super().mouseReleaseEvent(event)
            return
        self._end_stroke()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self.tool is not Tool.LOOK
            and event.key() in (*_STEPS, Qt.Key.Key_Space)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.tool is Tool.LOOK or key not in (*_STEPS, Qt.Key.Key_Space):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.why.hide()
            self._erases = self.tool is Tool.ERASER
            self._last = self._cell[0] + 0.5, self._cell[1] + 0.5
            self._draw_to(self._last)
            self._end_stroke()
        else:
            x, y = (at + step for at, step in zip(self._cell, _STEPS[key], strict=True))
            self._cell = min(max(x, 0), SIDE - 1), min(max(y, 0), SIDE - 1)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = theme.tokens(), self._box()
        with QPainter(self) as painter:
            painter.fillRect(box.adjusted(-1, -1, 1, 1), look.color("canvas_edge"))
            painter.drawImage(box, grey_image(self.image.reshape(SIDE, SIDE)))
            if self.tool is not Tool.LOOK and self.hasFocus():
                side = box.width() / SIDE
                corner = box.topLeft() + QPointF(*self._cell) * side
                painter.setPen(QPen(look.color("accent"), 2))
                painter.drawRect(QRectF(corner, QPointF(corner.x() + side, corner.y() + side)))

    def _draw_to(self, point: tuple[float, float]) -> None:
        assert self._last is not None
        self._drawn = stroke(self.image, self._last, point, erase=self._erases)
        self._last = point
        self.update()
        self.changed.emit()

    def _end_stroke(self) -> None:
        if self._drawn is not None and (self._drawn != self._history.present).any():
            self._history.change(self._drawn)
        self._drawn = self._last = None
        self.update()
        self.settled.emit()

    def _tell(self) -> None:
        self._drawn = self._last = None
        self.update()
        self.changed.emit()
        self.settled.emit()

    def _pixel(self, at: QPointF) -> tuple[float, float]:
        box = self._box()
        scale = SIDE / box.width()
        return (at.x() - box.left()) * scale, (at.y() - box.top()) * scale

    def _box(self) -> QRectF:
        """Of the image: whole pixels of the screen for each of its own."""
        ratio = self.devicePixelRatioF()
        cells = max(math.floor((min(self.width(), self.height()) - 2) * ratio / SIDE), 1)
        side = cells * SIDE / ratio
        return QRectF(round((self.width() - side) / 2), 1, side, side)
