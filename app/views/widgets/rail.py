"""The rail on the left: a button for each view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.look import sizes, theme

WIDTH = 80


class Rail(QWidget):
    """One button for each action that shows a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.tokens()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "rail")
        sizes.set_width(self, WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.space_2, look.space_2, look.space_2, look.space_2)
        self._column.setSpacing(look.space_1)
        self._column.addStretch(1)

    def add(self, action: QAction, title: str) -> None:
        """A button with the action's icon and `title` beneath it."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setText(title)
        button.setProperty("role", "rail")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        sizes.set_icon_size(button, 24)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column.insertWidget(self._column.count() - 1, button)
