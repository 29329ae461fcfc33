"""Ten buttons that say which digit the chosen drawings are, and one that deletes them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.views.widgets.buttons import text_button
from core.data.dataset import CLASSES


class LabelRow(QWidget):
    """For the pointer, what the keys 0 to 9 and Delete are for the keyboard."""

    pressed = Signal(int)
    delete_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel("This is a")
        self.words.setProperty("role", "sentence")
        self.buttons = [self._button(digit) for digit in range(CLASSES)]
        self.delete = text_button(
            "clear", "Delete", self.delete_pressed.emit, "Delete the chosen drawings (Del)"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words)
        row.addSpacing(4)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.delete)
        self.set_chosen(0)

    def set_chosen(self, count: int) -> None:
        """How many drawings are chosen."""
        self.words.setText("This is a" if count < 2 else "These are a")
        for button in (*self.buttons, self.delete):
            button.setEnabled(count > 0)

    def _button(self, digit: int) -> QToolButton:
        button = QToolButton()
        button.setText(str(digit))
        button.setToolTip(f"The chosen drawings are a {digit} (key {digit})")
        button.clicked.connect(lambda: self.pressed.emit(digit))
        return button
