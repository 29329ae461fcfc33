"""A field for a whole number."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from app.look import theme


def spin_box(low: int, high: int, words: str, width: int, prefix: str = "") -> QSpinBox:
    """From low to high; it tells of a number when it has been typed to its end. words: what for."""
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setPrefix(prefix)
    spin.setToolTip(words)
    spin.setAccessibleName(words)
    spin.setKeyboardTracking(False)
    spin.setFixedWidth(width)
    # The style sheet's padding ends at the field within.
    spin.lineEdit().setTextMargins(theme.tokens().space_1, 0, 0, 0)
    return spin
