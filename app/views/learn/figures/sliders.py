"""Sliders with a name before and the value behind, aligned beneath each other."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QSlider, QWidget

from app.look import figures, theme
from app.views.widgets.plain import PlainLabel

STEPS = 200
NARROWEST = 140  # logical pixels at 100 %, for a slider and the gaps beside it


class ValueSlider(QSlider):
    """A slider from `low` to `high`. step: between two values; None for STEPS of them, which are
    equal factors where it is logarithmic.

    name: what it sets. write: a value in words. value_changed: the new value. The wheel scrolls the
    page and moves no slider.
    """

    value_changed = Signal(float)

    def __init__(
        self,
        name: str,
        low: float,
        high: float,
        *,
        write: Callable[[float], str] = figures.scientific,
        step: float | None = None,
        logarithmic: bool = False,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.name, self.write = name, write
        self._low, self._high, self._logarithmic = low, high, logarithmic
        self._steps = STEPS if step is None else round((high - low) / step)
        self.setRange(0, self._steps)
        self.setPageStep(max(self._steps // 10, 1))
        self.setAccessibleName(name)
        self.setMinimumWidth(80)
        self.valueChanged.connect(self._on_moved)

    @property
    def current(self) -> float:
        """The value that is set."""
        return self._value_at(self.value())

    def set_current(self, value: float) -> None:
        """Set the step that is nearest to `value`."""
        low, high = self._low, self._high
        if self._logarithmic:
            value, low, high = math.log(value), math.log(low), math.log(high)
        self.setValue(round((value - low) / (high - low) * self._steps))
        self.setAccessibleDescription(self.write(self.current))

    def some_words(self) -> list[str]:
        """The words of values from the least to the largest."""
        stride = max(self._steps // 40, 1)
        return [self.write(self._value_at(step)) for step in range(0, self._steps + 1, stride)]

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @Slot()
    def _on_moved(self) -> None:
        self.setAccessibleDescription(self.write(self.current))
        self.value_changed.emit(self.current)

    def _value_at(self, step: int) -> float:
        share = step / self._steps
        if self._logarithmic:
            return math.exp(math.log(self._low) * (1 - share) + math.log(self._high) * share)
        return round(self._low + (self._high - self._low) * share, 9)


class Sliders(QWidget):
    """Rows of a name, a slider and its value; names stand above where there is little room.

    moved: any of them.
    """

    moved = Signal()

    def __init__(self, *sliders: ValueSlider) -> None:
        super().__init__()
        self._sliders = sliders
        self._names = [PlainLabel(slider.name) for slider in sliders]
        self._values = [PlainLabel() for _ in sliders]
        self._is_narrow: bool | None = None
        look = theme.tokens()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.space_3)
        self._grid.setVerticalSpacing(look.space_1)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for slider, value in zip(sliders, self._values, strict=True):
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            slider.value_changed.connect(self._on_moved)
        theme.watcher().changed.connect(self._dress)
        self._arrange(is_narrow=False)
        self._dress()
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _on_moved(self) -> None:
        self._write()
        self.moved.emit()

    def _write(self) -> None:
        for slider, value in zip(self._sliders, self._values, strict=True):
            value.setText(slider.write(slider.current))

    @Slot()
    def _dress(self) -> None:
        """Give each value the room of its longest words, so that nothing moves beside it."""
        for slider, value in zip(self._sliders, self._values, strict=True):
            value.setFont(theme.font(theme.tokens().type_text))
            widest = max(map(value.fontMetrics().horizontalAdvance, slider.some_words()))
            value.setMinimumWidth(widest + theme.tokens().space_1)
        self._fit()

    def _fit(self) -> None:
        beside = max(each.sizeHint().width() for each in self._names)
        behind = max(each.minimumWidth() for each in self._values)
        self._arrange(is_narrow=self.width() < beside + behind + theme.px(NARROWEST))

    def _arrange(self, *, is_narrow: bool) -> None:
        if is_narrow is self._is_narrow:
            return
        self._is_narrow = is_narrow
        rows = zip(self._names, self._sliders, self._values, strict=True)
        for row, (name, slider, value) in enumerate(rows):
            self._grid.addWidget(name, 2 * row, 0)
            self._grid.addWidget(value, 2 * row, 2)
            if is_narrow:
                self._grid.addWidget(slider, 2 * row + 1, 0, 1, 3)
            else:
                self._grid.addWidget(slider, 2 * row, 1)
