"""Quiz: one question at a time, judged by the network in use."""

from __future__ import annotations

from collections.abc import Iterable

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

from app.look import sizes, theme
from app.views.learn.quiz.answer import AnswerField
from app.views.learn.quiz.result import ResultPage
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
    the ids of the questions that were answered rightly so far, and of those that were answered
    wrongly, with blanks between them. best_changed: how many were right in the best sitting.
    """

    page_wanted = Signal(str)
    place_wanted = Signal(str)
    answered = Signal(str, str)
    best_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sitting = QuizSession(questions())
        self.best = 0
        self._snapshot: Snapshot | None = None
        self._facts: Facts | None = None
        self._is_answered = False
        self.strip = QuestionStrip()
        self.count = PlainLabel()
        self.count.setProperty("role", "note")
        self.ask = PlainLabel()
        sizes.set_font(self.ask, "type_heading")
        self.ask.setProperty("role", "heading")
        self.ask.setWordWrap(True)
        self.answer = AnswerField()
        self.verdict = Verdict()
        self.explanation = PlainLabel()
        self.explanation.setWordWrap(True)
        self.explanation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.go_on = QPushButton()
        self.go_on.setProperty("role", "primary")
        self.back = text_button("step-back", "Back", self._on_back)
        self.read = text_button("learn", "Read about it", self._read)
        self.see = text_button("inspect", "See it", self._see)
        self.to_result = QPushButton("Result")
        self.to_result.setToolTip("How many are right so far, and to take the quiz again")
        self.result = ResultPage()
        self.hint = PlainLabel(NO_NETWORK)
        self._lay_out()
        self._connect()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that the questions are about, or None."""
        self._snapshot, self._facts = snapshot, None
        self._refresh()

    def set_answered(self, right: str, wrong: str, best: int) -> None:
        """What was answered earlier, as `answered` and `best_changed` emit it."""
        self.sitting = QuizSession(questions(), right.split(), wrong.split())
        self.best = max(min(best, self._total), 0)
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
            self._facts = facts_of(self._snapshot, self.sitting.seed)
            self._show()
        self._pages.setCurrentIndex(0 if self._snapshot is None else 1)

    @property
    def _question(self) -> Question | None:
        return self.sitting.current

    @property
    def _total(self) -> int:
        return len(self.sitting.questions)

    def _show(self) -> None:
        """Show the current question, as it was answered or open, or the end."""
        if self._facts is None:
            return
        question = self._question
        self._is_answered = False
        self._show_progress()
        self._parts.setCurrentIndex(0 if question is not None else 1)
        if question is None:
            self.result.show_result(self.sitting, self.best)
            if self.isVisible():
                self.result.take_focus()
            return
        self._show_outcome(False)
        self.back.setEnabled(self.sitting.at > 0)
        self.ask.setText(question.asked(self._facts))
        self.answer.ask(question, self._facts)
        self.go_on.setText("Check")
        self._on_changed()
        known = self.sitting.results.get(question.id)
        if known is not None:
            self._show_verdict(question, self._facts, known)
        elif self.isVisible():
            self.answer.take_focus()

    def _show_progress(self) -> None:
        question, right = self._question, len(self.sitting.right)
        done = f"{right} right" if self.sitting.results else "none answered yet"
        where = (
            f"Question {self.sitting.at + 1} of {self._total} · {question.subject}"
            if (question is not None)
            else "The end"
        )
        best = f" · best so far {self.best}" if self.best else ""
        self.count.setText(f"{where} · {done}{best}")
        self.strip.show_sitting(self.sitting)
        self.strip.setAccessibleDescription(self.count.text())

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
            self._go(self.sitting.at + 1)
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
        self._keep_best()
        self._show_verdict(question, facts, is_right)
        self._show_progress()
        self._tell()

    def _show_verdict(self, question: Question, facts: Facts, is_right: bool) -> None:
        """Show the outcome of the current question, which cannot be answered any more."""
        self._is_answered = True
        self.answer.set_open(False)
        if is_right:
            self.verdict.say("right", f"Right: {question.answer(facts)}.")
        else:
            self.verdict.say("wrong", f"Not quite. The answer is {question.answer(facts)}.")
        self.explanation.setText(question.explained(facts))
        self._show_outcome(True)
        is_last = self.sitting.at + 1 == self._total
        self.go_on.setText("Result" if is_last else "Next question")
        self.go_on.setEnabled(True)
        self.go_on.setFocus()

    def _keep_best(self) -> None:
        right = len(self.sitting.right)
        if self.sitting.is_finished and self.sitting.is_straight and right > self.best:
            self.best = right
            self.best_changed.emit(right)

    def _tell(self) -> None:
        self.answered.emit(" ".join(self.sitting.right), " ".join(self.sitting.wrong))

    @Slot(int)
    def _go(self, number: int) -> None:
        self.sitting.go(number)
        self._show()

    @Slot()
    def _on_back(self) -> None:
        self._go(self.sitting.at - 1)

    @Slot()
    def _on_open(self) -> None:
        self._go(self.sitting.first_open)

    @Slot()
    def _on_result(self) -> None:
        self._go(self._total)

    @Slot()
    def _on_wrong(self) -> None:
        self._ask_again(all_of_them=False)

    @Slot()
    def _on_again(self) -> None:
        self._ask_again(all_of_them=True)

    def _ask_again(self, *, all_of_them: bool) -> None:
        self.sitting.ask_again(all_of_them=all_of_them)
        if self._snapshot is not None:
            self._facts = facts_of(self._snapshot, self.sitting.seed)
        self._tell()
        self._show()

    def _read(self) -> None:
        if self._question is not None:
            self.page_wanted.emit(self._question.page)

    def _see(self) -> None:
        if self._question is not None and self._facts is not None:
            self.place_wanted.emit(self._question.seen(self._facts))

    def _connect(self) -> None:
        self.answer.changed.connect(self._on_changed)
        self.go_on.clicked.connect(self._on_go_on)
        self.to_result.clicked.connect(self._on_result)
        self.strip.chosen.connect(self._go)
        self.result.page_wanted.connect(self.page_wanted)
        self.result.open_wanted.connect(self._on_open)
        self.result.again_wanted.connect(self._on_again)
        self.result.wrong_wanted.connect(self._on_wrong)

    def _lay_out(self) -> None:
        look = theme.tokens()
        links = _row((self.read, self.see))
        ways = _row((self.go_on, self.back, self.to_result))
        asking = QWidget()
        column = QVBoxLayout(asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.ask, self.answer, self.verdict, self.explanation):
            column.addWidget(widget)
        column.addLayout(links)
        column.addLayout(ways)
        column.addStretch(1)
        ending = QWidget()
        end = QVBoxLayout(ending)
        end.setContentsMargins(0, 0, 0, 0)
        end.addWidget(self.result)
        end.addStretch(1)
        self._parts = QStackedWidget()
        sizes.set_most(self._parts, WIDTH)
        self._parts.addWidget(asking)
        self._parts.addWidget(ending)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(look.space_5, look.space_3, look.space_5, look.space_4)
        whole.setSpacing(look.space_3)
        whole.addWidget(self.strip)
        whole.addWidget(self.count)
        whole.addWidget(self._parts, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
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


def _row(buttons: Iterable[QPushButton]) -> QHBoxLayout:
    """Buttons beside each other, from the left."""
    row = QHBoxLayout()
    row.setSpacing(theme.tokens().space_2)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
