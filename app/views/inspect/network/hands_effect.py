"""What the edits do, to the answer and the test accuracy, and how to take them back."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.look import theme
from app.look.figures import counted
from app.views.inspect.network.hands_words import (
    NO_DIGITS,
    NO_EXAMPLE,
    NO_NETWORK,
    accuracy_words,
    answer_words,
)
from app.views.widgets.buttons import icon_button
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel
from core.inspection.accuracy_meter import Accuracies
from core.inspection.flow import Flow

STALE_MS = 300  # after which a figure of the network before is no longer shown
MEASURING = "Reading the test digits…"
KEEP_TIP = "Use the changed network from now on; save it with Ctrl+S"


class EffectSection(QWidget):
    """Two lines, and the buttons for all edits together."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    reset_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.answer, self.accuracy, self.changes = PlainLabel(), PlainLabel(), PlainLabel()
        self.answer.setProperty("role", "heading")
        self.changes.setProperty("role", "note")
        self.undo = icon_button("undo", "Undo the last change", self.undo_wanted.emit)
        self.redo = icon_button("redo", "Redo what was undone", self.redo_wanted.emit)
        self.reset = icon_button("reset", "Take all changes back", self.reset_wanted.emit)
        self.keep = QPushButton("Keep as a network of its own")
        self.keep.setToolTip(KEEP_TIP)
        self.keep.clicked.connect(self.keep_wanted)
        self._stale = QTimer(self, interval=STALE_MS, singleShot=True)
        self._stale.timeout.connect(self._on_stale)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_1)
        for label in (self.answer, self.accuracy, self.changes):
            label.setWordWrap(True)
            layout.addWidget(label)
        buttons = FlowLayout()
        for button in (self.undo, self.redo, self.reset, self.keep):
            buttons.addWidget(button)
        layout.addLayout(buttons)

    def show_answer(self, before: Flow | None, after: Flow | None, *, has_network: bool) -> None:
        """before, after: of the example, None while there is none; after: None without edits."""
        if before is None:
            self.answer.setText(NO_EXAMPLE if has_network else NO_NETWORK)
        else:
            changed = None if after is None else after.probabilities
            self.answer.setText(answer_words(before.probabilities, changed))

    def show_changes(self, number: int, *, can_undo: bool, can_redo: bool) -> None:
        """number: of edits that are made."""
        self.changes.setText(counted(number, "change") if number else "No changes yet.")
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)
        self.reset.setEnabled(number > 0)
        self.keep.setEnabled(number > 0)

    def await_accuracy(self, *, has_digits: bool) -> None:
        """A figure will come, if there are digits to read."""
        if not has_digits:
            self._stale.stop()
            self.accuracy.setText(NO_DIGITS)
        elif not self._stale.isActive():
            self._stale.start()

    def show_accuracy(self, figure: Accuracies, *, is_edited: bool) -> None:
        self._stale.stop()
        self.accuracy.setText(accuracy_words(figure, is_edited=is_edited))

    @Slot(str)
    def show_problem(self, sentence: str) -> None:
        """Why there is no figure."""
        self._stale.stop()
        self.accuracy.setText(sentence)

    @Slot()
    def _on_stale(self) -> None:
        self.accuracy.setText(MEASURING)
