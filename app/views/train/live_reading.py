"""“Now: your drawing is read as 7”: by the network in training, as it learns."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.look import theme
from app.state.recognition import recognise
from app.views.widgets.digit_thumbnail import DigitThumbnail
from app.views.widgets.plain import PlainLabel
from app.views.widgets.probability_bars import whole_percent
from core.ink.digit_image import digit_image
from core.ink.strokes import Drawing
from core.network.snapshots import Snapshot

NO_DRAWING = "Draw a digit on Draw:\nit is read here while\na network learns."
NO_NETWORK = "Your drawing. It is read here\nas soon as a network learns."


class LiveReading(QWidget):
    """The drawing of Draw, and how the latest snapshot of the run reads it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = Drawing()
        self._snapshot: Snapshot | None = None
        self.preview = DigitThumbnail(2)
        self.caption = PlainLabel()
        self.caption.setProperty("role", "note")
        self.digit = PlainLabel()
        self.digit.setFont(theme.font(theme.tokens().type_figure))
        self.digit.setProperty("role", "figure")
        self.digit.setFixedWidth(28)
        self.probability = PlainLabel()
        self.probability.setFont(theme.font())
        self._lay_out()
        self._read()

    def set_drawing(self, drawing: Drawing) -> None:
        """drawing: to be read."""
        self._drawing = drawing
        self._read()

    def set_snapshot(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network in training; None before the first run."""
        self._snapshot = snapshot
        self._read()

    def _lay_out(self) -> None:
        answer = QHBoxLayout()
        answer.setSpacing(8)
        answer.addWidget(self.digit)
        answer.addWidget(self.probability)
        answer.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.caption)
        words.addLayout(answer)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.preview)
        layout.addLayout(words)
        self.setFixedSize(250, 60)

    def _read(self) -> None:
        if self._drawing.is_blank:
            self.preview.set_digit(None)
            self._show(NO_DRAWING)
            return
        if self._snapshot is None:
            self.preview.set_digit(digit_image(self._drawing))
            self._show(NO_NETWORK)
            return
        prediction = recognise(self._drawing, self._snapshot)
        if prediction is None:
            self._show(NO_DRAWING)
            return
        self.preview.set_digit(prediction.image)
        self._show(
            "Now: your drawing is read as",
            str(prediction.digit),
            whole_percent(prediction.probability),
        )

    def _show(self, caption: str, digit: str = "", probability: str = "") -> None:
        self.caption.setText(caption)
        self.digit.setText(digit)
        self.probability.setText(probability)
        self.digit.setVisible(bool(digit))
        self.probability.setVisible(bool(digit))
