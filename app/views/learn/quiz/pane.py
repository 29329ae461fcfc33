"""Quiz: one question at a time, judged by the network in use."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.look import theme
from app.views.learn.quiz.answer import AnswerField
from app.views.learn.quiz.strip import QuestionStrip
from app.views.learn.verdict import Verdict
from app.views.widgets.buttons import text_button
from app.views.widgets.plain import PlainLabel
from core.errors import DataError
from core.lessons.facts import Facts, facts_of
from core.lessons.quiz import Question, questions
from core.lessons.quiz_session import QuizSession
from core.network.snapshots import Snapshot

WIDTH = 640
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NO_NETWORK = (
    "The questions are about the network in use, and there is none. "
    "Train one, or open one with File › Open network…"
)


class QuizPane(QWidget):
    """Asks the questions in turn, judges the answers, and explains.

    page_wanted: show the help page of this id. place_wanted: follow this link to a view. answered:
    the ids of the questions that were answered rightly so far, with blanks between them.
    """

    page_wanted = Signal(str)
    place_wanted = Signal(str)
    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sitting = QuizSession(questions())
        self._snapshot: Snapshot | None = None
        self._facts: Facts | None = None
        self._is_answered = False
        self.strip = QuestionStrip()
        self.count = PlainLabel()
        self.count.setProperty("role", "note")
        self.ask = PlainLabel()
        self.ask.setFont(theme.font(theme.tokens().type_heading))
        self.ask.setProperty("role", "heading")
        self.ask.setWordWrap(True)
        self.answer = AnswerField()
        self.verdict = Verdict()
        self.explanation = PlainLabel()
        self.explanation.setWordWrap(True)
        self.explanation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.go_on = QPushButton()
        self.go_on.setProperty("role", "primary")
        self.back = QPushButton("Back")
        self.read = text_button("learn", "Read about it", self._read)
        self.see = text_button("inspect", "See it", self._see)
        self.again = QPushButton("Ask the wrong ones again")
        self.afresh = QPushButton("Start afresh")
        self.hint = PlainLabel(NO_NETWORK)
        self._lay_out()
        self._connect()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that the questions are about, or None."""
        self._snapshot, self._facts = snapshot, None
        self._refresh()

    def set_right(self, ids: str) -> None:
        """ids: of questions answered rightly in an earlier sitting, as `answered` emits them."""
        self.sitting = QuizSession(questions(), ids.split())
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_0.value
        if event.key() in ENTER:
            self._on_go_on()
        elif 1 <= number <= 9 and self.answer.buttons:
            self.answer.choose(number)
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        """Compute the facts that answers depend on, if the network is new and the pane visible."""
        if self.isVisible() and self._facts is None and self._snapshot is not None:
            self._facts = facts_of(self._snapshot)
            self._show()
        self._pages.setCurrentIndex(0 if self._snapshot is None else 1)

    @property
    def _question(self) -> Question | None:
        return self.sitting.current

    def _show(self) -> None:
        """Show the current question, unanswered, or the end."""
        if self._facts is None:
            return
        question, number = self._question, self.sitting.at + 1
        total, right = len(self.sitting.questions), len(self.sitting.right)
        self._is_answered = False
        self.strip.show_sitting(self.sitting)
        done = f"{right} right" if self.sitting.results else "none answered yet"
        self.count.setText(f"Question {min(number, total)} of {total} · {done}")
        self.strip.setAccessibleDescription(self.count.text())
        self._show_outcome(False)
        self.back.setEnabled(self.sitting.at > 0)
        is_end = question is None
        for widget in (self.answer, self.go_on):
            widget.setVisible(not is_end)
        self.again.setVisible(is_end and right < total)
        self.afresh.setVisible(is_end)
        if question is None:
            self._show_end(right, total)
            return
        self.ask.setText(question.asked(self._facts))
        self.answer.ask(question, self._facts)
        self.go_on.setText("Check")
        self._on_changed()
        if self.isVisible():
            self.answer.take_focus()

    def _show_end(self, right: int, total: int) -> None:
        self.count.setText("The end")
        all_right = "All of them. You know how a network learns." if right == total else ""
        self.ask.setText(f"{right} of {total} right. {all_right}".rstrip())
        (self.again if right < total else self.afresh).setFocus()

    def _show_outcome(self, is_visible: bool) -> None:
        question = self._question
        self.verdict.setVisible(is_visible)
        self.explanation.setVisible(is_visible)
        self.read.setVisible(is_visible)
        self.see.setVisible(is_visible and question is not None and bool(question.see))

    @Slot()
    def _on_changed(self) -> None:
        if not self._is_answered:
            self.go_on.setEnabled(bool(self.answer.text))

    @Slot()
    def _on_go_on(self) -> None:
        if self._is_answered:
            self.sitting.go(self.sitting.at + 1)
            self._show()
        elif self.go_on.isEnabled():
            self._check()

    def _check(self) -> None:
        question, facts = self._question, self._facts
        if question is None or facts is None:
            return
        try:
            is_right = question.is_right(self.answer.text, facts)
        except DataError as error:
            self.verdict.say("warning", str(error))
            self.verdict.show()
            return
        self.sitting.record(is_right)
        self._is_answered = True
        self.answer.set_open(False)
        if is_right:
            self.verdict.say("right", "Right.")
        else:
            self.verdict.say("wrong", f"Not quite. The answer is {question.answer(facts)}.")
        self.explanation.setText(question.explained(facts))
        self._show_outcome(True)
        self.go_on.setText("Next question" if self.sitting.at + 1 < self._total else "Finish")
        self.go_on.setFocus()
        self.strip.update()
        self.count.setText(
            f"Question {self.sitting.at + 1} of {self._total} · {len(self.sitting.right)} right"
        )
        self.answered.emit(" ".join(self.sitting.right))

    @property
    def _total(self) -> int:
        return len(self.sitting.questions)

    @Slot(int)
    def _go(self, number: int) -> None:
        self.sitting.go(number)
        self._show()

    @Slot()
    def _on_back(self) -> None:
        self._go(self.sitting.at - 1)

    @Slot()
    def _on_again(self) -> None:
        self.sitting.ask_again(all_of_them=False)
        self._show()

    @Slot()
    def _on_afresh(self) -> None:
        self.sitting.ask_again(all_of_them=True)
        self.answered.emit("")
        self._show()

    def _read(self) -> None:
        if self._question is not None:
            self.page_wanted.emit(self._question.page)

    def _see(self) -> None:
        if self._question is not None:
            self.place_wanted.emit(self._question.see)

    def _connect(self) -> None:
        self.answer.changed.connect(self._on_changed)
        self.go_on.clicked.connect(self._on_go_on)
        self.back.clicked.connect(self._on_back)
        self.again.clicked.connect(self._on_again)
        self.afresh.clicked.connect(self._on_afresh)
        self.strip.chosen.connect(self._go)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.strip)
        top.addStretch(1)
        top.addWidget(self.count)
        links = QHBoxLayout()
        links.setSpacing(8)
        for button in (self.read, self.see):
            links.addWidget(button)
        links.addStretch(1)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for button in (self.go_on, self.again, self.afresh, self.back):
            ways.addWidget(button)
        ways.addStretch(1)
        column = QVBoxLayout()
        column.setContentsMargins(32, 16, 32, 24)
        column.setSpacing(12)
        column.addLayout(top)
        column.addSpacing(12)
        column.addWidget(self.ask)
        column.addWidget(self.answer)
        column.addWidget(self.verdict)
        column.addWidget(self.explanation)
        column.addLayout(links)
        column.addLayout(ways)
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(WIDTH + 64)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        area.setWidget(inner)
        self.hint.setProperty("role", "sentence")
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.hint)
        self._pages.addWidget(area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
