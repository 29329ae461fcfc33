"""A slider that goes where it is pressed, and from there along with the pointer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget


class PlaceSlider(QSlider):
    """A lying one. Qt's own goes a page towards the pointer instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and not handle.contains(event.position().toPoint()):
            along = round(event.position().x() - handle.width() / 2)
            room = self.width() - handle.width()
            self.setValue(
                QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), along, room)
            )
        super().mousePressEvent(event)  # the handle is under the pointer now, and is dragged
