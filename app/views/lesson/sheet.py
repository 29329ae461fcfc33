"""A lesson to read: its text, its questions, and the exercise that it sets."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes, theme
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.errors import DataError
from core.files.plain_text import for_terminal
from core.lessons.lesson_file import LessonFile, LessonQuestion
from core.typed_numbers import number

GOOD_SIZE = QSize(520, 620)  # at 100 %
ANSWER_HEIGHT = 80
NO_NUMBER = "That is no number."
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for one


class QuestionBox(QWidget):
    """One question with room for its answer. check() tells what came of it."""

    def __init__(self, place: int, question: LessonQuestion) -> None:
        super().__init__()
        self.question = question
        self.verdict = wrapping("sentence")
        self.verdict.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        asked = wrapping()
        sizes.set_font(asked, "type_text", 600)
        asked.setText(f"{place}. {question.ask}")
        layout.addWidget(asked)
        self.options = QButtonGroup(self)
        self.field = QLineEdit()
        self.words = QPlainTextEdit()
        for k, option in enumerate(question.options if question.kind == "choice" else ()):
            button = QRadioButton(option.replace("&", "&&"))
            self.options.addButton(button, k)
            layout.addWidget(button)
        sizes.set_height(self.words, ANSWER_HEIGHT)
        for kind, field in (("number", self.field), ("text", self.words)):
            field.setAccessibleName(question.ask)
            layout.addWidget(field)
            field.setVisible(question.kind == kind)
        layout.addWidget(self.verdict)

    @property
    def answer(self) -> str:
        """As the reader gave it; "" for none."""
        if self.question.kind == "choice":
            chosen = self.options.checkedId()
            return self.question.options[chosen] if chosen >= 0 else ""
        return self.field.text() if self.question.kind == "number" else self.words.toPlainText()

    @property
    def is_right(self) -> bool | None:
        """None for what a person must read, or no answer. Raises DataError for no number."""
        if self.question.kind == "text" or not self.answer:
            return None
        if self.question.kind == "choice":
            return self.question.is_right(self.options.checkedId())
        return self.question.is_right(number(self.answer))

    def check(self) -> bool | None:
        """As is_right, and shown."""
        try:
            right = self.is_right
        except (DataError, ValueError):
            self._say(NO_NUMBER, "error")
            return False
        if right is None:
            self._say("" if self.question.kind == "text" else "No answer yet.", "")
        else:
            word = "Right." if right else "Not right."
            self._say(f"{word} {self.question.why}".strip(), "" if right else "error")
        return right

    def _say(self, sentence: str, role: str) -> None:
        self.verdict.setText(sentence)
        self.verdict.setVisible(bool(sentence))
        theme.repolish(self.verdict, role or "sentence")


class LessonSheet(QDialog):
    """Stays beside the window. code_wanted: begin the exercise with this text. answers_wanted: the
    answers are to be saved, as the text of a table."""

    code_wanted = Signal(str)
    answers_wanted = Signal(str)

    def __init__(self, lesson: LessonFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self.setWindowTitle("Lesson")
        self.boxes = [QuestionBox(k, each) for k, each in enumerate(lesson.questions, start=1)]
        self.check = QPushButton("Check answers")
        self.save = QPushButton("Save answers…")
        self.exercise = QPushButton("Begin the exercise")
        self.outcome = wrapping("sentence")
        self._lay_out()
        self.check.clicked.connect(self._check)
        self.save.clicked.connect(lambda: self.answers_wanted.emit(self.table()))
        self.exercise.clicked.connect(self._begin)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        return GOOD_SIZE * theme.tokens().scale

    def table(self) -> str:
        """Question, answer and whether it is right, as CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["lesson", "question", "answer", "right"])
        for box in self.boxes:
            try:
                right = box.is_right
            except (DataError, ValueError):
                right = False
            word = "" if right is None else "yes" if right else "no"
            texts = (self.lesson.title, box.question.ask, box.answer, word)
            writer.writerow([_cell(each) for each in texts])
        return stream.getvalue()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        space = theme.tokens().space_4
        column.setContentsMargins(space, space, space, space)
        column.setSpacing(theme.tokens().space_3)
        title = wrapping()
        sizes.set_font(title, "type_heading", 600)
        title.setText(self.lesson.title)
        column.addWidget(title)
        for paragraph in filter(str.strip, self.lesson.text.split("\n\n")):
            words = wrapping()
            words.setText(paragraph.strip())
            column.addWidget(words)
        column.addWidget(self.exercise, 0, Qt.AlignmentFlag.AlignLeft)
        self.exercise.setVisible(self.lesson.exercise is not None)
        for box in self.boxes:
            column.addWidget(box)
        column.addWidget(self.outcome)
        for button in (self.check, self.save):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.setVisible(bool(self.boxes))
        column.addStretch(1)
        self.outcome.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(page))

    @Slot()
    def _check(self) -> None:
        outcomes = [box.check() for box in self.boxes]
        asked = [box for box in self.boxes if box.question.kind != "text"]
        right = sum(each is True for each in outcomes)
        self.outcome.setText(f"{right} of {len(asked)} right." if asked else "")
        self.outcome.setVisible(bool(asked))

    @Slot()
    def _begin(self) -> None:
        if self.lesson.exercise is not None:
            self.code_wanted.emit(self.lesson.exercise.code)


def wrapping(role: str = "") -> PlainLabel:
    """An empty label that wraps its text."""
    label = PlainLabel()
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def _cell(text: str) -> str:
    return for_terminal(f"'{text}" if text.startswith(FORMULAS) else text)
