"""The chosen line: its weight, what it carries, and the units at its ends."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.look import theme
from app.views.inspect.network.hands_slider import NumberSlider, SliderRange
from app.views.inspect.network.hands_words import carried_words, line_name
from app.views.widgets.network_picture.words import unit_name
from app.views.widgets.plain import PlainLabel
from core.inspection.edits import Edits, SetWeight, of_same
from core.inspection.flow import Flow
from core.network.arrays import Array
from core.network.snapshots import Snapshot

DECIMALS = 3
TIP = "The weight of this line"


class LineSection(QWidget):
    """One line. moved, made and unit_wanted as UnitSection's."""

    moved = Signal(object)
    made = Signal(object)
    unit_wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._place = (1, 0, 0)
        self.title, self.carried = PlainLabel(), PlainLabel()
        self.title.setStyleSheet("font-weight: 600")
        self.weight = NumberSlider("Weight W", SliderRange(-1, 1, 0, DECIMALS), TIP)
        self.weight.moved.connect(lambda value: self.moved.emit(self._edit(value)))
        self.weight.settled.connect(lambda value: self.made.emit(self._edit(value)))
        self.begin, self.end = QPushButton(), QPushButton()
        self.begin.clicked.connect(lambda: self._want(0))
        self.end.clicked.connect(lambda: self._want(1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_2)
        for part in (self.title, self.carried, self.weight, self.begin, self.end):
            layout.addWidget(part)
        for label in (self.title, self.carried):
            label.setWordWrap(True)

    def choose(self, network: Snapshot, place: tuple[int, int, int], weights: Array) -> None:
        """place: layer, unit and source, as SetWeight has them. weights: W of that layer."""
        self.settle()
        dimensions, names = network.dimensions, network.class_names
        self._place = place
        largest = max(1, math.ceil(2 * float(np.abs(weights).max())))
        self.weight.set_value(0.0, SliderRange(-largest, largest, 0, DECIMALS))
        self.title.setText(line_name(dimensions, *place, names))
        for button, way, end in ((self.begin, "←", 0), (self.end, "→", 1)):
            button.setText(f"{way} {unit_name(dimensions, *self._ends()[end], names)}")

    def settle(self) -> None:
        """End what a hand is about to do."""
        self.weight.settle()

    def show_weight(self, edits: Edits, W: float, flow: Flow | None) -> None:
        """W: as it is with all edits. flow: of that network; None while nothing is drawn."""
        edit = of_same(edits, self._edit(W))
        assert isinstance(edit, SetWeight)
        self.weight.set_value(edit.value)
        layer, _, source = self._place
        H = 0.0 if flow is None else float(flow.H[layer - 1][source])
        self.carried.setText("" if flow is None else carried_words(W, H))

    def _edit(self, value: float) -> SetWeight:
        return SetWeight(*self._place, value)

    def _ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        layer, unit, source = self._place
        return (layer - 1, source), (layer, unit)

    def _want(self, end: int) -> None:
        self.unit_wanted.emit(*self._ends()[end])
