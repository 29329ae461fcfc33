"""The chosen unit: its sum, its strongest lines, and what can be done to it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look import theme
from app.views.inspect.network.hands_lines import LISTED, LineList, ShownLine
from app.views.inspect.network.hands_slider import NumberSlider, SliderRange
from app.views.inspect.network.hands_words import sum_words
from app.views.widgets.buttons import CheckBox
from app.views.widgets.network_picture.words import unit_name
from app.views.widgets.plain import PlainLabel
from core.inspection.edits import (
    Edit,
    Edits,
    ScaleWeights,
    ShiftBias,
    SwitchOff,
    of_same,
)
from core.inspection.flow import Flow, Lines
from core.network.snapshots import Snapshot

BIAS = SliderRange(-5.0, 5.0, 0.0)
FACTOR = SliderRange(-2.0, 2.0, 1.0)
OFF_TIP = "Nothing of this unit reaches the next layer"
BIAS_TIP = "What is added to this unit’s bias b"
FACTOR_TIP = "What all weights that lead into this unit are multiplied by"


class UnitSection(QWidget):
    """One unit or pixel. moved: an Edit as it would be if the hand stopped here; made: an Edit.

    unit_wanted: (layer, unit), the other end of a line that was pressed. taken_back: an Edit whose
    like is no longer wanted.
    """

    moved = Signal(object)
    made = Signal(object)
    taken_back = Signal(object)
    unit_wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._place = (1, 0)
        self._dimensions: tuple[int, ...] = ()
        self.title, self.sum = PlainLabel(), PlainLabel()
        self.title.setStyleSheet("font-weight: 600")
        self.off = CheckBox("Switch this unit off")
        self.off.setToolTip(OFF_TIP)
        self.off.clicked.connect(self._on_off)
        self.bias = NumberSlider("Bias +", BIAS, BIAS_TIP)
        self.factor = NumberSlider("Weights ×", FACTOR, FACTOR_TIP)
        for slider, edit in ((self.bias, ShiftBias), (self.factor, ScaleWeights)):
            slider.moved.connect(lambda value, edit=edit: self.moved.emit(self._edit(edit, value)))
            slider.settled.connect(lambda value, edit=edit: self.made.emit(self._edit(edit, value)))
        self.inputs = LineList("Strongest inputs, W·H")
        self.outputs = LineList("Strongest outputs, W·H")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_2)
        for part in (self.title, self.sum, self.off, self.bias, self.factor):
            layout.addWidget(part)
        for lines in (self.inputs, self.outputs):
            lines.unit_wanted.connect(self.unit_wanted)
            layout.addWidget(lines)
        for label in (self.title, self.sum):
            label.setWordWrap(True)

    def choose(self, network: Snapshot, layer: int, unit: int) -> None:
        """layer: from 0, the pixels, which can only be looked at; an output is never off."""
        self.settle()
        dimensions, self._names = network.dimensions, network.class_names
        self._dimensions, self._place = dimensions, (layer, unit)
        last = len(dimensions) - 1
        self.title.setText(unit_name(dimensions, layer, unit, self._names))
        self.off.setVisible(0 < layer < last)
        self.inputs.setVisible(layer > 0)
        self.outputs.setVisible(layer < last)
        for slider in (self.bias, self.factor):
            slider.setVisible(layer > 0)

    def settle(self) -> None:
        """End what a hand is about to do."""
        self.bias.settle()
        self.factor.settle()

    def show_edits(self, edits: Edits) -> None:
        """Show what was done to this unit."""
        is_off = SwitchOff(*self._place) in edits
        self.off.setChecked(is_off)
        for slider, kind, field in (
            (self.bias, ShiftBias, "by"),
            (self.factor, ScaleWeights, "factor"),
        ):
            edit = of_same(edits, self._edit(kind, slider.scale.neutral))
            slider.set_value(getattr(edit, field))
            slider.setEnabled(not is_off)

    def show_flow(self, flow: Flow | None) -> None:
        """flow: of the network as it is with all edits; None while nothing is drawn."""
        layer, unit = self._place
        self.sum.setText("" if flow is None else sum_words(flow, layer, unit))
        self.inputs.show_lines(self._lines(flow, into=True))
        self.outputs.show_lines(self._lines(flow, into=False))

    def _edit(self, kind: type[ShiftBias] | type[ScaleWeights], value: float) -> Edit:
        return kind(*self._place, value)

    @Slot(bool)
    def _on_off(self, is_off: bool) -> None:
        self.settle()
        signal = self.made if is_off else self.taken_back
        signal.emit(SwitchOff(*self._place))

    def _lines(self, flow: Flow | None, *, into: bool) -> list[ShownLine]:
        if flow is None:
            return []
        lines: Lines = flow.into(*self._place) if into else flow.out_of(*self._place)
        layer = lines.layer - 1 if into else lines.layer
        ends = lines.sources if into else lines.targets
        weights = flow.weights[lines.layer - 1]
        return [
            ShownLine(
                layer,
                int(ends[n]),
                unit_name(self._dimensions, layer, int(ends[n]), self._names),
                float(lines.values[n]),
                float(weights[lines.targets[n], lines.sources[n]]),
            )
            for n in range(min(LISTED, len(lines)))
        ]
