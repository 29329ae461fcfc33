"""What is chosen in the picture: a unit, a line, or nothing yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views.inspect.network.hands_line import LineSection
from app.views.inspect.network.hands_unit import UnitSection
from app.views.inspect.network.hands_words import CHOOSE
from app.views.widgets.plain import PlainLabel
from core.inspection.edited_network import EditedNetwork
from core.inspection.flow import Flow
from core.network.parameters import unpack


class PlaceSection(QWidget):
    """The sections of a unit and of a line, of which one shows, or a hint. Signals as theirs."""

    moved = Signal(object)
    made = Signal(object)
    taken_back = Signal(object)
    unit_wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._chosen: tuple[int, ...] = ()
        self.unit, self.line = UnitSection(), LineSection()
        self.hint = PlainLabel(CHOOSE)
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "sentence")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.hint)
        for section in (self.unit, self.line):
            section.moved.connect(self.moved)
            section.made.connect(self.made)
            section.unit_wanted.connect(self.unit_wanted)
            layout.addWidget(section)
        self.unit.taken_back.connect(self.taken_back)
        self.choose(None, ())

    def choose(self, hands: EditedNetwork | None, place: tuple[int, ...]) -> None:
        """place: layer from 0 and unit, or layer, unit and source of a line, or nothing. What the
        network does not have counts as nothing."""
        self._chosen = place if hands is not None and _has(hands.base.dimensions, place) else ()
        self.hint.setVisible(not self._chosen)
        self.unit.setVisible(len(self._chosen) == 2)
        self.line.setVisible(len(self._chosen) == 3)
        if hands is None or not self._chosen:
            return
        base = hands.base
        if len(self._chosen) == 2:
            self.unit.choose(base, *self._chosen)
        else:
            layer, unit, source = self._chosen
            W = unpack(base.theta, base.dimensions)[0][layer - 1]
            self.line.choose(base, (layer, unit, source), W)

    def settle(self) -> None:
        """End what a hand is about to do."""
        self.unit.settle()
        self.line.settle()

    def show_place(self, hands: EditedNetwork | None, flow: Flow | None) -> None:
        """flow: of the network with all edits; None while nothing is drawn."""
        if hands is None:
            return
        if len(self._chosen) == 2:
            self.unit.show_edits(hands.edits)
            self.unit.show_flow(flow)
        elif len(self._chosen) == 3:
            layer, unit, source = self._chosen
            network = hands.network
            W = unpack(network.theta, network.dimensions)[0][layer - 1][unit, source]
            self.line.show_weight(hands.edits, float(W), flow)


def _has(dimensions: tuple[int, ...], place: tuple[int, ...]) -> bool:
    if not place:
        return False
    layer, unit, *source = place
    if not (0 <= layer < len(dimensions) and 0 <= unit < dimensions[layer]):
        return False
    return not source or (layer > 0 and 0 <= source[0] < dimensions[layer - 1])
