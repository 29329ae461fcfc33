"""“Your drawing is read as 7”: by the network in training, as it learns."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.look import sizes, theme
from app.state.drawn_digit import DrawnDigit
from app.views.widgets.digit_thumbnail import DigitThumbnail
from app.views.widgets.plain import PlainLabel, plain_tip
from app.views.widgets.probability_bars import whole_percent
from core.network.snapshots import Snapshot
from core.reading.reading import read

NO_DRAWING = "Draw a digit on Draw:\nit is read here while\na network learns."
NO_NETWORK = "It is read here\nas soon as a network learns."
NO_ANSWER = "The network cannot read:\nits training went wrong."

WIDTH, HEIGHT = 250, 60  # at 100 %
# Of the name that is read: the token of its size, its role, and its width at 100 %.
AS_LETTER, AS_WORD = ("type_figure", "figure", 28), ("type_heading", "heading", 136)


class LiveReading(QWidget):
    """The digit chosen on Draw, and how the latest snapshot of the run, by itself, reads it.

    While nobody sees it, nothing is read.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: DrawnDigit | None = None
        self._snapshot: Snapshot | None = None
        self.preview = DigitThumbnail(2)
        self.caption = PlainLabel()
        self.caption.setProperty("role", "note")
        self.digit = PlainLabel()
        self._is_word = False
        self._fit_name()
        self.probability = PlainLabel()
        sizes.set_font(self.probability)
        self._lay_out()
        self._read()

    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: to be read; None where there is none."""
        self._drawn = digit
        self._refresh()

    def set_snapshot(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network in training; None before the first run."""
        self._snapshot = snapshot
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
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
        sizes.set_width(self, WIDTH)
        sizes.set_height(self, HEIGHT)

    def _fit_name(self) -> None:
        """A digit or letter is large; a word has more room."""
        size, role, width = AS_WORD if self._is_word else AS_LETTER
        sizes.set_font(self.digit, size)
        theme.repolish(self.digit, role)
        sizes.set_width(self.digit, width)

    def _refresh(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        drawn = self._drawn
        self.preview.set_digit(None if drawn is None else drawn.image)
        if drawn is None:
            self._show(NO_DRAWING)
        elif self._snapshot is None:
            self._show(f"{_named(drawn)}. {NO_NETWORK}")
        elif not np.isfinite(self._snapshot.theta).all():
            self._show(NO_ANSWER)
        else:
            reading = read(self._snapshot, drawn.image)
            share = whole_percent(reading.probability)
            is_said = drawn.is_corrected and drawn.label_for(reading.class_names) is not None
            said = f" · you say {drawn.digit}" if is_said else ""
            self._show(f"{_named(drawn)} is read as", reading.name, share + said)

    def _show(self, caption: str, digit: str = "", probability: str = "") -> None:
        self.caption.setText(caption)
        is_word = len(digit) > 1
        if is_word != self._is_word:
            self._is_word = is_word
            self._fit_name()
        metrics, middle = self.digit.fontMetrics(), Qt.TextElideMode.ElideMiddle
        self.digit.setText(metrics.elidedText(digit, middle, self.digit.width()))
        self.digit.setToolTip(plain_tip(digit if is_word else ""))
        self.probability.setText(probability)
        self.digit.setVisible(bool(digit))
        self.probability.setVisible(bool(digit))


def _named(drawn: DrawnDigit) -> str:
    """Its name at the beginning of a sentence."""
    return drawn.name[0].upper() + drawn.name[1:]
