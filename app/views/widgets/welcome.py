"""What stands in place of a page while there is nothing to show: what it is for, how to begin."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.look import sizes
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel

WIDTH = 560  # at 100 %


class WelcomePage(QWidget):
    """A title, a sentence or two, the ways to begin, and a note. The first button stands out."""

    def __init__(
        self, title: str, words: str, buttons: Iterable[QAbstractButton], note: str
    ) -> None:
        super().__init__()
        head, sentence, self.note = PlainLabel(title), PlainLabel(words), PlainLabel(note)
        sizes.set_font(head, "type_heading", 600)
        head.setProperty("role", "heading")
        sentence.setProperty("role", "sentence")
        self.note.setProperty("role", "note")
        row = FlowLayout()
        for at, button in enumerate(buttons):
            if not at:
                button.setProperty("role", "primary")
            row.addWidget(button)
        inner = QWidget()
        sizes.set_most(inner, WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(16)
        for label in (head, sentence):
            column.addWidget(label)
        column.addLayout(row)
        column.addWidget(self.note)
        for label in (sentence, self.note):
            label.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.addWidget(inner, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setContentsMargins(32, 32, 32, 64)
        layout.insertStretch(0)
        layout.addStretch()
