"""One digit, as large as the answer deserves, its ink flush with the left and upper edge."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme


class BigDigit(QWidget):
    """As wide and high as the widest digit needs, so that nothing moves when it changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._font = theme.font(theme.tokens().type_answer, QFont.Weight.Light)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The digit that was read")
        theme.watcher().changed.connect(self.update)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        measure = QFontMetricsF(self._font)
        boxes = [measure.tightBoundingRect(digit) for digit in "0123456789"]
        return QSize(
            math.ceil(max(box.width() for box in boxes)) + 2,
            math.ceil(max(box.height() for box in boxes)) + 2,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        measure = QFontMetricsF(self._font)
        left = measure.tightBoundingRect(self._text).left()
        top = min(measure.tightBoundingRect(digit).top() for digit in "0123456789")
        with QPainter(self) as painter:
            painter.setFont(self._font)
            painter.setPen(theme.tokens().color("ink"))
            painter.drawText(QPointF(1 - left, 1 - top), self._text)
