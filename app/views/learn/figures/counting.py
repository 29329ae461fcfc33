"""Counting: how many weights and biases a network of any widths has."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpinBox

from app.look import figures, theme
from app.views.learn.figures.figure import Figure
from app.views.widgets.plain import PlainLabel
from core.data.dataset import CLASSES, PIXELS
from core.network.parameters import count, unpack

FIRST, LARGEST = (128, 64), 2048
HEADINGS = ("Layer", "W", "b", "Parameters")


class UnitsField(QSpinBox):
    """How many units a layer has. The wheel scrolls the page."""

    def __init__(self, layer: int, units: int) -> None:
        super().__init__()
        self.setRange(1, LARGEST)
        self.setValue(units)
        self.setAccessibleName(f"Units of layer {layer}")

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]


class CountingFigure(Figure):
    """Fields for the widths of both hidden layers, and the count of each layer's parameters."""

    def __init__(self) -> None:
        super().__init__("Count the parameters of your own widths")
        self.widths = [UnitsField(k, units) for k, units in enumerate(FIRST, 1)]
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().space_2)
        for words, field in zip((f"{PIXELS} →", "→"), self.widths, strict=True):
            row.addWidget(PlainLabel(words))
            row.addWidget(field)
            field.valueChanged.connect(self._show)
        row.addWidget(PlainLabel(f"→ {CLASSES}"))
        row.addStretch(1)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(theme.tokens().space_4)
        self._table.setColumnStretch(len(HEADINGS), 1)
        self.cells = [[PlainLabel() for _ in HEADINGS] for _ in range(len(FIRST) + 2)]
        for line, cells in enumerate(self.cells):
            for column, cell in enumerate(cells):
                cell.setAlignment(_TO_RIGHT if column == len(HEADINGS) - 1 else _TO_LEFT)
                cell.setProperty("role", "" if line else "note")
                self._table.addWidget(cell, line, column)
        for cell, words in zip(self.cells[0], HEADINGS, strict=True):
            cell.setText(words)
        self.content.addLayout(row)
        self.content.addLayout(self._table)
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
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True), 1):
            words = (str(layer), f"{W.shape}", f"{b.shape}", figures.count(W.size + b.size))
            for cell, text in zip(self.cells[layer], words, strict=True):
                cell.setText(text)
        of_biases = sum(b.size for b in biases)
        self.say(
            f"Together {figures.count(total)} parameters: {figures.count(total - of_biases)} "
            f"weights and {figures.count(of_biases)} biases."
        )


_TO_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TO_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
