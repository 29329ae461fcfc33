"""Ten bars, one a digit, that glide to the probabilities of an answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEasingCurve,
    QElapsedTimer,
    QEvent,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look import theme
from app.look.figures import THIN
from app.views.widgets.plain import plain_tip
from core.data.dataset import CLASSES
from core.reading.reading import a_digit

ROW_LEAST, ROW_LARGEST = 17, 44  # at 100 %, as those below
LEFT, RIGHT = 24, 56  # for the digit, and for its figure
GOOD_WIDTH, LEAST_WIDTH = 320, 200
LEAST_FIGURE = 0.005  # a smaller probability is not written
STEP_MS = 16  # of a glide; the first at once: what the pen did shows in the very next frame
SOONEST_MS = 12  # from one step to the next: while the pen moves, each answer is a step


class ProbabilityBars(QWidget):
    """Probabilities of the digits 0 to 9; all empty when there is nothing to show.

    picked: a row was clicked, where rows can be picked.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("How likely each digit is")
        self._target = np.zeros(CLASSES)
        self._start = np.zeros(CLASSES)
        self._lengths = np.zeros(CLASSES)
        self._best: int | None = None
        self._looks: list[object] = [None] * CLASSES  # how each row was painted, or will be
        self._pickable = False
        self._hovered: int | None = None
        self._step = QElapsedTimer()
        self._glide = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._on_glide)
        theme.watcher().changed.connect(self.update)

    @property
    def best(self) -> int | None:
        """The digit whose bar stands out, or None."""
        return self._best

    @property
    def lengths(self) -> NDArray[np.float64]:
        """How long the bars are at this moment, (10,) in [0, 1]."""
        return self._lengths.copy()

    def set_pickable(self, pickable: bool) -> None:
        """pickable: whether a click on a row emits `picked`."""
        if pickable != self._pickable:
            self._pickable = pickable
            self.setMouseTracking(pickable)
            self._hover(None)
            if pickable:
                self.setCursor(Qt.CursorShape.PointingHandCursor)
            else:
                self.unsetCursor()

    def set_probabilities(
        self, probabilities: NDArray[np.float32] | None, *, stands_out: bool = True
    ) -> None:
        """probabilities: (10,), or None for a blank drawing. A glide under way is redirected.

        stands_out: whether the likeliest is drawn larger and darker than the others.
        """
        blank = probabilities is None
        self._target = np.zeros(CLASSES) if blank else np.array(probabilities, dtype=np.float64)
        self._best = int(self._target.argmax()) if stands_out and not blank else None
        self._start = self._lengths.copy()
        self._glide.stop()
        self.setAccessibleDescription(
            "" if self._best is None else f"{self._best}, {whole_percent(self._target.max())}"
        )
        duration = theme.motion_ms()
        if duration and self.isVisible():
            self._glide.setDuration(duration)
            with QSignalBlocker(self._glide):  # of its first moment nothing need be seen
                self._glide.start()
            self._step.invalidate()
            self._glide.setCurrentTime(min(STEP_MS, duration))
        else:
            self._on_glide(1.0)

    def _on_glide(self, done: float) -> None:
        if done < 1 and self._step.isValid() and self._step.elapsed() < SOONEST_MS:
            return
        self._step.start()
        self._lengths = self._start + (self._target - self._start) * done
        before, self._looks = self._looks, [self._look(digit) for digit in range(CLASSES)]
        for digit, look in enumerate(self._looks):
            if look != before[digit]:
                self.update(self._place(digit).toAlignedRect())

    def _look(self, digit: int) -> object:
        """What of a row changes from answer to answer, its bar's length in quarters of a pixel."""
        length = round(4 * self.width() * float(self._lengths[digit]))
        return length, self._percent(digit), digit == self._best

    def sizeHint(self) -> QSize:
        return QSize(theme.px(GOOD_WIDTH), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST_WIDTH), CLASSES * theme.px(ROW_LEAST))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            digit = self._digit_at(event.pos().y())
            if self._pickable and digit is not None:
                words = f"It is {a_digit(digit)} ({digit})"
                QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._digit_at(event.position().y()) if self._pickable else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        digit = self._digit_at(event.position().y())
        if self._pickable and digit is not None:
            self.picked.emit(digit)

    def _hover(self, digit: int | None) -> None:
        if digit != self._hovered:
            self._hovered = digit
            self.update()

    def _row(self) -> float:
        return min(self.height() / CLASSES, theme.px(ROW_LARGEST))

    def _digit_at(self, y: float) -> int | None:
        digit = int(y // self._row())
        return digit if 0 <= digit < CLASSES else None

    def _place(self, digit: int) -> QRectF:
        row = self._row()
        return QRectF(0, digit * row, self.width(), row)

    def _percent(self, digit: int) -> str:
        share = float(self._target[digit])
        return whole_percent(share) if share >= LEAST_FIGURE else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        changed = event.region()
        with QPainter(self) as painter:
            painter.fillRect(changed.boundingRect(), theme.tokens().color("ground"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for digit in range(CLASSES):
                place = self._place(digit)
                if changed.intersects(place.toAlignedRect()):
                    self._paint_row(painter, digit, place)

    def _paint_row(self, painter: QPainter, digit: int, row: QRectF) -> None:
        look = theme.tokens()
        is_best = digit == self._best
        if digit == self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft"))
            painter.drawRoundedRect(row.adjusted(-4, 0, 4, 0), 4, 4)
        size = look.type_text if is_best else look.type_note
        painter.setFont(theme.font(size, QFont.Weight.Bold if is_best else QFont.Weight.Normal))
        painter.setPen(look.color("ink" if is_best else "ink_soft"))
        left, right = look.px(LEFT), look.px(RIGHT)
        vertically = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, vertically | Qt.AlignmentFlag.AlignLeft, str(digit))
        if percent := self._percent(digit):
            painter.drawText(row, vertically | Qt.AlignmentFlag.AlignRight, percent)
        room = row.width() - left - right
        height = row.height() * (0.45 if is_best else 0.25)
        track = QRectF(row.left() + left, row.center().y() - 1, room, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("hairline"))
        painter.drawRoundedRect(track, 1, 1)
        length = room * float(self._lengths[digit])
        if length > 0.5:
            painter.setBrush(look.color("ink" if is_best else "outline"))
            bar = QRectF(track.left(), row.center().y() - height / 2, max(length, 2.0), height)
            painter.drawRoundedRect(bar, 2, 2)


def whole_percent(share: float) -> str:
    """A probability for people: “97 %”, and “>99 %” rather than a false 100."""
    if share >= 0.995:
        return f">99{THIN}%"
    return f"{share * 100:.0f}{THIN}%"
