"""What lies under the canvas: the width of the pen, and the buttons Why, Undo, Redo, Clear."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from app.actions import Actions
from app.look import sizes, theme
from app.views.draw.canvas import BRUSH_DEFAULT, BRUSH_LARGEST, BRUSH_SMALLEST
from app.views.widgets.place_slider import PlaceSlider
from app.views.widgets.plain import PlainLabel

HEIGHT = 36  # at 100 %
BRUSH_WIDTHS = 64, 200  # at 100 %
BUTTONS = ("why", "undo", "redo", "clear")
WITH_WORDS = ("why",)


class Tools(QWidget):
    """brush_changed: the new width of the pen, as a share of the canvas's side."""

    brush_changed = Signal(float)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brush = PlaceSlider()
        self.brush.setRange(round(BRUSH_SMALLEST * 1000), round(BRUSH_LARGEST * 1000))
        self.brush.setPageStep(20)
        self.brush.setValue(round(BRUSH_DEFAULT * 1000))
        sizes.sized(self.brush, _size_brush)
        self.brush.setToolTip("Width of the pen; the network always sees the same width")
        self.brush.setAccessibleName("Width of the pen")
        self.brush.valueChanged.connect(lambda value: self.brush_changed.emit(value / 1000))
        self._label = PlainLabel("Pen")
        self._label.setProperty("role", "sentence")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.setSpacing(theme.tokens().space_2)
        row.addWidget(self._label)
        row.addWidget(self.brush, 1)
        row.addStretch(1)
        self._worded: list[QToolButton] = []
        for name in BUTTONS:
            button = QToolButton()
            button.setDefaultAction(actions[name])
            sizes.set_icon_size(button, 20)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if name in WITH_WORDS:
                self._worded.append(button)
            row.addWidget(button)
        sizes.sized(self, Tools._fit, "room")

    def minimumSizeHint(self) -> QSize:
        """As narrow as the canvas above: what has no room then is hidden."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words, and the width of the pen, only where they have room beside the buttons."""
        style = Qt.ToolButtonStyle
        words = style.ToolButtonTextBesideIcon
        for button in self._worded:
            button.setToolButtonStyle(words)
            if self._row.minimumSize().width() > self.width():
                button.setToolButtonStyle(style.ToolButtonIconOnly)
        for part in (self._label, self.brush):
            part.show()
        for part in (self._label, self.brush):
            part.setHidden(self._row.minimumSize().width() > self.width())

    def set_brush(self, brush: float) -> None:
        """brush: as a share of the canvas's side."""
        self.brush.setValue(round(brush * 1000))


def _size_brush(brush: QSlider) -> None:
    least, largest = map(theme.px, BRUSH_WIDTHS)
    brush.setMinimumWidth(least)
    brush.setMaximumWidth(largest)
