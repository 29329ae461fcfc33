"""“Which units matter for this 7?”: they go off one after the other, until the answer flips."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.background.removals import Removals
from app.look import theme
from app.views.inspect.network.hands_words import (
    listed,
    outcome_words,
    question,
    removal_words,
    stopped_words,
)
from app.views.widgets.plain import PlainLabel
from core.data.dataset import DIGITS
from core.inspection.ablation import Removal
from core.inspection.edits import SwitchOff
from core.network.arrays import Array
from core.network.snapshots import Snapshot

MOVE_MS = 200
TIP = "Always the unit that speaks most for the answer is the next to go"
HINT = "Switches off one unit after the other until the answer flips."
NO_EXAMPLE = "Which units matter?"


class MattersSection(QWidget):
    """The button, and what came of it. With reduced motion only the end is shown.

    wanted: the button was pressed; then begin() plays. off_changed: those off by now, a tuple of
    SwitchOff. ended: nothing more comes.
    """

    wanted = Signal()
    off_changed = Signal(object)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.removals = Removals(self)
        self.removals.found.connect(self._on_found)
        self.removals.ended.connect(self._on_ended)
        self.button = QPushButton()
        self.button.setToolTip(TIP)
        self.button.clicked.connect(self._on_pressed)
        self.words = PlainLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "sentence")
        self.timer = QTimer(self, interval=MOVE_MS)
        self.timer.timeout.connect(self._advance)
        self._question = NO_EXAMPLE
        self._is_playing = self._is_over = False
        self._answer, self._names = 0, DIGITS
        self._problem = ""
        self._waiting: deque[Removal] = deque()
        self._off: list[Removal] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_1)
        layout.addWidget(self.button)
        layout.addWidget(self.words)
        self.set_answer(None, None)
        self.say("")

    @property
    def is_playing(self) -> bool:
        return self._is_playing

    def set_answer(
        self, answer: int | None, digit: int | None, names: tuple[str, ...] = DIGITS
    ) -> None:
        """answer: what the network reads now, None for nothing. digit: what it truly is. names: of
        the classes."""
        self._question = NO_EXAMPLE if answer is None else question(answer, digit, names)
        if not self._is_playing:
            self._names = names
        self.button.setEnabled(answer is not None or self._is_playing)
        if not self._is_playing:
            self.button.setText(self._question)

    def say(self, sentence: str) -> None:
        """Below the button; "" for what it does."""
        self.words.setText(sentence or HINT)

    def begin(self, network: Snapshot, image: Array, answer: int) -> None:
        """image: (n0, 1), which the network reads as `answer`."""
        self._is_playing, self._is_over, self._problem = True, False, ""
        self._answer = answer
        self._waiting.clear()
        self._off.clear()
        self.button.setText("Stop")
        self.say("")
        self.removals.start(network, image)
        if theme.motion_ms():
            self.timer.start()

    def stop(self) -> None:
        """Leave those off that are off; nothing when it does not play."""
        if self._is_playing:
            self.removals.stop()
            self._end(stopped_words(len(self._off), self._answer, self._names))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    @Slot()
    def _on_pressed(self) -> None:
        if self._is_playing:
            self.stop()
        else:
            self.wanted.emit()

    @Slot(object)
    def _on_found(self, removal: Removal) -> None:
        self._waiting.append(removal)

    @Slot(str)
    def _on_ended(self, problem: str) -> None:
        self._is_over, self._problem = True, problem
        if not self.timer.isActive():
            self._off += self._waiting
            self._waiting.clear()
            self._tell_off()
            self._finish()

    @Slot()
    def _advance(self) -> None:
        if self._waiting:
            self._off.append(self._waiting.popleft())
            self._tell_off()
            self.say(removal_words(self._off, self._answer, self._names))
        if self._is_over and not self._waiting:
            self._finish()

    def _tell_off(self) -> None:
        self.off_changed.emit(tuple(SwitchOff(each.layer, each.unit) for each in self._off))

    def _finish(self) -> None:
        self._end(self._problem or outcome_words(self._off, self._answer, self._names))

    def _end(self, sentence: str) -> None:
        self.timer.stop()
        self._is_playing = False
        self.button.setText(self._question)
        self.say(f"{sentence} {listed(self._off)}".strip())
        self.ended.emit()
