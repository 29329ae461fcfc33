"""A button whose text ends in “…” where it has less room than it wants."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

LEAST_LETTERS = 6
ROUNDING = 3  # logical pixels that the widths of two texts may be off


class ElidedButton(QPushButton):
    """words: its whole text, which is its accessible name as well."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as all words are."""
        advance, hint = self.fontMetrics().horizontalAdvance, super().sizeHint()
        return QSize(hint.width() + advance(self.words) - advance(self.text()), hint.height())

    def minimumSizeHint(self) -> QSize:
        width = LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        return QSize(
            min(width + self._around(), self.sizeHint().width()), super().sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elide()

    def _around(self) -> int:
        """What is no text: icon, padding, edge."""
        return self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.words)

    def _elide(self) -> None:
        room = self.width() - self._around() + ROUNDING
        shown = self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            keys = self.shortcut()
            self.setText(shown)
            self.setShortcut(keys)  # a new text takes it away
