"""Telling which digit it is: by the keys 0 to 9 or by a click on its bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.views.draw.answer import AnswerPanel
from core.data.dataset import CLASSES
from core.reading.numbers import PlacedReading


class Teacher(QObject):
    """Off until somebody takes what is taught.

    taught: a drawing and the digit that it is. undo_wanted: the last one is to be taken back.
    """

    taught = Signal(object, int)  # Drawing
    undo_wanted = Signal()

    def __init__(self, view: QWidget, answer: AnswerPanel) -> None:
        super().__init__(view)
        self._answer = answer
        self._is_on = False
        self._digit: PlacedReading | None = None
        self._acknowledged: PlacedReading | None = None
        for digit in range(CLASSES):
            keys = QShortcut(QKeySequence(str(digit)), view)
            keys.setContext(Qt.ShortcutContext.WindowShortcut)
            keys.activated.connect(lambda digit=digit: self.teach(digit))
        answer.bars.picked.connect(self.teach)
        answer.teach.undo_wanted.connect(self.undo_wanted)

    def turn_on(self) -> None:
        """Somebody listens to `taught`."""
        self._is_on = True

    def teach(self, digit: int) -> None:
        """The digit that is looked at is a `digit`, says the user."""
        if self._can_teach and self._digit is not None:
            self._acknowledged = self._digit
            self.taught.emit(self._digit.drawing, digit)

    def acknowledge(self, sentence: str, *, undo: bool = True) -> None:
        """Say that it was heard, until something else is drawn: “Kept as a 7 in …”."""
        self._acknowledged = self._digit
        self._answer.teach.acknowledge(sentence, undo=undo)

    def show(self, digit: PlacedReading | None, sentence: str = "") -> None:
        """digit: the one that is looked at. sentence: what to say instead of the offer."""
        self._digit = digit
        self._answer.bars.set_pickable(self._can_teach)
        if sentence:
            self._answer.teach.acknowledge(sentence, undo=False)
        elif digit is None or digit is not self._acknowledged:
            self._answer.teach.offer(self._can_teach)

    @property
    def _can_teach(self) -> bool:
        return self._is_on and self._digit is not None and self._digit.drawing is not None
