"""Each digit three times: how many are drawn, which digit is next, and the dots that show it."""

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
    """How many drawings of each digit to aim for, given their counts (10,): a multiple of TIMES."""
    return TIMES * (int(counts.min()) // TIMES + 1)


def progress_of(counts: NDArray[np.int64], goal: int) -> NDArray[np.int64]:
    """(10,), 0 to TIMES: how many of the last TIMES drawings up to `goal` each digit has."""
    reached: NDArray[np.int64] = np.clip(counts - (goal - TIMES), 0, TIMES)
    return reached


def next_digit(counts: NDArray[np.int64], goal: int) -> int | None:
    """The first of the digits that have the fewest drawings; None when each has reached `goal`."""
    missing = progress_of(counts, goal)
    return int(missing.argmin()) if missing.min() < TIMES else None


class Dots(QWidget):
    """TIMES dots above each digit, filled as it is drawn; the digit that is next is bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress = np.zeros(CLASSES, np.int64)
        self._next: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Digits drawn so far")
        theme.watcher().changed.connect(self.update)

    def show_progress(self, progress: NDArray[np.int64], digit: int | None) -> None:
        """progress: (10,), 0 to TIMES each; digit: the one that is next, or None."""
        self._progress, self._next = progress, digit
        self.setAccessibleDescription(f"{int(progress.sum())} of {WHOLE}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(CLASSES * theme.px(24), TIMES * theme.px(PITCH) + theme.px(LABEL))

    def paintEvent(self, _: QPaintEvent) -> None:
        look = theme.tokens()
        width, pitch, radius = self.width() / CLASSES, look.px(PITCH), RADIUS * look.scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for digit in range(CLASSES):
                middle = (digit + 0.5) * width
                for time in range(TIMES):
                    is_drawn = time < self._progress[digit]
                    painter.setPen(QPen(look.color("accent" if is_drawn else "outline"), 1.25))
                    painter.setBrush(look.color("accent") if is_drawn else Qt.BrushStyle.NoBrush)
                    centre = QPointF(middle, (TIMES - time - 0.5) * pitch)
                    painter.drawEllipse(centre, radius, radius)
                is_next = digit == self._next
                painter.setFont(theme.font(look.type_note, 700 if is_next else 400))
                painter.setPen(look.color("ink" if is_next else "ink_soft"))
                place = QRectF(digit * width, TIMES * pitch, width, look.px(LABEL))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(digit))
