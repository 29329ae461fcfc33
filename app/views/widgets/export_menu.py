"""The button of what can be exported: it opens a menu of what there is at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.views.widgets.buttons import icon_button

Entry = tuple[str, Callable[[], None]]


class ExportMenu(QMenu):
    """Put its `button` into a layout."""

    def __init__(self, parent: QWidget, words: str, entries: Callable[[], Iterable[Entry]]) -> None:
        """words: the button's. entries: asked anew whenever the menu opens."""
        super().__init__(parent)
        self._entries = entries
        self.button: QToolButton = icon_button("export", words, self._open)
        self.button.setObjectName("export")

    def fill(self) -> None:
        self.clear()
        for words, act in self._entries():
            self.addAction(words, act)

    def _open(self) -> None:
        """Beneath the button, whose right end is its own."""
        self.fill()
        below = self.button.mapToGlobal(self.button.rect().bottomRight())
        self.popup(below - QPoint(self.sizeHint().width(), 0))
