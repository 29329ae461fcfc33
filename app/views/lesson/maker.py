"""A lesson is made of what is on the screen, with a text, questions and an exercise."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes, theme
from app.views.lesson.sheet import LessonSheet, wrapping
from app.views.widgets.buttons import icon_button
from app.views.widgets.plain import PlainLabel
from app.views.widgets.scrolled import scrolled
from core.classroom.rubric_file import rubric_of
from core.errors import DigitLabError
from core.lessons.lesson_file import (
    KINDS,
    LessonExercise,
    LessonFile,
    LessonQuestion,
    to_bytes,
)
from core.recipe_form import FIELDS
from core.typed_numbers import number

GOOD_SIZE = QSize(620, 680)  # at 100 %
TEXT_HEIGHT, LIST_HEIGHT, OPTIONS_HEIGHT = 120, 110, 64
RUBRIC_HINT = "TOML, as digit-lab check --rubric-template explains it"
KIND_WORDS = {"choice": "Choice", "number": "Number", "text": "Words, for you to read"}
HINTS = {
    "choice": "The options, one a line; the right one first",
    "number": "The answer, and after “±” by how much it may differ: 97 ± 1",
    "text": "",
}


class QuestionEditor(QWidget):
    """One question of a lesson. gone: it is to be taken out."""

    gone = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.kind = QComboBox()
        for kind in KINDS:
            self.kind.addItem(KIND_WORDS[kind], kind)
        self.ask = QLineEdit()
        self.ask.setPlaceholderText("What you ask")
        self.answer = QPlainTextEdit()
        sizes.set_height(self.answer, OPTIONS_HEIGHT)
        remove = icon_button("clear", "Take this question out", lambda: self.gone.emit(self))
        row = QHBoxLayout()
        row.addWidget(self.kind)
        row.addWidget(self.ask, 1)
        row.addWidget(remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.answer)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._on_kind()

    def question(self) -> LessonQuestion:
        """Raises DataError for an answer that is none."""
        kind, ask = str(self.kind.currentData()), self.ask.text().strip()
        lines = [each.strip() for each in self.answer.toPlainText().splitlines() if each.strip()]
        if kind == "choice":
            options = tuple(sorted(lines))  # so that the right one is not always the first
            right = options.index(lines[0]) if lines else 0
            return LessonQuestion(kind, ask, options, float(right))
        if kind == "number":
            value, _, tolerance = "".join(lines).partition("±")
            return LessonQuestion(
                kind, ask, (), number(value), number(tolerance) if tolerance.strip() else 0.0
            )
        return LessonQuestion(kind, ask)

    @Slot()
    def _on_kind(self) -> None:
        hint = HINTS[str(self.kind.currentData())]
        self.answer.setPlaceholderText(hint)
        self.answer.setVisible(bool(hint))


class LessonMaker(QDialog):
    """made: the bytes of a lesson, and its title, to be saved. seen: of what is on the screen."""

    made = Signal(bytes, str)

    def __init__(self, seen: LessonFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Make a lesson of what you see")
        self._seen = seen
        self.title = QLineEdit()
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("What is to be done. A blank line begins a paragraph.")
        sizes.set_height(self.text, TEXT_HEIGHT)
        self.recipe = QCheckBox("The recipe of Train")
        self.locks = QListWidget()
        sizes.set_height(self.locks, LIST_HEIGHT)
        self.source = QCheckBox("The data set that is chosen")
        self.drawing = QCheckBox("The drawing")
        self.code = QPlainTextEdit()
        self.code.setPlaceholderText("Python that the exercise begins with")
        sizes.set_font(self.code, "type_note", mono=True)
        sizes.set_height(self.code, OPTIONS_HEIGHT)
        self.rubric = QPlainTextEdit()
        self.rubric.setPlaceholderText(RUBRIC_HINT)
        sizes.set_font(self.rubric, "type_note", mono=True)
        sizes.set_height(self.rubric, OPTIONS_HEIGHT)
        self.questions: list[QuestionEditor] = []
        self.problem = wrapping("error")
        self.preview = QPushButton("Preview")
        self.save = QPushButton("Save…")
        self.save.setProperty("role", "primary")
        self._rows = QVBoxLayout()
        self._fill()
        self._lay_out()
        self.recipe.toggled.connect(self.locks.setEnabled)
        self.preview.clicked.connect(self._preview)
        self.save.clicked.connect(self._save)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        return GOOD_SIZE * theme.tokens().scale

    def lesson(self) -> LessonFile:
        """What is filled in. Raises DataError for what makes no lesson."""
        with_recipe = self.recipe.isChecked()
        code, rubric = self.code.toPlainText(), self.rubric.toPlainText()
        rubric_of(rubric)
        return replace(
            self._seen,
            title=self.title.text().strip(),
            text=self.text.toPlainText(),
            recipe=self._seen.recipe if with_recipe else None,
            locked=self._locked() if with_recipe else (),
            source=self._seen.source if self.source.isChecked() else "",
            drawing=self._seen.drawing if self.drawing.isChecked() else None,
            questions=tuple(each.question() for each in self.questions),
            exercise=LessonExercise(code, rubric) if f"{code}{rubric}".strip() else None,
        )

    def add_question(self) -> QuestionEditor:
        editor = QuestionEditor()
        editor.gone.connect(self._take_out)
        self.questions.append(editor)
        self._rows.addWidget(editor)
        return editor

    def _fill(self) -> None:
        seen = self._seen
        for box, there in (
            (self.recipe, seen.recipe is not None),
            (self.source, bool(seen.source)),
            (self.drawing, seen.drawing is not None and not seen.drawing.is_blank),
        ):
            box.setEnabled(there)
            box.setChecked(there)
        self.locks.setEnabled(self.recipe.isChecked())
        self.locks.setAccessibleName("What the reader cannot change")
        for each in FIELDS:
            item = QListWidgetItem(each.label)
            item.setData(Qt.ItemDataRole.UserRole, each.name)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.locks.addItem(item)

    def _lay_out(self) -> None:
        page = QWidget()
        form = QFormLayout(page)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(PlainLabel("Title"), self.title)
        form.addRow(PlainLabel("Text"), self.text)
        form.addRow(self.recipe)
        form.addRow(PlainLabel("Of it the reader cannot change"), self.locks)
        form.addRow(self.source)
        form.addRow(self.drawing)
        add = QPushButton("Add a question")
        add.clicked.connect(lambda: self.add_question())
        form.addRow(PlainLabel("Questions"), self._rows)
        form.addRow(add)
        form.addRow(PlainLabel("Exercise"), self.code)
        form.addRow(PlainLabel("Its rubric"), self.rubric)
        row = QHBoxLayout()
        row.addWidget(self.problem, 1)
        row.addWidget(self.preview)
        row.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.addWidget(scrolled(page), 1)
        whole.addLayout(row)

    def _locked(self) -> tuple[str, ...]:
        items = [self.locks.item(k) for k in range(self.locks.count())]
        return tuple(
            str(each.data(Qt.ItemDataRole.UserRole))
            for each in items
            if each.checkState() == Qt.CheckState.Checked
        )

    @Slot(object)
    def _take_out(self, editor: QuestionEditor) -> None:
        self.questions.remove(editor)
        self._rows.removeWidget(editor)
        editor.hide()
        editor.deleteLater()

    def _made(self) -> tuple[LessonFile, bytes] | None:
        """The lesson and its file; None when there is none, and the problem is told."""
        try:
            lesson = self.lesson()
            data = to_bytes(lesson)
        except (DigitLabError, ValueError) as error:
            self.problem.setText(str(error))
            return None
        self.problem.setText("")
        return lesson, data

    @Slot()
    def _preview(self) -> None:
        if made := self._made():
            LessonSheet(made[0], self).open()

    @Slot()
    def _save(self) -> None:
        if made := self._made():
            self.made.emit(made[1], made[0].title)
