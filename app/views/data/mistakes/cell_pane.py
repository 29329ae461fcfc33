"""The images of a cell of the matrix, the most confident mistakes first."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.look import figures
from app.views.data.images.grid import ImageGrid
from app.views.data.mistakes.words import plain_names
from app.views.widgets.buttons import text_button
from app.views.widgets.plain import PlainLabel
from core.evaluation.answers import Answers
from core.evaluation.confusion import examples_of


class CellPane(QWidget):
    """Without a cell, all that is misread. image_wanted: the index of an image that was clicked.
    all_wanted: the button for all mistakes was pressed."""

    image_wanted = Signal(int)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = PlainLabel()
        self.heading.setWordWrap(True)
        self.everything = text_button(
            "previous",
            "All mistakes",
            self.all_wanted.emit,
            "Show everything that is misread (Esc)",
        )
        self.grid = ImageGrid()
        self.grid.chosen.connect(self.image_wanted)
        row = QHBoxLayout()
        row.addWidget(self.heading, 1)
        row.addWidget(self.everything)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.grid, 1)

    def show_cell(
        self, answers: Answers | None, truth: int | None = None, answer: int | None = None
    ) -> None:
        """The examples of class `truth` that are taken for `answer`; without it, those misread."""
        self.everything.setVisible(truth is not None)
        if answers is None:
            self.heading.setText("")
            self.grid.set_images(None, np.empty(0, np.intp))
            return
        order = examples_of(answers, truth, answer)
        names = plain_names(answers.class_names)
        self.heading.setText(_heading(names, truth, answer, len(order)))
        self.grid.set_images(answers.dataset, order, answers)


def _heading(names: tuple[str, ...], truth: int | None, answer: int | None, count: int) -> str:
    images = figures.counted(count, "image")
    if truth is None:
        return f"All {images} misread, the surest first" if count else "Nothing is misread."
    if answer == truth:
        return f"{names[truth]} read right: {images}, the surest first"
    what = "misread" if answer is None else f"read as {names[answer]}"
    order = ", the surest first" if count > 1 else ""
    return f"{names[truth]} {what}: {images}{order}"
