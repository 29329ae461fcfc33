"""One array of the chosen layer as a heatmap, what it is in words, and a switch for which one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.look import figures
from app.views.widgets.frames import Frames
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.matrix.forms import PIXELS
from app.views.widgets.matrix.legend import Legend
from app.views.widgets.matrix.view import MatrixView
from app.views.widgets.plain import plain_tip
from core.inspection.statistics import Inspection
from core.network.arrays import Array
from core.network.parameters import unpack


@dataclass(frozen=True)
class ArrayKind:
    """letter: as the course writes it. field: of StepSnapshot. is_bias: the biases' part of it.

    words: what it is, with the layer's number; tip: without.
    """

    letter: str
    field: str
    is_bias: bool
    words: str
    tip: str


KINDS = (
    ArrayKind("dW", "gradient", False, "gradient of layer {}'s weights", "Gradient of the weights"),
    ArrayKind("db", "gradient", True, "gradient of layer {}'s biases", "Gradient of the biases"),
    ArrayKind(
        "W", "theta", False, "weights of layer {} before the step", "Weights before the step"
    ),
    ArrayKind(
        "ΔW", "update", False, "what the step added to {}", "What the step added to the weights"
    ),
)


@dataclass(frozen=True, eq=False)
class LayerArray:
    """values: (n, n_prev) or (n, 1). limit: where the colours end, as in the histogram of dW;
    None for what suits the values.

    caption: what it is; order: its shape, and what lies where.
    """

    name: str
    caption: str
    order: str
    values: Array
    limit: float | None


def array_of(inspection: Inspection, layer: int, kind: ArrayKind) -> LayerArray:
    """The array of this kind of `layer`, which counts from 1."""
    step = inspection.step
    parts = unpack(getattr(step, kind.field), step.dimensions)[kind.is_bias]
    values = parts[layer - 1]
    n, columns = values.shape
    name = f"{kind.letter}{layer}"
    what = kind.words.format(figures.symbol(f"W{layer}") if kind.letter == "ΔW" else layer)
    if columns == PIXELS:
        unit = "hidden unit" if layer < len(inspection.layers) else "class"
        order = f"one picture per {unit}"
    elif kind.is_bias:
        order = "one row per unit"
    else:
        order = "one row per unit, one column per input"
    return LayerArray(
        name,
        f"{figures.symbol(name)}, {what}",
        f"{n} × {columns}, {order}",
        values,
        inspection.layers[layer - 1].histogram.limit if kind.letter == "dW" else None,
    )


class Heatmap(QWidget):
    """A heatmap with its caption, its legend and the switch.

    kind_chosen: the ArrayKind that was chosen on the switch.
    """

    kind_chosen = Signal(object)

    def __init__(self, frames: Frames) -> None:
        super().__init__()
        self.kind: ArrayKind = KINDS[0]
        self.caption = SteadyLabel()
        self.readout = SteadyLabel()
        self._order = ""
        self.matrix = _Matrix(frames)
        self.legend = Legend()
        self._group = QButtonGroup(self)
        switch = QHBoxLayout()
        switch.setSpacing(4)
        for number, kind in enumerate(KINDS):
            button = QToolButton()
            button.setText(kind.letter)
            button.setObjectName(kind.letter)
            button.setProperty("role", "plain")
            button.setCheckable(True)
            button.setChecked(kind is self.kind)
            button.setToolTip(plain_tip(kind.tip))
            button.setAccessibleName(f"{kind.letter}: {kind.tip}")
            self._group.addButton(button, number)
            switch.addWidget(button)
            button.clicked.connect(self._on_clicked)
        switch.addSpacing(8)
        switch.addWidget(self.legend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(switch)
        layout.addWidget(self.caption)
        layout.addWidget(self.matrix, 1)
        layout.addWidget(self.readout)
        self.matrix.readout_changed.connect(self._show_readout)
        self.matrix.scale_changed.connect(self.legend.set_scale)

    def set_array(self, array: LayerArray) -> None:
        self.caption.setText(array.caption)
        self._order = array.order
        self.matrix.set_array(array.values, name=array.name, limit=array.limit)
        self._show_readout()

    def _on_clicked(self) -> None:
        self.kind = KINDS[self._group.checkedId()]
        self.kind_chosen.emit(self.kind)

    def _show_readout(self, *_: Any) -> None:
        self.readout.setText(self.matrix.readout or self._order)


class _Matrix(MatrixView):
    def __init__(self, frames: Frames) -> None:
        super().__init__()
        self._frames = frames

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._frames.painting():
            super().paintEvent(event)
