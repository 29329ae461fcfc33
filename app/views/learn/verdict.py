"""A sign and a sentence: right, wrong, failed, unchecked, absent. Never colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.look import sizes, theme
from app.views.widgets.plain import PlainLabel

SIGNS = {
    "right": ("check", "good"),
    "wrong": ("cross", "danger"),
    "failed": ("warning", "danger"),
    "warning": ("warning", "warning"),
    "unchecked": ("warning", "ink_soft"),
    "absent": ("absent", "ink_soft"),
    "running": ("run", "ink_soft"),
}
SIZE, LINE = 18, 20  # at 100 %


class Verdict(QWidget):
    """A sign, and a sentence that wraps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = ""
        self._sign = PlainLabel()
        sizes.set_width(self._sign, SIZE)
        sizes.set_height(self._sign, LINE)
        self.words = PlainLabel()
        self.words.setWordWrap(True)
        sizes.set_font(self.words, "type_text", 600)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        theme.watcher().changed.connect(self._dress)

    def say(self, kind: str, words: str) -> None:
        """Show the sign `kind`, a key of SIGNS, and the sentence `words`."""
        self.kind = kind
        self.words.setText(words)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        if self.kind:
            icon, color = SIGNS[self.kind]
            self._sign.setPixmap(theme.icon(icon, color).pixmap(theme.px(SIZE), theme.px(SIZE)))
