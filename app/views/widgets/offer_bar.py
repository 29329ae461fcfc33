"""A bar across the window: a sentence, and buttons for what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.look import theme
from app.views.widgets.buttons import icon_button
from app.views.widgets.plain import PlainLabel

Choice = tuple[str, Callable[[], object]]  # a button's text, and what it does


class OfferBar(QWidget):
    """Hidden until show_offer(). dismissed: its cross was pressed."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.tokens()
        self.setObjectName("offer-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "offer")
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.buttons: list[QPushButton] = []
        self.cross = icon_button("cross", "Dismiss", self._dismiss)
        self.cross.setObjectName("dismiss")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.space_4, look.space_2, look.space_3, look.space_2)
        self._row.setSpacing(look.space_3)
        self._row.addWidget(self.sentence, 1)
        self._row.addWidget(self.cross)
        self.hide()

    def show_offer(self, sentence: str, choices: Sequence[Choice]) -> None:
        """Replaces the offer before; the first choice is the main one."""
        for button in self.buttons:
            button.deleteLater()
        self.buttons = [QPushButton(text) for text, _ in choices]
        for n, (button, (_, act)) in enumerate(zip(self.buttons, choices, strict=True)):
            if n == 0:
                button.setProperty("role", "primary")
            button.clicked.connect(act)
            self._row.insertWidget(n + 1, button)
        self.say(sentence)
        self.show()

    def say(self, sentence: str) -> None:
        """Another sentence; the choices stay."""
        self.sentence.setText(sentence)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
