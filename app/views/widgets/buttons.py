"""Buttons with an icon that follows the theme, check boxes, and fields for whole numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QSpinBox, QToolButton

from app.look import sizes, theme
from app.views.widgets.plain import plain_tip

ICON = 18  # logical pixels at 100 %


class ButtonIcon(QObject):
    """Draws a button's icon, and draws it anew when the theme changes."""

    def __init__(self, button: QAbstractButton, name: str, color: str = "ink") -> None:
        super().__init__(button)
        self._button = button
        sizes.set_icon_size(button, ICON)
        self.set_icon(name, color)
        theme.watcher().changed.connect(self._draw)

    def set_icon(self, name: str, color: str = "ink") -> None:
        """name: of an icon of resources/icons. color: the name of a token."""
        self._name, self._color = name, color
        self._draw()

    @Slot()
    def _draw(self) -> None:
        self._button.setIcon(theme.icon(self._name, self._color))


class CheckBox(QCheckBox):
    """A check box whose tick the stylesheet can choose by its property `dark`."""

    dark = Property(bool, lambda _: theme.tokens().dark)


def icon_button(icon: str, words: str, act: Callable[[], None]) -> QToolButton:
    """A flat button with an icon only. words: its tooltip and accessible name."""
    button = QToolButton()
    button.setProperty("role", "plain")
    button.setToolTip(plain_tip(words))
    button.setAccessibleName(words.rstrip("…"))
    ButtonIcon(button, icon)
    button.clicked.connect(lambda: act())
    return button


def text_button(icon: str, text: str, act: Callable[[], None], words: str = "") -> QPushButton:
    """A button with an icon and a text. words: its tooltip."""
    button = QPushButton(text)
    button.setToolTip(plain_tip(words))
    ButtonIcon(button, icon)
    button.clicked.connect(lambda: act())
    return button


def spin_box(low: int, high: int, words: str, width: int, prefix: str = "") -> QSpinBox:
    """A field for a whole number from low to high; valueChanged comes when typing has ended.

    words: the tooltip and accessible name. width: in logical pixels at 100 %. prefix: stands before
    it.
    """
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setPrefix(prefix)
    spin.setToolTip(plain_tip(words))
    spin.setAccessibleName(words)
    spin.setKeyboardTracking(False)
    sizes.set_width(spin, width)
    # The style sheet's padding ends at the field within.
    spin.lineEdit().setTextMargins(theme.tokens().space_1, 0, 0, 0)
    return spin
