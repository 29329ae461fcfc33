"""Bars, one a class, that glide to the probabilities of an answer."""

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
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look import theme
from app.look.figures import THIN, rough_percent
from app.views.widgets.plain import plain_tip
from core.data.class_names import phrase
from core.data.dataset import DIGITS

ROW_LEAST, ROW_LARGEST = 17, 44  # at 100 %, as those below
LEFT, RIGHT = 24, 56  # for the name of a class, at the least, and for its figure
NAME_GAP = 8  # between the longest name and its bar
NAME_SHARE = 0.45  # of the width, at most, for names
GOOD_WIDTH, LEAST_WIDTH = 320, 200
MOST_ROWS = 12  # of more classes the likeliest are shown, in the order of their shares
FEW_ROWS = 9  # of those, at most; the others share the line below
LEAST_FIGURE = 0.005  # a smaller probability is not written
STEP_MS = 16  # of a glide; the first at once: what the pen did shows in the very next frame
SOONEST_MS = 12  # from one step to the next: while the pen moves, each answer is a step


class ProbabilityBars(QWidget):
    """Probabilities of all classes, or of the likeliest of many; all empty when there is nothing to
    show.

    picked: the class whose row was clicked, where rows can be picked.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._best: int | None = None
        self._pickable = False
        self._hovered: int | None = None
        self._step = QElapsedTimer()
        self._glide = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._on_glide)
        self._names: tuple[str, ...] = ()
        self.set_class_names(DIGITS)
        theme.watcher().changed.connect(self._on_look)

    @property
    def best(self) -> int | None:
        """The class whose bar stands out, or None."""
        return self._best

    @property
    def lengths(self) -> NDArray[np.float64]:
        """How long the bars are at this moment, (classes,) in [0, 1]."""
        return self._lengths.copy()

    @property
    def rows(self) -> tuple[int, ...]:
        """The classes that have a row, from the top."""
        return self._rows

    @property
    def others(self) -> str:
        """What is said of the classes without a row: “16 others: 2 %”; "" where all have one."""
        count = len(self._names) - len(self._rows)
        if not count:
            return ""
        words = f"{count} others" if count > 1 else "1 other"
        rest = float(np.delete(self._target, self._rows).sum())
        return f"{words}: {whole_percent(rest)}" if rest >= LEAST_FIGURE else words

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """names: of all classes. Other names than before empty the bars."""
        if names == self._names:
            return
        self._names, classes = names, len(names)
        self._has_all = classes <= MOST_ROWS
        self._target, self._start, self._lengths = (np.zeros(classes) for _ in range(3))
        self._best = self._hovered = None
        self._rows = self._chosen_rows()
        self._looks: list[object] = []  # how each row was painted, or will be
        kind = "digit" if names == DIGITS else "class"
        self.setAccessibleName(f"How likely each {kind} is")
        self.setAccessibleDescription("")
        self._glide.stop()
        self._on_look()
        self.updateGeometry()

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
        """probabilities: (classes,), or None for a blank drawing. A glide under way is redirected.

        stands_out: whether the likeliest is drawn larger and darker than the others.
        """
        blank = probabilities is None
        self._target = (
            np.zeros(len(self._names)) if blank else np.array(probabilities, dtype=np.float64)
        )
        self._best = int(self._target.argmax()) if stands_out and not blank else None
        self._start = self._lengths.copy()
        rows, self._rows = self._rows, self._chosen_rows()
        if rows != self._rows:
            self._looks = []
            self.update()
        self._glide.stop()
        self.setAccessibleDescription(self._in_words())
        duration = theme.motion_ms()
        if duration and self.isVisible():
            self._glide.setDuration(duration)
            with QSignalBlocker(self._glide):  # of its first moment nothing need be seen
                self._glide.start()
            self._step.invalidate()
            self._glide.setCurrentTime(min(STEP_MS, duration))
        else:
            self._on_glide(1.0)

    def _in_words(self) -> str:
        if self._best is None:
            return ""
        return f"{self._names[self._best]}, {whole_percent(self._target.max())}"

    def _chosen_rows(self) -> tuple[int, ...]:
        classes = len(self._names)
        if self._has_all:
            return tuple(range(classes))
        if not self._target.any():
            return tuple(range(FEW_ROWS))
        order = np.argsort(-self._target, kind="stable")[:FEW_ROWS]
        seen = order[self._target[order] >= LEAST_FIGURE]
        return tuple(seen.tolist() or order[:1].tolist())

    def _on_look(self) -> None:
        """Measure the names in the present font."""
        look = theme.tokens()
        font = QFontMetricsF(theme.font(look.type_text, QFont.Weight.Bold))
        widest = max(font.horizontalAdvance(name) for name in self._names)
        self._widest = max(float(look.px(LEFT)), widest + look.px(NAME_GAP))
        self.update()

    def _on_glide(self, done: float) -> None:
        if done < 1 and self._step.isValid() and self._step.elapsed() < SOONEST_MS:
            return
        self._step.start()
        self._lengths = self._start + (self._target - self._start) * done
        before, self._looks = self._looks, [self._look(each) for each in self._rows]
        for row, look in enumerate(self._looks):
            if row >= len(before) or look != before[row]:
                self.update(self._place(row).toAlignedRect())
        if not self._has_all:
            self.update(self._place(len(self._rows)).toAlignedRect())

    def _look(self, number: int) -> object:
        """What of a row changes from answer to answer, its bar's length in quarters of a pixel."""
        length = round(4 * self.width() * float(self._lengths[number]))
        return length, self._percent(number), number == self._best

    @property
    def _room(self) -> int:
        """How many rows there may be, that of the others included."""
        return len(self._names) if self._has_all else FEW_ROWS + 1

    def sizeHint(self) -> QSize:
        return QSize(theme.px(GOOD_WIDTH), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST_WIDTH), self._room * theme.px(ROW_LEAST))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._class_at(event.pos().y())
            if number is not None:
                QToolTip.showText(event.globalPos(), plain_tip(self._tip(number)), self)
            return True
        return super().event(event)

    def _tip(self, number: int) -> str:
        if self._pickable:
            return f"It is {phrase(number, self._names)} ({number})"
        return f"{self._names[number]}: {whole_percent(float(self._target[number]))}"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._class_at(event.position().y()) if self._pickable else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._class_at(event.position().y())
        if self._pickable and number is not None:
            self.picked.emit(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._looks = []

    def _hover(self, number: int | None) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()

    def _row(self) -> float:
        return min(self.height() / self._room, theme.px(ROW_LARGEST))

    def _class_at(self, y: float) -> int | None:
        row = int(y // self._row())
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _place(self, row: int) -> QRectF:
        height = self._row()
        return QRectF(0, row * height, self.width(), height)

    def _percent(self, number: int) -> str:
        share = float(self._target[number])
        return whole_percent(share) if share >= LEAST_FIGURE else ""

    def _left(self) -> float:
        return min(self._widest, self.width() * NAME_SHARE)

    def paintEvent(self, event: QPaintEvent) -> None:
        changed = event.region()
        with QPainter(self) as painter:
            painter.fillRect(changed.boundingRect(), theme.tokens().color("ground"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, number in enumerate(self._rows):
                place = self._place(row)
                if changed.intersects(place.toAlignedRect()):
                    self._paint_row(painter, number, place)
            if self.others:
                self._paint_others(painter, self._place(len(self._rows)))

    def _paint_others(self, painter: QPainter, row: QRectF) -> None:
        look = theme.tokens()
        painter.setFont(theme.font(look.type_note))
        painter.setPen(look.color("ink_soft"))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, self.others)

    def _paint_row(self, painter: QPainter, number: int, row: QRectF) -> None:
        look = theme.tokens()
        is_best = number == self._best
        if number == self._hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft"))
            painter.drawRoundedRect(row.adjusted(-4, 0, 4, 0), 4, 4)
        size = look.type_text if is_best else look.type_note
        painter.setFont(theme.font(size, QFont.Weight.Bold if is_best else QFont.Weight.Normal))
        painter.setPen(look.color("ink" if is_best else "ink_soft"))
        left, right = self._left(), look.px(RIGHT)
        vertically = Qt.AlignmentFlag.AlignVCenter
        metrics, middle = painter.fontMetrics(), Qt.TextElideMode.ElideMiddle
        name = self._names[number]
        if len(name) > 1:
            name = metrics.elidedText(name, middle, int(left) - look.px(NAME_GAP))
        painter.drawText(row, vertically | Qt.AlignmentFlag.AlignLeft, name)
        if percent := self._percent(number):
            painter.drawText(row, vertically | Qt.AlignmentFlag.AlignRight, percent)
        room = row.width() - left - right
        height = row.height() * (0.45 if is_best else 0.25)
        track = QRectF(row.left() + left, row.center().y() - 1, room, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("hairline"))
        painter.drawRoundedRect(track, 1, 1)
        length = room * float(self._lengths[number])
        if length > 0.5:
            painter.setBrush(look.color("ink" if is_best else "outline"))
            bar = QRectF(track.left(), row.center().y() - height / 2, max(length, 2.0), height)
            painter.drawRoundedRect(bar, 2, 2)


def whole_percent(share: float) -> str:
    """A probability for people: “97 %”, and “>99 %” rather than a false 100."""
    if share >= 0.995:
        return f">99{THIN}%"
    return rough_percent(share)
