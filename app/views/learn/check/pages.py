"""What stands in place of the editor while no file is open: how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.look import sizes
from app.views.widgets.buttons import text_button
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel

WELCOME_WIDTH = 560
WELCOME_TITLE = "Is my backward right?"
WELCOME_WORDS = (
    "Write compute_loss, relu_backward, sigmoid_backward, layer_backward, or any other function "
    "of the course, in a Python file. Each is compared with a reference and with nudged weights, "
    "and where something is wrong you are told what."
)
WELCOME_NOTE = (
    "You can also drop a .py file or a notebook here. It is checked again whenever it is saved, in "
    "any editor."
)


class Welcome(QWidget):
    """Shown while no file is open. A signal x_wanted: the button x was pressed."""

    open_wanted = Signal()
    new_wanted = Signal()
    write_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title, words, drop = (
            PlainLabel(WELCOME_TITLE),
            PlainLabel(WELCOME_WORDS),
            PlainLabel(WELCOME_NOTE),
        )
        sizes.set_font(title, "type_heading", 600)
        title.setProperty("role", "heading")
        words.setProperty("role", "sentence")
        drop.setProperty("role", "note")
        for label in (words, drop):
            label.setWordWrap(True)
        self.new = QPushButton("New exercise…")
        self.new.setProperty("role", "primary")
        self.new.clicked.connect(lambda: self.new_wanted.emit())
        self.open = text_button("open", "Open a file…", self.open_wanted.emit)
        self.write = text_button("copy", "Paste or write here", self.write_wanted.emit)
        row = FlowLayout()
        for button in (self.new, self.open, self.write):
            row.addWidget(button)
        inner = QWidget()
        sizes.set_most(inner, WELCOME_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(16)
        for label in (title, words):
            column.addWidget(label)
        column.addLayout(row)
        column.addWidget(drop)
        layout = QHBoxLayout(self)
        layout.addWidget(inner, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setContentsMargins(32, 32, 32, 64)
        layout.insertStretch(0)
        layout.addStretch()
