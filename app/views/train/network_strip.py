"""The network in training, drawn: a digit goes through it, and its lines thicken as it learns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import sizes, theme
from app.state.drawn_digit import DrawnDigit
from app.views.widgets.network_picture.small import SmallNetwork
from app.views.widgets.plain import PlainLabel
from core.data.dataset import Split
from core.network.snapshots import Snapshot

EMPTY = "The network will be drawn here as it learns."
LEAST, LARGEST = 72, 190  # of its height, in logical pixels at 100 %
FRAME_MILLISECONDS, FRAME_SHARE = 33, 64  # a run waits while its network is drawn
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
        self._is_learning = False
        self.picture = SmallNetwork(milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE, parent=self)
        self.picture.setToolTip(TIP)
        self.hint = PlainLabel(EMPTY, self)
        self.hint.setProperty("role", "sentence")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sizes.sized(self, lambda strip: strip.setMaximumHeight(theme.px(LARGEST)))
        self.picture.opened.connect(self.opened)

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
        self._is_learning = snapshot is not None
        self._show_part()
        self.picture.set_network(snapshot)

    def minimumSizeHint(self) -> QSize:
        """None: the plots go first."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self.hint, self.picture):
            part.setGeometry(self.rect())
        self._show_part()

    def _show_part(self) -> None:
        """Too low a picture is worse than none."""
        has_room = self.height() >= theme.px(LEAST)
        self.hint.setVisible(has_room and not self._is_learning)
        self.picture.setVisible(has_room and self._is_learning)

    def _show_image(self) -> None:
        self.picture.set_image(self._first if self._drawn is None else self._drawn)
