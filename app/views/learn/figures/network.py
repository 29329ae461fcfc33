"""The network in use, drawn, with the reader's own digit on its way through it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontMetrics

from app.look import figures, theme
from app.views.learn.figures.answer import NO_NETWORK, answer_words
from app.views.learn.figures.figure import Figure, FigureInput
from app.views.widgets.network_picture.picture import NetworkPicture

LINES = 19  # height, in lines of text
NARROWEST = 200  # logical pixels
HOW = "Point at a unit to see its strongest lines."


class NetworkFigure(Figure):
    """The picture of the network; a unit that is pointed at, or reached by keys, has its lines."""

    def __init__(self) -> None:
        super().__init__("The network in use, and your digit in it")
        self.picture = NetworkPicture()
        self.picture.setMinimumWidth(NARROWEST)
        self.content.addWidget(self.picture)
        theme.watcher().changed.connect(self._size)
        self._size()
        self.set_input(FigureInput())

    def set_input(self, given: FigureInput) -> None:
        network = given.network
        self.picture.set_network(network)
        self.picture.set_image(given.image)
        if network is None:
            self.say(NO_NETWORK)
        else:
            way = figures.layers(network.dimensions)
            self.say(f"{way}: {answer_words(network, given)} {HOW}")

    @Slot()
    def _size(self) -> None:
        line = QFontMetrics(theme.font(theme.tokens().type_note)).lineSpacing()
        self.picture.setFixedHeight(LINES * line)
