"""One array of the chosen layer as a heatmap, with a switch for which one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.views.inspect.live.arrays import KINDS, ArrayKind, Shown
from app.views.widgets.frames import Frames
from app.views.widgets.labels import SteadyLabel
from app.views.widgets.matrix.legend import Legend
from app.views.widgets.matrix.view import MatrixView


class Heatmap(QWidget):
    """kind_chosen: another Kind was chosen on the switch."""

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
            button.setToolTip(kind.tip)
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
        self.matrix.readout_changed.connect(self._read)
        self.matrix.scale_changed.connect(self.legend.set_scale)

    def set_shown(self, shown: Shown) -> None:
        self.caption.setText(shown.caption)
        self._order = shown.order
        self.matrix.set_array(shown.values, name=shown.name, limit=shown.limit)
        self._read()

    def _on_clicked(self) -> None:
        self.kind = KINDS[self._group.checkedId()]
        self.kind_chosen.emit(self.kind)

    def _read(self, *_: Any) -> None:
        self.readout.setText(self.matrix.readout or self._order)


class _Matrix(MatrixView):
    def __init__(self, frames: Frames) -> None:
        super().__init__()
        self._frames = frames

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._frames.painting():
            super().paintEvent(event)
