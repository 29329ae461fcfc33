"""Check all: every gradient of a walk against central differences, as a table that fills."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes
from app.look.figures import count, signed, symbol
from app.views.inspect.microscope.sums import power
from app.views.widgets.plain import PlainLabel, plain_tip
from core.inspection.differences import CheckProgress, check_all
from core.inspection.gradient_check import TOLERANCE, GradientCheck
from core.inspection.walk import Walk

COLUMNS = (
    ("Array", "One gradient of the walk"),
    ("Compared", "How many of its numbers were compared"),
    ("At a kink", "Left out: a ReLU turns on or off between the two points of the difference"),
    ("Largest error", "Relative error of the worst number"),
    ("Where", "The worst number's row and column"),
    ("By the formula", "Its value by backpropagation"),
    ("By difference", "Its value by the central difference of the loss"),
    ("Verdict", f"Right up to a relative error of {TOLERANCE:g}"),
)
WORDS = ("Array", "Verdict")  # columns that are read, not compared
TABLE_INTERVAL = 0.1  # seconds between two fillings of the table while the check goes on


class Checks(QWidget):
    """The check of all gradients, in slices in the GUI thread, and its table.

    cell_wanted: (array, (row, column)), the worst number of the row that was clicked. closed: the
    button back to the walk was pressed.
    """

    cell_wanted = Signal(str, object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = PlainLabel()
        self.title.setProperty("role", "heading")
        self.summary = PlainLabel()
        self.summary.setProperty("role", "note")
        self.summary.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.back = QPushButton("Back to the walk")
        self.back.setObjectName("back")
        self.back.clicked.connect(self._on_back)
        self.table = QTableWidget(0, len(COLUMNS))
        self._dress_table()
        self._run: Iterator[CheckProgress] | None = None
        self._latest: CheckProgress | None = None
        self._table_due = 0.0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._advance)
        self._lay_out()

    @property
    def is_running(self) -> bool:
        return self._run is not None

    @property
    def checks(self) -> tuple[GradientCheck, ...]:
        return self._latest.checks if self._latest else ()

    def start(self, walk: Walk, name: str) -> None:
        """Check every gradient of `walk`. name: of the walk's example, for the summary."""
        self.stop()
        self._latest = None
        self.title.setText("Every gradient against the loss")
        self._name = name
        self.table.setRowCount(0)
        self._run = check_all(walk, rng=np.random.default_rng(0), clock=time.perf_counter)
        self._table_due = 0.0
        self._timer.start()

    def stop(self) -> None:
        """End the check; the results so far stay."""
        self._timer.stop()
        self._run = None

    @Slot()
    def _advance(self) -> None:
        """Do one slice of a few milliseconds; the window's events come in between."""
        assert self._run is not None
        progress = next(self._run, None)
        if progress is None:
            self.stop()
            self._fill()
            return
        self._latest = progress
        self.bar.setValue(round(1000 * progress.share))
        if time.monotonic() >= self._table_due:
            self._table_due = time.monotonic() + TABLE_INTERVAL
            self._fill()

    def _fill(self) -> None:
        if self._latest is None:
            return
        checks = self._latest.checks
        self.table.setRowCount(len(checks))
        for row, check in enumerate(checks):
            for column, text in enumerate(_cells(check)):
                self._set(row, column, text)
        self.summary.setText(self._summary(checks))

    def _set(self, row: int, column: int, text: str) -> None:
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setTextAlignment(_alignment(column))
            self.table.setItem(row, column, item)
        item.setText(text)

    def _summary(self, checks: tuple[GradientCheck, ...]) -> str:
        compared, entries = sum(c.checked for c in checks), sum(c.entries for c in checks)
        kinks = sum(c.kinks for c in checks)
        wrong = [symbol(c.name) for c in checks if c.checked and not _is_right(c)]
        words = f"{count(compared)} of {count(entries)} numbers compared, for {self._name}"
        words += f"; {count(kinks)} left out at a kink of ReLU. " if kinks else ". "
        if self.is_running:
            return words + "Going on…"
        if compared + kinks < entries:
            words += "There are too many for five seconds, so each array gave a fair sample. "
        worst = max((c.relative_error for c in checks), default=0.0)
        if wrong:
            return words + f"Wrong: {', '.join(wrong)}."
        return words + f"All are right; the largest relative error is {power(worst)}."

    @Slot()
    def _on_back(self) -> None:
        self.stop()
        self.closed.emit()

    @Slot(int, int)
    def _on_cell(self, row: int, _: int) -> None:
        check = self.checks[row]
        if check.index:
            self.stop()
            self.cell_wanted.emit(check.name, check.index)

    def _dress_table(self) -> None:
        table = self.table
        for column, (title, tip) in enumerate(COLUMNS):
            heading = QTableWidgetItem(title)
            heading.setToolTip(plain_tip(tip))
            heading.setTextAlignment(_alignment(column))
            table.setHorizontalHeaderItem(column, heading)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        sizes.set_font(table, "type_note")
        table.setToolTip("Click a row to go to its worst number")
        table.cellClicked.connect(self._on_cell)
        table.cellActivated.connect(self._on_cell)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)


def _alignment(column: int) -> Qt.AlignmentFlag:
    """Words to the left, figures to the right."""
    is_word = COLUMNS[column][0] in WORDS
    side = Qt.AlignmentFlag.AlignLeft if is_word else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _is_right(check: GradientCheck) -> bool:
    return check.relative_error <= TOLERANCE


def _cells(check: GradientCheck) -> tuple[str, ...]:
    if not check.index:
        verdict = "All at a kink" if check.kinks else "–"
        return (symbol(check.name), f"0 of {count(check.entries)}", count(check.kinks),
                "–", "–", "–", "–", verdict)  # fmt: skip
    return (
        symbol(check.name),
        f"{count(check.checked)} of {count(check.entries)}",
        count(check.kinks),
        power(check.relative_error),
        ", ".join(map(str, check.index)),
        signed(check.analytic),
        signed(check.numeric),
        "✓ right" if _is_right(check) else "✗ wrong",
    )
