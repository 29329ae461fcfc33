"""A thin line between two parts of a view."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame


def hairline(*, lying: bool) -> QFrame:
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setProperty("lying", lying)
    if not lying:
        line.setFixedWidth(1)
    return line
