"""One quiet line under the answer: how to say that it is wrong, and that it was heard."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.look import theme

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
