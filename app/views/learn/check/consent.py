"""Whether a file's code may be run: what it could do on this computer, and two ways to agree."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.look import sizes
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel
from core.checking.confinement import in_words
from core.checking.runner import SECONDS
from core.files.plain_text import plain

TITLE = "Checking runs the file’s code"
WHAT = "Digit Lab runs “{}” with Python. On this computer:"
TRUST = "Check your own files, or files whose author you trust."


class Consent(QWidget):
    """Asks whether the code of `path` may be run. given: the user agreed to this file or folder.

    What the code can do is said as it may be anywhere, until it is known how it is here.
    """

    given = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        title = PlainLabel(TITLE)
        sizes.set_font(title, "type_heading", 600)
        title.setProperty("role", "heading")
        self.what, self.abilities, trust = PlainLabel(), PlainLabel(), PlainLabel(TRUST)
        self.note = PlainLabel()
        self.note.setProperty("role", "note")
        self.agree = QPushButton("Run this file")
        self.agree.setProperty("role", "primary")
        self.agree.clicked.connect(lambda: self.given.emit(self._path))
        self.agree_to_folder = QPushButton("Run files of this folder")
        self.agree_to_folder.clicked.connect(lambda: self.given.emit(self._path.parent))
        row = FlowLayout()
        for button in (self.agree, self.agree_to_folder):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        for label in (title, self.what, self.abilities, trust):
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addLayout(row)
        self.note.setWordWrap(True)
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.show_abilities(())

    def ask_about(self, path: Path) -> None:
        """path: the file whose code is to be run."""
        self._path = path
        self.what.setText(WHAT.format(plain(path.name)))
        self.note.setText(
            f"The folder is “{plain(path.parent.name or str(path.parent))}”. You are asked again "
            "about files elsewhere."
        )

    @Slot(object)
    def show_abilities(self, held: Collection[str]) -> None:
        """held: what the code cannot do, see core.checking.confinement."""
        self.abilities.setText("\n".join(f"•  {each}" for each in in_words(held, SECONDS)))
