"""The card that offers to draw each digit three times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.look import theme
from app.views.data.hand.dots import Dots
from app.views.data.hand.plan import TIMES, WHOLE, drawn
from app.views.widgets.buttons import text_button


class CollectCard(QFrame):
    """pressed: begin, or go on."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        title = QLabel("Draw each digit three times")
        title.setFont(theme.font(theme.tokens().type_text, 600))
        self.dots = Dots()
        self.note = QLabel()
        self.note.setProperty("role", "note")
        self.button = text_button("draw", "Start", self.pressed.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        for widget in (title, self.dots, self.note, self.button):
            layout.addWidget(widget)

    def show_counts(self, counts: NDArray[np.int64]) -> None:
        """counts: (10,), how many drawings of each digit there are."""
        there = drawn(counts, TIMES)
        done = int(there.sum())
        self.dots.show_drawn(there, None)
        self.note.setText(
            "The quickest way to show your hand."
            if not done
            else f"{done} of {WHOLE} drawn."
            if done < WHOLE
            else "All drawn. More of them teach more."
        )
        self.button.setText("Start" if not done else "Go on" if done < WHOLE else "Once more")
