"""The end of the quiz: how many were right, page by page, and what to do now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.look import theme
from app.views.widgets.buttons import text_button
from app.views.widgets.plain import PlainLabel
from core.lessons.pages import pages
from core.lessons.quiz_session import PageResult, QuizSession

ALL_RIGHT = "You know how a network learns."


class ResultPage(QWidget):
    """page_wanted: the id of the page to read. again_wanted: take it again, with other numbers.
    wrong_wanted: ask the wrong ones again. open_wanted: go on with what is not answered."""

    page_wanted = Signal(str)
    again_wanted = Signal()
    wrong_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.tokens()
        self.heading = PlainLabel()
        self.heading.setFont(theme.font(look.type_heading))
        self.heading.setProperty("role", "heading")
        self.heading.setWordWrap(True)
        self.note = PlainLabel()
        self.note.setProperty("role", "sentence")
        self.note.setWordWrap(True)
        self.read: dict[str, QPushButton] = {}
        self.scores: dict[str, PlainLabel] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.space_3)
        self._grid.setVerticalSpacing(look.space_1)
        self._grid.setColumnStretch(3, 1)
        self.go_on = QPushButton("Go on")
        self.again = QPushButton("Take it again")
        self.again.setToolTip("All questions, with other numbers and in another order")
        self.wrong = QPushButton("Ask the wrong ones again")
        self.go_on.clicked.connect(self.open_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.wrong.clicked.connect(self.wrong_wanted)
        ways = QHBoxLayout()
        ways.setSpacing(look.space_2)
        for button in (self.go_on, self.again, self.wrong):
            ways.addWidget(button)
        self.go_on.setProperty("role", "primary")
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space_3)
        column.addWidget(self.heading)
        column.addWidget(self.note)
        column.addLayout(self._grid)
        column.addLayout(ways)

    def show_result(self, sitting: QuizSession, best: int) -> None:
        """best: the most that were right in any sitting, this one included; 0 for none yet."""
        total, right = len(sitting.questions), len(sitting.right)
        still_open = total - len(sitting.results)
        self.heading.setText(f"{right} of {total} right.")
        words = [f"{still_open} not answered yet."] if still_open else []
        words += [ALL_RIGHT] if right == total else []
        words += [f"Your best so far: {best} of {total}."] if best else []
        self.note.setText(" ".join(words))
        self.note.setVisible(bool(words))
        for row, each in enumerate(sitting.by_page()):
            self._show_page(row, each)
        self.go_on.setVisible(bool(still_open))
        self.again.setVisible(bool(sitting.results))
        self.wrong.setVisible(bool(sitting.wrong))

    def take_focus(self) -> None:
        """To what is most likely wanted next."""
        (self.again if self.go_on.isHidden() else self.go_on).setFocus()

    def _show_page(self, row: int, result: PageResult) -> None:
        title = pages()[result.page].title
        if result.page not in self.read:
            self.scores[result.page] = PlainLabel()
            self.read[result.page] = text_button(
                "learn", "Read about it", partial(self.page_wanted.emit, result.page)
            )
            self.read[result.page].setAccessibleName(f"Read: {title}")
            for column, widget in enumerate(
                (PlainLabel(title), self.scores[result.page], self.read[result.page])
            ):
                self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
        words = f"{result.right} of {result.total} right"
        if result.answered < result.total:
            words += f", {result.answered or 'none'} answered"
        self.scores[result.page].setText(words)
