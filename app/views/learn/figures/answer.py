"""The reader's own digit in the network in use: what goes in, and the ten numbers that come out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from app.look import theme
from app.views.learn.figures.figure import Figure, FigureInput
from app.views.widgets.digit_thumbnail import DigitThumbnail
from app.views.widgets.probability_bars import ProbabilityBars, whole_percent
from core.data.dataset import CLASSES, PIXELS
from core.inspection.flow import FlowReader
from core.network.arrays import Array
from core.network.snapshots import Snapshot

NO_NETWORK = "There is no network in use. Train one, or open one with File › Open network…"
PICTURE = 5  # logical pixels for each of the digit's
BAR = 1.25  # lines of text


class AnswerFigure(Figure):
    """The digit's picture and ten bars. Draw's own answer asks a second reader as well."""

    def __init__(self) -> None:
        super().__init__("Your digit, and what the network makes of it")
        self.picture = DigitThumbnail(scale=PICTURE)
        self.bars = ProbabilityBars()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.tokens().space_4)
        self._row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.bars, 1)
        self.content.addLayout(self._row)
        theme.watcher().changed.connect(self._size)
        self._size()
        self.set_input(FigureInput())

    def set_input(self, given: FigureInput) -> None:
        self.picture.set_digit(given.image)
        network = given.network
        if network is None:
            self.bars.set_probabilities(None)
            self.say(NO_NETWORK)
            return
        self.bars.set_probabilities(probabilities(network, given.image))
        self.say(answer_words(network, given))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bars stand beside the picture, or below it where that would be squeezed."""
        super().resizeEvent(event)
        room = self.width() - self.picture.sizeHint().width() - 3 * theme.tokens().space_4
        is_narrow = room < self.bars.minimumSizeHint().width()
        sides = QBoxLayout.Direction
        self._row.setDirection(sides.TopToBottom if is_narrow else sides.LeftToRight)

    @Slot()
    def _size(self) -> None:
        line = QFontMetrics(theme.font(theme.tokens().type_text)).lineSpacing()
        self.bars.setFixedHeight(round(CLASSES * BAR * line))


def probabilities(network: Snapshot, image: Array) -> NDArray[np.float32]:
    """(10,): what the network alone makes of the image (784, 1)."""
    shares: NDArray[np.float32] = FlowReader(network).read(image).probabilities
    return shares


def answer_words(network: Snapshot, given: FigureInput) -> str:
    """What goes in and what comes out."""
    shares = probabilities(network, given.image)
    hint = "" if given.drawn else " Draw a digit of your own on Draw, and come back."
    return (
        f"{PIXELS} pixels of {given.name} go in, {CLASSES} numbers come out. The largest, "
        f"{whole_percent(float(shares.max()))}, belongs to {int(shares.argmax())}.{hint}"
    )
