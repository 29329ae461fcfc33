"""The quiz at a glance: its questions by the pages they are about, and how they were answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.look import theme
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel, plain_tip
from core.lessons.pages import pages
from core.lessons.quiz_session import QuizSession

SIDE, RADIUS = 24, 9
TICK = ((-3.2, 0.2), (-0.9, 2.6), (3.4, -2.6))
CROSS = (((-2.6, -2.6), (2.6, 2.6)), ((-2.6, 2.6), (2.6, -2.6)))
WAYS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
STATES = {None: "not answered", True: "right", False: "wrong"}
COLORS = {None: "outline", True: "good", False: "danger"}


class QuestionDot(QAbstractButton):
    """One question: a dot, a tick or a cross, in a ring where it is the present one."""

    def __init__(self) -> None:
        super().__init__()
        self.is_right: bool | None = None
        self.is_current = False
        theme.watcher().changed.connect(self.update)

    def show_state(self, words: str, is_right: bool | None, *, is_current: bool) -> None:
        """words: “Question 3: dW of a layer”."""
        self.is_right, self.is_current = is_right, is_current
        text = f"{words}, {STATES[is_right]}"
        self.setToolTip(plain_tip(text))
        self.setAccessibleName(text)
        policy = Qt.FocusPolicy.StrongFocus if is_current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)  # one stop of Tab; the arrow keys lead on
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the strip."""
        if event.key() in WAYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, _: QPaintEvent) -> None:
        look = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(QPointF(self.rect().center()) + QPointF(0.5, 0.5))
            if self.is_current or self.hasFocus():
                painter.setPen(QPen(look.color("accent"), 3 if self.hasFocus() else 2))
                painter.drawEllipse(QPointF(), RADIUS, RADIUS)
            color = look.color(COLORS[self.is_right])
            painter.setPen(QPen(color, 2, c=Qt.PenCapStyle.RoundCap))
            if self.is_right is None:
                painter.drawEllipse(QPointF(), 2, 2)
            elif self.is_right:
                painter.drawPolyline([QPointF(x, y) for x, y in TICK])
            else:
                for (x0, y0), (x1, y1) in CROSS:
                    painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))


class QuestionStrip(QWidget):
    """All questions in groups, each headed by the page it is about; it wraps where it must.

    chosen: the number, from 0, of the question that was clicked, or led to by an arrow key.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dots: list[QuestionDot] = []
        self._pages: tuple[tuple[str, int], ...] = ()
        self.setAccessibleName("All questions of the quiz")
        self._groups = FlowLayout(self)
        self._groups.setContentsMargins(0, 0, 0, 0)

    def show_sitting(self, sitting: QuizSession) -> None:
        self._make_dots([(each.page, each.total) for each in sitting.by_page()])
        for number, (dot, each) in enumerate(zip(self.dots, sitting.questions, strict=True)):
            dot.show_state(
                f"Question {number + 1}: {each.subject}",
                sitting.results.get(each.id),
                is_current=number == sitting.at,
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right lead from the dot that has the focus to its neighbours."""
        way = WAYS.get(event.key())
        at = next((n for n, dot in enumerate(self.dots) if dot.hasFocus()), None)
        if way is None or at is None:
            super().keyPressEvent(event)
        elif 0 <= at + way < len(self.dots):
            self.chosen.emit(at + way)
            self.dots[at + way].setFocus()

    def _make_dots(self, groups: Sequence[tuple[str, int]]) -> None:
        """groups: the id of each page, and how many questions are about it."""
        if tuple(groups) == self._pages:
            return
        self._pages = tuple(groups)
        self._groups.clear()
        self.dots = []
        for page, count in groups:
            heading = PlainLabel(pages()[page].title)
            heading.setProperty("role", "note")
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(0)
            for _ in range(count):
                dot = QuestionDot()
                dot.clicked.connect(partial(self.chosen.emit, len(self.dots)))
                self.dots.append(dot)
                row.addWidget(dot)
            row.addStretch(1)
            group = QWidget()
            column = QVBoxLayout(group)
            column.setContentsMargins(0, 0, theme.tokens().space_2, 0)
            column.setSpacing(0)
            column.addWidget(heading)
            column.addLayout(row)
            self._groups.addWidget(group)
