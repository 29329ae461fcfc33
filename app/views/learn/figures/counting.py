"""Counting: how many weights and biases a network of any widths has."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from app.look import figures, theme
from app.views.learn.figures.bars import Bar, Bars
from app.views.learn.figures.figure import Figure
from app.views.widgets.buttons import WholeNumberBox
from app.views.widgets.flow import FlowLayout
from app.views.widgets.plain import PlainLabel
from core.data.dataset import CLASSES, PIXELS
from core.network.parameters import count, unpack

FIRST, LARGEST = (128, 64), 2048


class UnitsField(WholeNumberBox):
    """How many units a layer has. The wheel scrolls the page."""

    def __init__(self, layer: int, units: int) -> None:
        super().__init__()
        self.setRange(1, LARGEST)
        self.setValue(units)
        self.lineEdit().setTextMargins(theme.tokens().space_1, 0, 0, 0)
        self.setAccessibleName(f"Units of layer {layer}")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CountingFigure(Figure):
    """Fields for the widths of both hidden layers, and for each layer W's size plus b's."""

    def __init__(self) -> None:
        super().__init__("Count the parameters of your own widths")
        self.widths = [UnitsField(k, units) for k, units in enumerate(FIRST, 1)]
        row = QWidget()
        flow = FlowLayout(row)
        flow.setContentsMargins(0, 0, 0, 0)
        for words, field in zip((f"{PIXELS} →", "→"), self.widths, strict=True):
            flow.addWidget(PlainLabel(words))
            flow.addWidget(field)
            field.valueChanged.connect(self._show)
        flow.addWidget(PlainLabel(f"→ {CLASSES}"))
        self.bars = Bars()
        self.content.addWidget(row)
        self.content.addWidget(self.bars)
        self._show()

    @property
    def dimensions(self) -> tuple[int, ...]:
        """The widths that are set, input and output included."""
        return PIXELS, *(each.value() for each in self.widths), CLASSES

    @Slot()
    def _show(self) -> None:
        total = count(self.dimensions)
        # No parameter is made: an array of one byte that has the length of all of them.
        weights, biases = unpack(np.broadcast_to(np.uint8(0), total), self.dimensions)
        self.bars.show_bars(
            [
                Bar(
                    f"{W.shape[0]} · {W.shape[1]} + {b.size}",
                    (W.size + b.size) / total,
                    figures.count(W.size + b.size),
                )
                for W, b in zip(weights, biases, strict=True)
            ]
        )
        of_biases = sum(b.size for b in biases)
        self.say(
            f"Together {figures.count(total)} parameters: {figures.count(total - of_biases)} "
            f"weights and {figures.count(of_biases)} biases."
        )
