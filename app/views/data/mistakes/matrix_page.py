"""The matrix, what is under the pointer in words, and beside it the images of a cell."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views.data.mistakes.cell_pane import CellPane
from app.views.data.mistakes.matrix import ConfusionMatrix
from app.views.data.mistakes.words import worst_sentence
from app.views.widgets.buttons import CheckBox
from app.views.widgets.folding import Folding
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.plain import PlainLabel
from core.evaluation.answers import Answers
from core.evaluation.confusion import Confusion

WIDE = 700  # at 100 %: with less room the images stand below the matrix
LEGEND = "Rows: what it is. Columns: what it is read as."


class MatrixPage(QWidget):
    """image_wanted: the index of an image that was clicked."""

    image_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: Answers | None = None
        self._cell: tuple[int, int | None] | None = None
        self.matrix = ConfusionMatrix()
        self.pointed = SteadyLabel()
        self.worst = PlainLabel()
        self.worst.setProperty("role", "note")
        self.worst.setWordWrap(True)
        self.shares = CheckBox("Shares in %")
        self.shares.setProperty("role", "note")
        self.cell = CellPane()
        self.matrix.pointed.connect(self._on_pointed)
        self.matrix.chosen.connect(self.show_cell)
        self.matrix.left.connect(self.show_all)
        self.shares.toggled.connect(self.matrix.set_shares)
        self.cell.all_wanted.connect(self.show_all)
        self.cell.image_wanted.connect(self.image_wanted)
        self._lay_out()
        self.set_answers(None, None)

    def set_answers(
        self, answers: Answers | None, confusion: Confusion | None, *, calmly: bool = False
    ) -> None:
        """The chosen cell stays, if it still is one. calmly: images that were scrolled
        stay."""
        known = self._answers.class_names if self._answers else ()
        if answers is None or answers.class_names != known:
            self._cell = None
        self._answers = answers
        self.matrix.set_confusion(confusion)
        self.worst.setText("" if confusion is None else worst_sentence(confusion))
        if not (calmly and self.cell.grid.verticalScrollBar().value()):
            self._show_images()

    @Slot(int, int)
    def show_cell(self, truth: int, answer: int) -> None:
        self._cell = truth, answer
        self._show_images()

    @Slot(int)
    def show_class(self, truth: int) -> None:
        """All mistakes of a class."""
        self._cell = truth, None
        self.matrix.set_current(None)
        self._show_images()

    @Slot()
    def show_all(self) -> None:
        """All mistakes."""
        self._cell = None
        self.matrix.set_current(None)
        self._show_images()

    def _show_images(self) -> None:
        self.cell.show_cell(self._answers, *(self._cell or ()))

    @Slot(str)
    def _on_pointed(self, sentence: str) -> None:
        self.pointed.setText(sentence or LEGEND)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.pointed, 1)
        foot.addWidget(self.shares)
        table = QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.matrix, 1)
        column.addLayout(foot)
        column.addWidget(self.worst)
        parts = Folding(WIDE)
        parts.add(table, 1)
        parts.add(self.cell, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
