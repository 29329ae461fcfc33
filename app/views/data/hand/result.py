"""Before and after: how many digits each network reads, one's own and other people's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app import theme
from app.views import figures
from core.evaluation import Evaluation
from core.fine_tuning import BeforeAfter, FineTuned

NOT_MEASURED = "–"
HELD_OUT = "Each of your drawings was read by a network that was taught only the other ones."
TOO_FEW = "One drawing is too few to tell how much better yours are read."


class Result(QWidget):
    """A small table, and a sentence on how it was counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = [_row() for _ in range(2)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, word in enumerate(("Read right", "before", "after")):
            label = QLabel(word)
            label.setProperty("role", "note")
            label.setAlignment(_side(column))
            grid.addWidget(label, 0, column)
        for number, labels in enumerate(self.rows, start=1):
            for column, label in enumerate(labels):
                grid.addWidget(label, number, column)
        self.how = QLabel()
        self.how.setWordWrap(True)
        self.how.setProperty("role", "note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addWidget(self.how)

    def show_result(self, result: FineTuned) -> None:
        mine, others = result.mine, result.others
        self._show(0, f"Your {figures.counted(mine.before.count, 'drawing')}", mine, _counted)
        self._show(1, f"{result.others_name}, {others.before.count:,}", others, _share)
        self.how.setText(HELD_OUT if mine.before.count else TOO_FEW)

    def _show(
        self, row: int, name: str, both: BeforeAfter, words: Callable[[Evaluation], str]
    ) -> None:
        title, before, after = self.rows[row]
        title.setText(name)
        before.setText(words(both.before))
        after.setText(words(both.after))


def _row() -> tuple[QLabel, QLabel, QLabel]:
    labels = QLabel(), QLabel(), QLabel()
    for column, label in enumerate(labels):
        label.setAlignment(_side(column))
        label.setFont(theme.font(theme.tokens().type_text, 600 if column == 2 else 400))
    return labels


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft


def _counted(evaluation: Evaluation) -> str:
    """“27”, of those that were read right."""
    if not evaluation.count:
        return NOT_MEASURED
    return f"{int(evaluation.confusion.trace()):,}"


def _share(evaluation: Evaluation) -> str:
    """“99.36 %”: the second decimal is what this is about."""
    return f"{100 * evaluation.accuracy:.2f}{figures.THIN}%"
