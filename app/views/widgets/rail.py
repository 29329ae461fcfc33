"""The rail on the left: a button for each view."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.look import sizes, theme

WIDTH = 80
ICON, LEAST_ICON = 24, 16  # the first at 100 %
_WORDS_BELOW = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
_NO_WORDS = Qt.ToolButtonStyle.ToolButtonIconOnly


class Rail(QWidget):
    """One button for each action that shows a view. Where the window is too low for all of them,
    icons are smaller, and then without words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.tokens()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "rail")
        sizes.set_width(self, WIDTH)
        self.buttons: list[QToolButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.space_2, look.space_2, look.space_2, look.space_2)
        self._column.setSpacing(look.space_1)
        self._column.addStretch(1)
        sizes.sized(self, lambda each: QTimer.singleShot(0, each, each._fit), "icons")

    def add(self, action: QAction, title: str) -> None:
        """A button with the action's icon and `title` beneath it."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setText(title)
        button.setProperty("role", "rail")
        button.setToolButtonStyle(_WORDS_BELOW)
        button.setIconSize(_square(theme.px(ICON)))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.buttons.append(button)
        self._column.insertWidget(self._column.count() - 1, button)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Icons as large as there is room for."""
        if not self.buttons or not self.isVisible():
            return
        margins, count = self._column.contentsMargins(), len(self.buttons)
        room = self.height() - margins.top() - margins.bottom()
        room -= (count - 1) * self._column.spacing()
        for style in (_WORDS_BELOW, _NO_WORDS):
            for button in self.buttons:
                button.setToolButtonStyle(style)
            around = max(
                each.sizeHint().height() - each.iconSize().height() for each in self.buttons
            )
            side = min(theme.px(ICON), room // count - around)
            if side >= LEAST_ICON:
                break
        for button in self.buttons:
            button.setIconSize(_square(max(side, LEAST_ICON)))


def _square(side: int) -> QSize:
    return QSize(side, side)
