"""What lies under the canvas: the width of the pen, and the buttons Why, Undo, Redo, Clear."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from app.actions import Actions
from app.look import theme
from app.views.draw.canvas import BRUSH_DEFAULT, BRUSH_LARGEST, BRUSH_SMALLEST
from app.views.widgets.plain import PlainLabel

HEIGHT = 36
BUTTONS = ("why", "undo", "redo", "clear")
WITH_WORDS = ("why",)


class Tools(QWidget):
    """brush_changed: the new width of the pen, as a share of the canvas's side."""

    brush_changed = Signal(float)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brush = QSlider(Qt.Orientation.Horizontal)
        self.brush.setRange(round(BRUSH_SMALLEST * 1000), round(BRUSH_LARGEST * 1000))
        self.brush.setPageStep(20)
        self.brush.setValue(round(BRUSH_DEFAULT * 1000))
        self.brush.setMaximumWidth(200)
        self.brush.setToolTip("Width of the pen; the network always sees the same width")
        self.brush.setAccessibleName("Width of the pen")
        self.brush.valueChanged.connect(lambda value: self.brush_changed.emit(value / 1000))
        label = PlainLabel("Pen")
        label.setProperty("role", "sentence")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().space_2)
        row.addWidget(label)
        row.addWidget(self.brush, 1)
        row.addStretch(1)
        for name in BUTTONS:
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setIconSize(QSize(20, 20))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if name in WITH_WORDS:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(button)

    def set_brush(self, brush: float) -> None:
        """brush: as a share of the canvas's side."""
        self.brush.setValue(round(brush * 1000))
