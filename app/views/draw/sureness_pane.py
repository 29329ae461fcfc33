"""How sure: bars, and beneath them the network that made them, alive under the pen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look import theme
from app.views.widgets.network_picture.small import SmallNetwork
from app.views.widgets.probability_bars import ProbabilityBars
from core.network.snapshots import Snapshot

PICTURE_SHARE = 0.42  # of the height
LEAST_PICTURE, LARGEST_PICTURE = 110, 220  # logical pixels
# From frame to frame, less than one of a screen's; and at most one part in so many of the time.
PICTURE_MS, PICTURE_TIME = 14, 10


class SurenessPane(QWidget):
    """The bars, and where there is room for both, the picture of the network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = ProbabilityBars()
        self.picture = SmallNetwork(milliseconds=PICTURE_MS, share=PICTURE_TIME)
        self.picture.setToolTip("The network that reads. Press to look inside.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_2)
        layout.addWidget(self.bars, 1)
        layout.addWidget(self.picture)
        self._share_out()

    def set_network(self, snapshot: Snapshot | None) -> None:
        """snapshot: of the network that reads, None while there is none."""
        self.picture.set_network(snapshot)

    def set_image(self, image: NDArray[np.float32] | None) -> None:
        """image: float32 (784, 1), what the network is shown; None for nothing.

        The picture follows behind the bars, which need not wait for it.
        """
        self.picture.set_image(image)

    def minimumSizeHint(self) -> QSize:
        return self.bars.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self.bars.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """The bars first; the picture where it can be seen."""
        spare = self.height() - self.bars.minimumSizeHint().height() - theme.tokens().space_2
        height = min(int(self.height() * PICTURE_SHARE), spare, LARGEST_PICTURE)
        self.picture.setFixedHeight(max(height, LEAST_PICTURE))
        self.picture.setVisible(height >= LEAST_PICTURE)
