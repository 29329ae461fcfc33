"""Buttons with an icon that follows the theme, check boxes, and fields for whole numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QSpinBox, QToolButton

from app.look import sizes, theme
from app.views.widgets.plain import plain_tip
from core.typed_numbers import whole_number

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


class WholeNumberBox(QSpinBox):
    """A spin box that reads what is typed as people write numbers: “1 000”, “1.000”."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """What may yet become a number is let in; so is nothing else than such."""
        wanted = self._typed(text)
        value = self._value_of(wanted)
        state = QValidator.State
        if value is None:
            is_begun = not re.search(r"[^\d\s.,'’_+\u2212-]", wanted)
            return (state.Intermediate if is_begun else state.Invalid, text, position)
        is_in = self.minimum() <= value <= self.maximum()
        return (state.Acceptable if is_in else state.Intermediate, text, position)

    def valueFromText(self, text: str) -> int:
        value = self._value_of(self._typed(text))
        return self.value() if value is None else value

    def _typed(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix())

    @staticmethod
    def _value_of(text: str) -> int | None:
        try:
            return whole_number(text)
        except ValueError:
            return None


def spin_box(low: int, high: int, words: str, width: int, prefix: str = "") -> QSpinBox:
    """A field for a whole number from low to high; valueChanged comes when typing has ended.

    words: the tooltip and accessible name. width: in logical pixels at 100 %. prefix: stands before
    it.
    """
    spin = WholeNumberBox()
    spin.setRange(low, high)
    spin.setPrefix(prefix)
    spin.setToolTip(plain_tip(words))
    spin.setAccessibleName(words)
    spin.setKeyboardTracking(False)
    sizes.set_width(spin, width)
    # The style sheet's padding ends at the field within.
    spin.lineEdit().setTextMargins(theme.tokens().space_1, 0, 0, 0)
    return spin
