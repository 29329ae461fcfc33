"""Where a question is answered: options to choose from, or a field to write in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.look import sizes
from app.views.widgets.plain import plain_tip
from core.lessons.facts import Facts
from core.lessons.quiz import KINDS, Question

FIELD_WIDTH = 240
ROW_HEIGHT = 32


class AnswerField(QWidget):
    """Radio buttons for the options of a question, or a text field. changed: the answer."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        sizes.set_width(self.field, FIELD_WIDTH)
        self.field.setAccessibleName("Your answer")
        self.field.textChanged.connect(self._emit_changed)
        self.buttons: list[QRadioButton] = []
        self._values: list[str] = []
        self._is_open = True
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.field)

    @property
    def text(self) -> str:
        """The value of the chosen option, or the text written; "" for none."""
        chosen = [
            value
            for value, button in zip(self._values, self.buttons, strict=True)
            if button.isChecked()
        ]
        return chosen[0] if chosen else self.field.text().strip() if not self.buttons else ""

    def ask(self, question: Question, facts: Facts) -> None:
        """Show the options or the field for `question`, without an answer yet."""
        for button in self.buttons:
            self._group.removeButton(button)
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        options = question.choices(facts)
        self._values = [each.value for each in options]
        self.buttons = [self._button(k, each.say) for k, each in enumerate(options, 1)]
        self.field.clear()
        self.field.setPlaceholderText(KINDS[question.kind].example)
        self.field.setVisible(not options)
        self.set_open(True)

    def choose(self, number: int) -> None:
        """Choose the option of this number, from 1. Does nothing if there is none."""
        if 1 <= number <= len(self.buttons) and self._is_open:
            self.buttons[number - 1].click()

    def take_focus(self) -> None:
        (self.buttons[0] if self.buttons else self.field).setFocus()

    def set_open(self, is_open: bool) -> None:
        """is_open: whether the answer can still be changed. It stays as readable as it is."""
        self._is_open = is_open
        policy = Qt.FocusPolicy.StrongFocus if is_open else Qt.FocusPolicy.NoFocus
        for button in self.buttons:
            button.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not is_open)
            button.setFocusPolicy(policy)
        self.field.setReadOnly(not is_open)

    def _button(self, number: int, words: str) -> QRadioButton:
        button = QRadioButton(words)
        button.setToolTip(plain_tip(f"Key {number}"))
        sizes.set_least(button, height=ROW_HEIGHT)
        button.toggled.connect(self._emit_changed)
        self._group.addButton(button)
        self._column.addWidget(button)
        return button

    def _emit_changed(self, _: object = None) -> None:
        self.changed.emit()
