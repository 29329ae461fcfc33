"""The network in training, drawn: a digit goes through it, and its lines thicken as it learns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.state.drawn_digit import DrawnDigit
from app.views.widgets.network_picture.picture import NetworkPicture
from app.views.widgets.plain import PlainLabel
from core.data.dataset import Split
from core.network.snapshots import Snapshot

EMPTY = "The network will be drawn here as it learns."
LEAST, LARGEST, SHARE = 96, 190, 0.2  # of the view's height, in logical pixels
TIP = "The network in training, with your drawing or a test digit. Press to look inside."


class NetworkStrip(QWidget):
    """The digit chosen on Draw, or the first test digit, in the latest snapshot of the run.

    opened: it was pressed.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn: NDArray[np.float32] | None = None
        self._first: NDArray[np.float32] | None = None
        self.picture = NetworkPicture(compact=True)
        self.picture.setToolTip(TIP)
        self.hint = PlainLabel(EMPTY)
        self.hint.setProperty("role", "sentence")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.hint)
        self._pages.addWidget(self.picture)
        self.picture.opened.connect(lambda *_: self.opened.emit())

    def set_digit(self, digit: DrawnDigit | None) -> None:
        """digit: the chosen one of Draw; None where there is none."""
        self._drawn = None if digit is None else digit.image
        self._show_image()

    def set_digits(self, split: Split) -> None:
        """split: the first of whose test digits is shown while nothing is drawn."""
        self._first = split.test.X(0, 1) if len(split.test) else None
        self._show_image()

    def set_snapshot(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network in training; None before the first run."""
        self._pages.setCurrentWidget(self.hint if snapshot is None else self.picture)
        self.picture.set_network(snapshot)

    def fit(self, height: int) -> None:
        """Take a share of the view's height, or none where that would be too little."""
        wanted = int(height * SHARE)
        self.setVisible(wanted >= LEAST)
        self.setFixedHeight(min(max(wanted, LEAST), LARGEST))

    def _show_image(self) -> None:
        self.picture.set_image(self._first if self._drawn is None else self._drawn)
