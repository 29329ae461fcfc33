"""The quiz at a glance: a dot for each question, with a tick or a cross where it was answered."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import theme
from core.lessons.quiz_session import QuizSession

STEP, RADIUS, HEIGHT = 22, 7, 24
TICK = ((-3.2, 0.2), (-0.9, 2.6), (3.4, -2.6))
CROSS = (((-2.6, -2.6), (2.6, 2.6)), ((-2.6, 2.6), (2.6, -2.6)))


class QuestionStrip(QWidget):
    """A row of dots. chosen: the number, from 0, of the dot that was clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting: QuizSession | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Progress of the quiz")
        theme.watcher().changed.connect(self.update)

    def show_sitting(self, sitting: QuizSession) -> None:
        self._sitting = sitting
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        count = len(self._sitting.questions) if self._sitting else 0
        return QSize(STEP * count + 2, HEIGHT)

    def centre_of(self, number: int) -> QPointF:
        return QPointF(STEP * number + STEP / 2, HEIGHT / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().x() // STEP)
        if self._sitting is not None and 0 <= number < len(self._sitting.questions):
            self.chosen.emit(number)

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._sitting is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, question in enumerate(self._sitting.questions):
                painter.save()
                painter.translate(self.centre_of(number))
                is_current = number == self._sitting.at
                self._paint_dot(painter, self._sitting.results.get(question.id), is_current)
                painter.restore()

    def _paint_dot(self, painter: QPainter, is_right: bool | None, is_current: bool) -> None:
        look = theme.tokens()
        if is_current:
            painter.setPen(QPen(look.color("accent"), 2))
            painter.drawEllipse(QPointF(), RADIUS + 2, RADIUS + 2)
        color = {None: "outline", True: "good", False: "danger"}[is_right]
        painter.setPen(QPen(look.color(color), 1.5))
        if is_right is None:
            painter.drawEllipse(QPointF(), 2.5, 2.5)
            return
        pen = QPen(look.color(color), 2, c=Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if is_right:
            painter.drawPolyline([QPointF(x, y) for x, y in TICK])
        else:
            for (x0, y0), (x1, y1) in CROSS:
                painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
