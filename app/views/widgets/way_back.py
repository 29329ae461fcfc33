"""A slim bar across the window that leads back to where a link was followed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.look import theme
from app.views.widgets.buttons import ButtonIcon, icon_button
from app.views.widgets.plain import plain_tip

KEYS = "Alt+Left"


class WayBack(QWidget):
    """Hidden until offer()."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.tokens()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "offer")
        self._act: Callable[[], None] | None = None
        self.button = QPushButton()
        self.button.setProperty("role", "plain")
        self.button.setShortcut(QKeySequence(KEYS))
        ButtonIcon(self.button, "previous")
        self.button.clicked.connect(self._go)
        self.cross = icon_button("cross", "Dismiss", self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space_2, 0, look.space_2, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(self.cross)
        self.hide()

    def offer(self, name: str, act: Callable[[], None]) -> None:
        """Offer to go back to what is called `name`: `act` goes there."""
        self._act = act
        self.button.setText(f"Back to “{name}”")
        self.button.setShortcut(QKeySequence(KEYS))  # a new text takes it away
        keys = self.button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.button.setToolTip(plain_tip(f"To where you followed the link ({keys})"))
        self.show()

    @Slot()
    def _go(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()
