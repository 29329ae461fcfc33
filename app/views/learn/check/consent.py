"""Said before a file's code is run for the first time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look import theme

TITLE = "Checking runs the file’s code"
WORDS = (
    "Digit Lab runs this file with Python on your computer, with the same rights as if you had "
    "started it yourself: it can read and change your files. It runs in a process of its own and "
    "is ended after 10 seconds.\n\n"
    "Check your own files, or files whose author you trust."
)


class Consent(QWidget):
    """given: run it, now and from now on."""

    given = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title, words = QLabel(TITLE), QLabel(WORDS)
        title.setFont(theme.font(theme.tokens().type_heading, 600))
        title.setProperty("role", "heading")
        for label in (title, words):
            label.setWordWrap(True)
        self.agree = QPushButton("Run and check it")
        self.agree.setProperty("role", "primary")
        self.agree.clicked.connect(self.given)
        note = QLabel("You are asked only once.")
        note.setProperty("role", "note")
        row = QHBoxLayout()
        row.addWidget(self.agree)
        row.addSpacing(8)
        row.addWidget(note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        for label in (title, words):
            layout.addWidget(label)
        layout.addLayout(row)
        layout.addStretch(1)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
