"""What every figure of a page has: a title, something to move, and a sentence that says it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.look import theme
from app.state.drawn_digit import DrawnDigit
from app.views.widgets.plain import PlainLabel
from core.data.dataset import DIGITS
from core.lessons.starter_examples import starter_image
from core.network.arrays import Array
from core.network.snapshots import Snapshot

STARTER_DIGIT = 3  # what is shown as long as nothing is drawn


@dataclass(frozen=True, eq=False)
class FigureInput:
    """What is the reader's own: the network in use, and the digit that is chosen on Draw."""

    network: Snapshot | None = None
    drawn: DrawnDigit | None = None

    @property
    def image(self) -> Array:
        """float32 (784, 1): the drawing, or else a starter digit."""
        return starter_image(STARTER_DIGIT) if self.drawn is None else self.drawn.image

    @property
    def name(self) -> str:
        """“your drawing”, “a starter digit”."""
        return "a starter digit" if self.drawn is None else self.drawn.name

    @property
    def digit(self) -> int | None:
        """What the image is taken for; None in doubt."""
        return STARTER_DIGIT if self.drawn is None else self.drawn.label_for(DIGITS)


class Figure(QFrame):
    """A card in the flow of a page. words: the sentence beneath, which follows the values; a screen
    reader is told the same."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._title = PlainLabel(title)
        self._title.setWordWrap(True)
        self.words = PlainLabel()
        self.words.setWordWrap(True)
        look = theme.tokens()
        self.content = QVBoxLayout()
        self.content.setSpacing(look.space_2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.space_3, look.space_3, look.space_3, look.space_3)
        layout.setSpacing(look.space_2 + look.space_1)
        layout.addWidget(self._title)
        layout.addLayout(self.content)
        layout.addWidget(self.words)
        theme.watcher().changed.connect(self._dress)
        self._dress()

    def say(self, words: str) -> None:
        """Replace the sentence beneath."""
        self.words.setText(words)
        self.setAccessibleDescription(words)

    def set_input(self, given: FigureInput) -> None:
        """Show the reader's network and drawing. A figure that shows neither does nothing."""

    @Slot()
    def _dress(self) -> None:
        self._title.setFont(theme.font(theme.tokens().type_text, QFont.Weight.DemiBold))
