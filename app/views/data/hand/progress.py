"""Which digit to draw next, when each is to be drawn three times, and the dots that show it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from core.data.dataset import CLASSES

TIMES = 3
WHOLE = TIMES * CLASSES
RADIUS, PITCH, LABEL = 4.0, 14, 18


def goal_of(counts: NDArray[np.int64]) -> int:
    """How often each digit should be there, given counts (10,): the next multiple of TIMES."""
    return TIMES * (int(counts.min()) // TIMES + 1)


def drawn_counts(counts: NDArray[np.int64], goal: int) -> NDArray[np.int64]:
    """(10,), how many of the TIMES drawings of each digit up to `goal` are there."""
    reached: NDArray[np.int64] = np.clip(counts - (goal - TIMES), 0, TIMES)
    return reached


def next_digit(counts: NDArray[np.int64], goal: int) -> int | None:
    """All ten once, then all ten again: the first digit that is there least; None at the goal."""
    missing = drawn_counts(counts, goal)
    return int(missing.argmin()) if missing.min() < TIMES else None


class Dots(QWidget):
    """How often each digit was drawn, and which one is next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = np.zeros(CLASSES, np.int64)
        self._next: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Digits drawn so far")
        theme.watcher().changed.connect(self.update)

    def show_drawn(self, drawn: NDArray[np.int64], digit: int | None) -> None:
        """drawn: (10,), 0 to TIMES each. digit: the one that is asked for, or None."""
        self._drawn, self._next = drawn, digit
        self.setAccessibleDescription(f"{int(drawn.sum())} of {WHOLE}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(CLASSES * 24, TIMES * PITCH + LABEL)

    def paintEvent(self, _: QPaintEvent) -> None:
        look = theme.tokens()
        width = self.width() / CLASSES
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for digit in range(CLASSES):
                middle = (digit + 0.5) * width
                for time in range(TIMES):
                    is_drawn = time < self._drawn[digit]
                    painter.setPen(QPen(look.color("accent" if is_drawn else "outline"), 1.25))
                    painter.setBrush(look.color("accent") if is_drawn else Qt.BrushStyle.NoBrush)
                    centre = QPointF(middle, (TIMES - time - 0.5) * PITCH)
                    painter.drawEllipse(centre, RADIUS, RADIUS)
                is_next = digit == self._next
                painter.setFont(theme.font(look.type_note, 700 if is_next else 400))
                painter.setPen(look.color("ink" if is_next else "ink_soft"))
                place = QRectF(digit * width, TIMES * PITCH, width, LABEL)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(digit))
