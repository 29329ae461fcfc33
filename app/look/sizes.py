"""Sizes that a widget is given once, and again whenever the text has another size.

What paints asks `theme.tokens()` each time. A widget whose font, width or icon was set says here
how, and wears it anew with each new size, hidden or not: layouts ask what is hidden, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from app.look import theme

Sized = TypeVar("Sized", bound=QWidget)
_dressers: WeakKeyDictionary[QWidget, dict[str, Callable[[Any], object]]] = WeakKeyDictionary()


def sized(widget: Sized, dress: Callable[[Sized], object], what: str = "") -> None:
    """Call `dress(widget)` now and whenever the text has another size, in place of what was last
    said of `what` of this widget.

    `dress` must not hold the widget, or it would live for ever.
    """
    _listen()
    _dressers.setdefault(widget, {})[what] = dress
    dress(widget)


def set_font(
    widget: QWidget,
    size: str = "type_text",
    weight: int = QFont.Weight.Normal,
    *,
    mono: bool = False,
) -> None:
    """size: the name of a token."""

    def dress(widget: QWidget) -> None:
        pixels = getattr(theme.tokens(), size)
        widget.setFont(theme.mono(pixels) if mono else theme.font(pixels, weight))

    sized(widget, dress, "font")


def set_width(widget: QWidget, width: float) -> None:
    """width: fixed, in logical pixels at 100 %."""
    sized(widget, lambda each: each.setFixedWidth(theme.px(width)), "width")


def set_height(widget: QWidget, height: float) -> None:
    """height: fixed, in logical pixels at 100 %."""
    sized(widget, lambda each: each.setFixedHeight(theme.px(height)), "height")


def set_least(widget: QWidget, width: float = 0, height: float = 0) -> None:
    """The least width and height, in logical pixels at 100 %."""
    sized(widget, lambda each: each.setMinimumSize(theme.px(width), theme.px(height)), "least")


def set_most(widget: QWidget, width: float) -> None:
    """The largest width, in logical pixels at 100 %."""
    sized(widget, lambda each: each.setMaximumWidth(theme.px(width)), "most")


def set_icon_size(widget: Any, side: float) -> None:
    """side: of a button's or a list's icons, in logical pixels at 100 %."""
    sized(widget, lambda each: each.setIconSize(QSize(theme.px(side), theme.px(side))), "icon")


@cache
def _listen() -> None:
    theme.watcher().resized.connect(_dress_all)


def _dress_all() -> None:
    for widget, dressers in list(_dressers.items()):
        if shiboken6.isValid(widget):
            for dress in dressers.values():
                dress(widget)
