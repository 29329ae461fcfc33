"""A small icon that says how something stands, in the colours of the scheme."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel

from app.look import theme


class Mark(QLabel):
    """An icon of resources/icons, `size` pixels square; blank until it wears one."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self._worn = ("", "")
        self.setFixedSize(size, size)
        theme.watcher().changed.connect(self._draw)

    def wear(self, icon: str, color: str = "ink") -> None:
        """The icon, "" for none, in the token `color`."""
        if (icon, color) != self._worn:
            self._worn = (icon, color)
            self._draw()

    @Slot()
    def _draw(self) -> None:
        icon, color = self._worn
        if not icon:
            self.clear()
            return
        ratio = self.devicePixelRatioF()
        self.setPixmap(theme.icon(icon, color).pixmap(self.size(), ratio))
