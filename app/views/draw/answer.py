"""The answer: the digit large, how sure the network is, ten bars, and what it saw."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import theme
from app.views.draw.big_digit import BigDigit
from app.views.widgets.digit_thumbnail import DigitThumbnail
from app.views.widgets.probability_bars import ProbabilityBars, whole_percent
from core.reading import Reading

SURENESS = (
    (0.95, "Sure"),
    (0.75, "Fairly sure"),
    (0.50, "Not quite sure"),
    (0.00, "A guess"),
)
BLANK = "The answer appears here as you draw."
NO_NETWORK = "No network"
PREVIEW_SCALES = ((640, 6), (520, 5), (0, 4))  # least height, logical pixels per cell


class Answer(QWidget):
    """What the network reads. Nothing in it moves when a number grows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digit = BigDigit()
        self.probability = QLabel()
        self.probability.setProperty("role", "figure")
        self.words = QLabel()
        self.words.setProperty("role", "sentence")
        self.words.setWordWrap(True)
        self.bars = ProbabilityBars()
        self.preview = DigitThumbnail(scale=4)
        self._arrange()
        self.show_prediction(None)

    def show_prediction(self, prediction: Reading | None) -> None:
        """None: the canvas is blank."""
        if prediction is None:
            self._show("", "", BLANK)
        else:
            self._show(
                str(prediction.digit),
                whole_percent(prediction.probability),
                next(words for least, words in SURENESS if prediction.probability >= least),
            )
        self.bars.set_probabilities(None if prediction is None else prediction.probabilities)
        self.preview.set_digit(None if prediction is None else prediction.image)

    def show_no_network(self, reason: str) -> None:
        """There is nothing to read with; `reason` says why and what to do."""
        self._show("", NO_NETWORK, reason)
        self.bars.set_probabilities(None)
        self.preview.set_digit(None)

    def _show(self, digit: str, probability: str, words: str) -> None:
        self.digit.set_text(digit)
        self.digit.setVisible(bool(digit))
        self.probability.setText(probability)
        self.probability.setVisible(bool(probability))
        self.words.setText(words)

    def _arrange(self) -> None:
        look = theme.tokens()
        beside = QVBoxLayout()
        beside.setSpacing(look.space_1)
        beside.addStretch(1)
        beside.addWidget(self.probability)
        beside.addWidget(self.words)
        beside.addStretch(1)
        top = QWidget()
        top.setFixedHeight(self.digit.sizeHint().height())
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space_4)
        row.addWidget(self.digit)
        row.addLayout(beside, 1)

        heading = QLabel("What the network sees")
        note = QLabel("28\u2009×\u200928 pixels, your ink fitted and centred like MNIST’s digits.")
        note.setProperty("role", "note")
        note.setWordWrap(True)
        caption = QVBoxLayout()
        caption.setSpacing(look.space_1)
        caption.addStretch(1)
        caption.addWidget(heading)
        caption.addWidget(note)
        caption.addStretch(1)
        seen = QHBoxLayout()
        seen.setSpacing(look.space_3)
        seen.addWidget(self.preview)
        seen.addLayout(caption, 1)

        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(look.space_4)
        whole.addWidget(top)
        whole.addWidget(self.bars, 1)
        whole.addLayout(seen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.set_scale(next(s for least, s in PREVIEW_SCALES if self.height() >= least))
