"""How much room the runs take on the disk, how much they may take, and the bin."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from app.look import figures, theme
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel, plain_tip
from core.runs.limits import BIN_DAYS

BUDGETS = tuple(n * 10**9 for n in (0.5, 1, 2, 5, 10, 20, 50))
WHEN_FULL = (
    "When it is full, the networks on the way of the oldest runs go first. Curves, results and "
    "last networks stay, and so does all of a run with a star."
)


class RoomLine(QWidget):
    """budget_chosen: bytes that all runs may take. bin_toggled: whether the bin is to be shown.
    empty_wanted: it is to be emptied."""

    budget_chosen = Signal(int)
    bin_toggled = Signal(bool)
    empty_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = PlainLabel()
        self.budget = QToolButton()
        self.budget.setProperty("role", "plain")
        self.budget.setToolTip(plain_tip(WHEN_FULL))
        self.budget.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        for each in BUDGETS:
            action = self._menu.addAction(f"At most {figures.size(each)}")
            action.setCheckable(True)
            action.setData(int(each))
            action.triggered.connect(partial(self._choose, int(each)))
            self._group.addAction(action)
        self.budget.setMenu(self._menu)
        self.bin = QToolButton()
        self.bin.setProperty("role", "plain")
        self.bin.setCheckable(True)
        self.bin.setToolTip(plain_tip(f"Runs lie in the bin for {BIN_DAYS} days, then they go"))
        self.bin.toggled.connect(self.bin_toggled)
        self.empty = QPushButton("Empty the bin")
        self.empty.clicked.connect(self.empty_wanted)
        self.said = PlainLabel()
        for label in (self.count, self.said):
            label.setProperty("role", "note")
        row = FlowLayout(self)
        row.setContentsMargins(0, 0, 0, theme.tokens().space_1)
        for part in (self.count, self.budget, self.bin, self.empty, self.said):
            row.addWidget(part)
        self.set_room(0, 0, 0, 0, 0)

    def set_room(self, runs: int, taken: int, budget: int, binned: int, bin_bytes: int) -> None:
        """runs, binned: how many there are. taken, bin_bytes: bytes, the bin's among `taken`."""
        self.count.setText(figures.counted(runs, "run"))
        words = f"{figures.size(taken)} of {figures.size(budget)}"
        self.budget.setText(words)
        self.budget.setAccessibleName(f"Room for runs: {words}. Change")
        for action in self._group.actions():
            action.setChecked(action.data() == budget)
        words = f"Bin: {figures.counted(binned, 'run')}, {figures.size(bin_bytes)}"
        self.bin.setText(words)
        self.bin.setVisible(binned > 0 or self.bin.isChecked())
        self.empty.setVisible(self.bin.isChecked() and binned > 0)

    def say(self, sentence: str, role: str = "note") -> None:
        """role: of the stylesheet."""
        self.said.setText(sentence)
        theme.repolish(self.said, role)

    def _choose(self, budget: int, _: bool = False) -> None:
        self.budget_chosen.emit(budget)
