"""The head of the answer: what was read, how sure the network is, and why it is not."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.look import theme
from app.views.draw.big_digit import BigDigit
from app.views.draw.words import Wording

ROOM = 0.62  # of the width, at most, for a number


class Headline(QWidget):
    """As high as the largest digit, whatever it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Wording, int | None] | None = None
        self.digit = BigDigit()
        self.figure = QLabel()
        self.figure.setProperty("role", "figure")
        self.words = QLabel()
        self.words.setProperty("role", "sentence")
        self.words.setWordWrap(True)
        self.note = QLabel()
        self.note.setProperty("role", "note")
        self.note.setWordWrap(True)
        beside = QVBoxLayout()
        beside.setSpacing(2)
        beside.addStretch(1)
        for label in (self.figure, self.words, self.note):
            beside.addWidget(label)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().space_4)
        row.addWidget(self.digit)
        row.addLayout(beside, 1)
        self.setFixedHeight(self.digit.sizeHint().height())

    def tell(self, told: Wording, chosen: int | None = None) -> None:
        """chosen: the digit of a number that is looked at. Nothing is laid out for nothing new."""
        if (told, chosen) == self._shown:
            return
        self._shown = told, chosen
        self.digit.set_glyphs(told.glyphs, chosen)
        self.digit.setVisible(bool(told.glyphs))
        for label, text in (
            (self.figure, told.figure), (self.words, told.words), (self.note, told.note)
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))

    def say(self, sentence: str) -> None:
        """Another sentence beside what was read."""
        told, chosen = self._shown or (Wording((), "", ""), None)
        self.tell(Wording(told.glyphs, "", sentence), chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.digit.set_room(int(self.width() * ROOM))
