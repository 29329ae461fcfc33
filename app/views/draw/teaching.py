"""Saying which digit a drawing is: by the keys 0 to 9 or a click on a bar, offered by a line."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.look import theme
from app.views.widgets.plain import PlainLabel
from app.views.widgets.probability_bars import ProbabilityBars
from core.data.dataset import CLASSES
from core.reading.numbers import PlacedReading

OFFER = "Wrong? Press the digit it is, 0 to 9, or click its bar."


class TeachLine(QWidget):
    """One line of text, with Undo beside it where there is something to take back.

    Its height is fixed. undo_wanted: Undo was pressed.
    """

    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = PlainLabel()
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
        """Say how to teach, or nothing where that is not possible."""
        self._show(OFFER if is_possible else "")

    def acknowledge(self, sentence: str, *, undo: bool) -> None:
        """Show `sentence`, like “Kept as a 7 …”; undo: whether Undo stands beside it."""
        self._show(sentence, undo)

    def _show(self, text: str, undo: bool = False) -> None:
        self.words.setText(text)
        self.undo.setVisible(undo)


class Teacher(QObject):
    """Turns keys and clicks into `taught`, once turn_on() was called.

    taught: a drawing and the digit that the user says it is. undo_wanted: take the last one back.
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
        """Offer to teach from now on; somebody must take what is taught."""
        self._is_on = True

    def teach(self, digit: int) -> None:
        """Emit `taught` for the chosen drawing; nothing happens while there is none."""
        if self._can_teach and self._digit is not None:
            self._acknowledged = self._digit
            self.taught.emit(self._digit.drawing, digit)

    def acknowledge(self, sentence: str, *, undo: bool = True) -> None:
        """Show `sentence` until another digit is chosen; undo: whether Undo stands beside it."""
        self._acknowledged = self._digit
        self._line.acknowledge(sentence, undo=undo)

    def show(self, digit: PlacedReading | None, sentence: str = "") -> None:
        """digit: the chosen one, or None. sentence: what the line says in place of the offer."""
        self._digit = digit
        self._bars.set_pickable(self._can_teach)
        if sentence:
            self._line.acknowledge(sentence, undo=False)
        elif digit is None or digit is not self._acknowledged:
            self._line.offer(self._can_teach)

    @property
    def _can_teach(self) -> bool:
        return self._is_on and self._digit is not None and self._digit.drawing is not None
