"""Asks for what a PyTorch model does not tell: the activation of its hidden layers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QRadioButton, QVBoxLayout, QWidget

from app.look import sizes, theme
from app.views.widgets.plain import PlainLabel
from core.recipe_form import FIELD, Choice

WIDTH = 440
PIXELS = (
    "Your drawings reach it as pixels from 0 to 1. A model that was trained on shifted or scaled "
    "pixels reads them badly."
)


class ActivationDialog(QDialog):
    """Open it with open(); `chosen` is called with relu, sigmoid or tanh, or not at all when it
    is cancelled. It deletes itself when closed."""

    def __init__(
        self, file_name: str, chosen: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.setWindowTitle("Which activation?")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.tokens()
        self.question = PlainLabel(
            f"“{file_name}” does not say what its hidden layers do to their Z. "
            "Which activation was it trained with?"
        )
        self.question.setWordWrap(True)
        kind = FIELD["activation"].kind
        assert isinstance(kind, Choice)
        self.choices = {value: QRadioButton(label) for value, label in kind.options.items()}
        self.choices["relu"].setChecked(True)
        note = PlainLabel(PIXELS)
        note.setProperty("role", "note")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.space_4, look.space_4, look.space_4, look.space_3)
        whole.setSpacing(look.space_2)
        for widget in (self.question, *self.choices.values(), note, buttons):
            whole.addWidget(widget)
        sizes.set_width(self, WIDTH)

    def accept(self) -> None:
        activation = next(value for value, choice in self.choices.items() if choice.isChecked())
        super().accept()
        self._chosen(activation)
