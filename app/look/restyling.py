"""Widgets see a new palette through the stylesheet: shown ones at once, hidden ones when shown.

Qt keeps the colours that a stylesheet took from the palette until a widget is polished again.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class Restyler(QObject):
    """Polishes widgets again. One that is hidden waits for its show event, with all it holds."""

    def restyle_all(self) -> None:
        """After the application's palette has changed."""
        for window in QApplication.topLevelWidgets():
            self._restyle(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            self._restyle(watched)
        return False

    def _restyle(self, widget: QWidget) -> None:
        if not widget.isVisible():
            widget.installEventFilter(self)
            return
        widget.style().polish(widget)
        widget.update()
        for child in widget.children():
            if isinstance(child, QWidget) and not child.isWindow():
                self._restyle(child)
