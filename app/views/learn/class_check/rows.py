"""The table of hand-ins, with what narrows it down above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.look import sizes
from app.views.learn.class_check.glance import About
from app.views.learn.class_check.table import FILTERS, HandInsModel, HandInsTable
from app.views.widgets.labels import SteadyLabel
from core.classroom.hand_in import HandIn
from core.classroom.marking import Marked
from core.files.plain_text import plain

LEAST_WIDTH, LEAST_HEIGHT = 320, 180  # at 100 %
LONGEST_ABOUT = 100


class Rows(QWidget):
    """chosen: the Marked of the row that is chosen."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = HandInsModel()
        self.table = HandInsTable(self.model)
        self.search, self.kind = QLineEdit(), QComboBox()
        self.search.setPlaceholderText("Find a student, a file, a mistake")
        self.search.setAccessibleName("Find")
        self.search.setClearButtonEnabled(True)
        self.kind.addItems(list(FILTERS))
        self.kind.setAccessibleName("Which files")
        self.about, self.all = SteadyLabel(), QPushButton("Show all")
        self._about = QWidget()
        row = QHBoxLayout(self._about)
        row.setContentsMargins(16, 0, 16, 8)
        row.addWidget(self.about, 1)
        row.addWidget(self.all)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.kind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._about)
        layout.addWidget(self.table, 1)
        sizes.set_least(self, LEAST_WIDTH)
        sizes.set_least(self.table, 0, LEAST_HEIGHT)
        self.search.textChanged.connect(self.model.set_words)
        self.kind.currentTextChanged.connect(self.model.set_kind)
        self.all.clicked.connect(self.show_all)
        self.table.chosen.connect(self.chosen)
        self.show_all()

    @property
    def every(self) -> list[Marked]:
        """All of them, in the order in which they were found."""
        return self.model.every

    def set_marked(self, marked: Iterable[Marked]) -> None:
        """Show just these, as far as they are wanted."""
        self.model.set_marked(marked)

    def set_found(self, hand_ins: Iterable[HandIn]) -> None:
        """A check begins, of these."""
        self.model.set_found(hand_ins)

    def update_marked(self, marked: Sequence[Marked]) -> None:
        """More is known of these; the rows stay where they are."""
        self.model.update(marked)

    def arrange(self) -> None:
        """Order and filter anew."""
        self.model.set_marked(self.every)

    @Slot(object)
    def show_about(self, about: About) -> None:
        """Show those whom this is about, the first of them chosen."""
        self.kind.setCurrentIndex(0)
        self.search.clear()
        self.about.setText(plain(about.words, LONGEST_ABOUT))
        self._about.show()
        self.model.set_students(about.students)
        if len(about.students) == 1:
            self.table.choose(about.students[0])

    @Slot()
    def show_all(self) -> None:
        """Whatever a row of the glance had narrowed it down to."""
        self._about.hide()
        self.model.set_students(None)
