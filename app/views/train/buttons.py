"""Buttons with an icon that follows the theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

from app import theme

ICON = QSize(18, 18)


class _Dressed:
    """Draws its icon anew when the theme changes."""

    _name: str
    _color: str

    def dress(self: QAbstractButton, name: str, color: str = "ink") -> None:  # type: ignore[misc]
        """Wear the icon `name` in the token `color`."""
        self._name, self._color = name, color
        self.setIcon(theme.icon(name, color))


class IconButton(_Dressed, QToolButton):
    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(ICON)
        theme.watcher().changed.connect(self._again)

    def _again(self) -> None:
        self.dress(self._name, self._color)


class TextButton(_Dressed, QPushButton):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setIconSize(ICON)
        theme.watcher().changed.connect(self._again)

    def _again(self) -> None:
        self.dress(self._name, self._color)


def icon_button(icon: str, words: str, act: Callable[[], None]) -> IconButton:
    """A flat button with an icon alone; `words` say what it does."""
    button = IconButton()
    button.setProperty("role", "plain")
    button.setToolTip(words)
    button.setAccessibleName(words.rstrip("…"))
    button.dress(icon)
    button.clicked.connect(lambda: act())
    return button


def text_button(icon: str, text: str, act: Callable[[], None], words: str = "") -> TextButton:
    button = TextButton(text)
    button.setToolTip(words)
    button.dress(icon)
    button.clicked.connect(lambda: act())
    return button
