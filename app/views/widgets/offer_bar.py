"""A bar across the window: a sentence, and buttons for what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.look import theme
from app.views.widgets.buttons import icon_button
from app.views.widgets.plain import PlainLabel

LEAST_WORDS = 420  # logical pixels for the sentence, or the buttons stand below it

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
        self._choices = QHBoxLayout()
        self._choices.setSpacing(look.space_2)
        self._choices.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(look.space_2)
        self._both.addWidget(self.sentence, 1)
        self._both.addLayout(self._choices)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space_4, look.space_2, look.space_3, look.space_2)
        row.setSpacing(look.space_3)
        row.addLayout(self._both, 1)
        row.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_offer(self, sentence: str, choices: Sequence[Choice]) -> None:
        """Replaces the offer before; the first choice is the main one."""
        for button in self.buttons:
            self._choices.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [QPushButton(text) for text, _ in choices]
        for n, (button, (_, act)) in enumerate(zip(self.buttons, choices, strict=True)):
            if n == 0:
                button.setProperty("role", "primary")
            button.clicked.connect(act)
            self._choices.addWidget(button)
        self.say(sentence)
        self._arrange()
        self.show()

    def say(self, sentence: str) -> None:
        """Another sentence; the choices stay."""
        self.sentence.setText(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Buttons beside the sentence, or below it where that would be squeezed."""
        is_narrow = self.width() - self._choices.sizeHint().width() < LEAST_WORDS
        sides = QBoxLayout.Direction
        self._both.setDirection(sides.TopToBottom if is_narrow else sides.LeftToRight)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
