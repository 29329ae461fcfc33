"""Before and after: how many digits each network reads, one's own and other people's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.look import theme
from app.views import figures
from core.network.evaluation import Evaluation
from core.reading.fine_tuning import FineTuning

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

    def show_result(self, result: FineTuning) -> None:
        mine, others = result.mine, result.others
        counted = [
            f"{number:,}" if mine.count else NOT_MEASURED for number in (mine.before, mine.after)
        ]
        self._show(0, f"Your {figures.counted(mine.count, 'drawing')}", *counted)
        shares = map(_share, (others.before, others.after))
        self._show(1, f"{result.others_name}, {others.before.count:,}", *shares)
        self.how.setText(HELD_OUT if mine.count else TOO_FEW)

    def _show(self, row: int, *words: str) -> None:
        for label, word in zip(self.rows[row], words, strict=True):
            label.setText(word)


def _row() -> tuple[QLabel, QLabel, QLabel]:
    labels = QLabel(), QLabel(), QLabel()
    for column, label in enumerate(labels):
        label.setAlignment(_side(column))
        label.setFont(theme.font(theme.tokens().type_text, 600 if column == 2 else 400))
    return labels


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft


def _share(evaluation: Evaluation) -> str:
    """“99.36 %”: the second decimal is what this is about."""
    return f"{100 * evaluation.accuracy:.2f}{figures.THIN}%"
