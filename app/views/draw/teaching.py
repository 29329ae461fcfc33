"""Telling which digit it is: the line that offers it, the keys 0 to 9, a click on a bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.look import theme
from app.views.widgets.probability_bars import ProbabilityBars
from core.data.dataset import CLASSES
from core.reading.numbers import PlacedReading

OFFER = "Wrong? Press the digit it is, 0 to 9, or click its bar."


class TeachLine(QWidget):
    """Always as high, whether it says something or not. undo_wanted: the user pressed Undo."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setProperty("role", "note")
        self.undo = QPushButton("Undo")
        self.undo.setProperty("role", "plain")
        self.undo.setAccessibleName("Undo what was taught")
        self.undo.clicked.connect(self.undo_wanted)
        self.undo.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().space_2)
        row.addWidget(self.words)
        row.addWidget(self.undo)
        row.addStretch(1)
        self.setFixedHeight(32)

    def offer(self, is_possible: bool) -> None:
        """Say how to teach, or nothing where there is nothing to teach."""
        self._say(OFFER if is_possible else "")

    def acknowledge(self, sentence: str, *, undo: bool) -> None:
        """“Kept as a 7 in My handwriting.”, with a button that takes it back."""
        self._say(sentence, undo)

    def _say(self, text: str, undo: bool = False) -> None:
        self.words.setText(text)
        self.undo.setVisible(undo)


class Teacher(QObject):
    """Off until somebody takes what is taught.

    taught: a drawing and the digit that it is. undo_wanted: the last one is to be taken back.
    """

    taught = Signal(object, int)  # Drawing
    undo_wanted = Signal()

    def __init__(self, view: QWidget, bars: ProbabilityBars, line: TeachLine) -> None:
        super().__init__(view)
        self._bars, self._line = bars, line
        self._is_on = False
        self._digit: PlacedReading | None = None
        self._acknowledged: PlacedReading | None = None
        for digit in range(CLASSES):
            keys = QShortcut(QKeySequence(str(digit)), view)
            keys.setContext(Qt.ShortcutContext.WindowShortcut)
            keys.activated.connect(lambda digit=digit: self.teach(digit))
        bars.picked.connect(self.teach)
        line.undo_wanted.connect(self.undo_wanted)

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
        self._line.acknowledge(sentence, undo=undo)

    def show(self, digit: PlacedReading | None, sentence: str = "") -> None:
        """digit: the one that is looked at. sentence: what to say instead of the offer."""
        self._digit = digit
        self._bars.set_pickable(self._can_teach)
        if sentence:
            self._line.acknowledge(sentence, undo=False)
        elif digit is None or digit is not self._acknowledged:
            self._line.offer(self._can_teach)

    @property
    def _can_teach(self) -> bool:
        return self._is_on and self._digit is not None and self._digit.drawing is not None
