"""What the pane says before there is a gradient."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.views.widgets.buttons import text_button

WIDTH = 440
WORDS = (
    "While a network trains, every step has a gradient: dW for the weights of a layer, db for its "
    "biases. Here you will see how large they are in each layer, which are 0, and what they look "
    "like."
)


class NothingYet(QWidget):
    """train: what its button does."""

    def __init__(self, train: Callable[[], None]) -> None:
        super().__init__()
        heading = QLabel("Gradients, live")
        heading.setProperty("role", "heading")
        words = QLabel(WORDS)
        words.setProperty("role", "sentence")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        button = text_button("train", "Train a network", train)
        button.setObjectName("train")
        column = QWidget()
        column.setFixedWidth(WIDTH)
        layout = QVBoxLayout(column)
        layout.setSpacing(16)
        layout.addStretch(2)
        layout.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(words)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        middle = QHBoxLayout(self)
        middle.addWidget(column)
