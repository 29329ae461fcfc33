"""What the edits do, to the answer and the test accuracy, and how to take them back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.background.edited_accuracy import EditedAccuracy
from app.look import theme
from app.look.figures import counted
from app.views.inspect.network.hands_words import (
    NO_DIGITS,
    NO_IMAGES,
    accuracy_words,
    answer_words,
)
from app.views.widgets.buttons import icon_button
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel
from core.data.dataset import DIGITS, Split
from core.inspection.accuracy_meter import Accuracies
from core.inspection.flow import Flow
from core.network.snapshots import Snapshot

STALE_MS = 300  # after which a figure of the network before is no longer shown
REST_MS = 1000  # without another network: one in training changes too often to be measured
MEASURING = "Reading the test digits…"
KEEP_TIP = "Use the changed network from now on; save it with Ctrl+S"


class EffectSection(QWidget):
    """Two lines, and the buttons for all edits together. runners: to close with the window."""

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
        self._base: Snapshot | None = None
        self._split: Split | None = None
        self._network: Snapshot | None = None
        self._whole: Accuracies | None = None  # of the network, all digits read
        self._accuracy = EditedAccuracy(self)
        self.runners = self._accuracy.runners
        self._accuracy.measured.connect(self._on_measured)
        self._accuracy.failed.connect(self._say)
        self._stale = QTimer(self, interval=STALE_MS, singleShot=True)
        self._stale.timeout.connect(self._on_stale)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._begin)
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

    def show_answer(self, before: Flow, after: Flow) -> None:
        """before, after: of the example; the same where nothing is changed."""
        changed = None if after is before else after.probabilities
        self.answer.setText(answer_words(before.probabilities, changed, before.class_names))

    def say(self, sentence: str) -> None:
        """In place of an answer."""
        self.answer.setText(sentence)

    def show_changes(self, number: int, *, can_undo: bool, can_redo: bool) -> None:
        """number: of edits that are made."""
        self.changes.setText(counted(number, "change") if number else "No changes yet.")
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)
        self.reset.setEnabled(number > 0)
        self.keep.setEnabled(number > 0)

    def compare_with(self, base: Snapshot | None, split: Split | None) -> None:
        """base: the network that the edits begin with. split: whose test part is read."""
        self._base, self._split = base, split
        self._accuracy.compare_with(base, split.test if split else None)

    def measure(self, network: Snapshot) -> None:
        """Show the accuracy of this network as soon as it is known."""
        self._network, self._whole = network, None
        if self._split is None or not len(self._split.test):
            self._say(NO_DIGITS if network.class_names == DIGITS else NO_IMAGES)
            return
        if not self._stale.isActive():
            self._stale.start()
        if network is self._base:
            self._rest.start()
        else:
            self._begin()

    def with_accuracy(self, network: Snapshot) -> Snapshot:
        """With its test accuracy among its facts, if it was measured on the data it learned."""
        data = self._split.name if self._split else None
        if network is not self._network or self._whole is None or network.facts.get("data") != data:
            return network
        return replace(network, facts=network.facts | {"test_accuracy": self._whole.after})

    @Slot()
    def _begin(self) -> None:
        self._rest.stop()
        if self._network is not None:
            self._accuracy.measure(self._network)

    @Slot(object, object)
    def _on_measured(self, figure: Accuracies, network: Snapshot) -> None:
        if figure.is_whole and network is self._network:
            self._whole = figure
        is_edited = network is not self._base
        self._say(accuracy_words(figure, is_edited=is_edited, names=network.class_names))

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._stale.stop()
        self.accuracy.setText(sentence)

    @Slot()
    def _on_stale(self) -> None:
        self.accuracy.setText(MEASURING)
