"""One hand-in: its code, what was found in it, and what it printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from app.look import sizes
from app.views.learn.check.editor import CodeEditor
from app.views.learn.check.results import Results
from app.views.learn.class_check.columns import student_of
from app.views.widgets.buttons import text_button
from app.views.widgets.labels import hairline
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.scrolled import scrolled
from core.checking.source import source_in
from core.classroom.marking import Marked
from core.errors import DataError
from core.files.plain_text import plain

NOT_CHOSEN = "Choose a row to see its code and what was found in it."
MOST_LETTERS = 300_000  # of code that is shown
LONGEST_NAME = 60
LEAST_HEIGHT = 300  # at 100 %


class FilePage(QWidget):
    """open_wanted: open this file in Check my code. page_wanted: show the help page of this id."""

    open_wanted = Signal(object)  # Path
    page_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.marked: Marked | None = None
        self.student, self.verdict = PlainLabel(NOT_CHOSEN), PlainLabel()
        for label in (self.student, self.verdict):
            label.setWordWrap(True)
        sizes.set_font(self.student, "type_text", 600)
        self.verdict.setProperty("role", "note")
        self.open = text_button(
            "open", "Open", self._on_open, "Open this file in Check my code, to work on it"
        )
        self.editor, self.results = CodeEditor(), Results()
        self.editor.setReadOnly(True)
        self.editor.setAccessibleName("The student’s code")
        self.output = self.results.output
        self.results.stop.hide()
        self.results.line_wanted.connect(self.editor.go_to)
        self.results.page_wanted.connect(self.page_wanted)
        self.results.functions.chosen.connect(lambda _: self._mark_line())
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """No row is chosen."""
        self.marked = None
        self.student.setText(NOT_CHOSEN)
        self.verdict.clear()
        self._parts.hide()
        self.open.hide()
        self.results.clear()

    def show_marked(self, marked: Marked) -> None:
        """Show a row; its code is read anew where it is another file."""
        is_other = self.marked is None or self.marked.hand_in != marked.hand_in
        self.marked = marked
        name = plain(student_of(marked), LONGEST_NAME)
        self.student.setText(name)
        sentences = [marked.hand_in.name, marked.verdict, marked.why]
        self.verdict.setText(" · ".join(filter(None, sentences)))
        self.open.setVisible(marked.hand_in.path is not None)
        self.open.setToolTip(plain_tip(str(marked.hand_in.path or "")))
        self._parts.show()
        if is_other:
            self.editor.set_text(_code_of(marked))
            self.editor.verticalScrollBar().setValue(0)
        self.results.setVisible(marked.report is not None)
        if marked.report is None:
            self.results.clear()
            return
        self.results.show_report(marked.report)
        if marked.report.problem and marked.report.line:
            self.editor.point_out(marked.report.line)

    def showEvent(self, event: QShowEvent) -> None:
        """The line was brought into view in a size that nobody saw."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._mark_line)

    @Slot()
    def _mark_line(self) -> None:
        """Point out where the chosen function goes wrong."""
        function = self.results.functions.current
        if function is None:
            return
        mistake = function.mistake
        line = (mistake.line if mistake else None) or function.line
        self.editor.point_out(line or 0)

    def _on_open(self) -> None:
        path: Path | None = self.marked.hand_in.path if self.marked else None
        if path is not None:
            self.open_wanted.emit(path)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.student)
        words.addWidget(self.verdict)
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addLayout(words, 1)
        top.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(1)
        self._parts.addWidget(self.editor)
        self._parts.addWidget(scrolled(self.results))
        # What wraps above makes the page as high as the hints of all that is in it.
        self._parts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        sizes.set_least(self._parts, 0, LEAST_HEIGHT)
        self._parts.setStretchFactor(0, 2)
        self._parts.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(hairline(lying=True))
        layout.addWidget(self._parts, 1)
        layout.addStretch(0)


def _code_of(marked: Marked) -> str:
    """What is checked, or would be: of a notebook the code of its cells."""
    hand_in = marked.hand_in
    try:
        code = source_in(hand_in.file, hand_in.read(), Path()).code
    except (OSError, DataError):  # it was moved meanwhile, and is told so
        return ""
    return code[:MOST_LETTERS].decode("utf-8", "replace").replace("\0", "�").replace("\r\n", "\n")
