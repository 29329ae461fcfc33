"""A small array whose numbers can be typed."""

from __future__ import annotations

import re

import numpy as np
from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QVBoxLayout, QWidget

from app.look import theme
from app.look.figures import MINUS
from app.views.learn.figures.written import short
from app.views.widgets.plain import PlainLabel
from core.network.arrays import Array
from core.typed_numbers import number

LARGEST, DECIMALS, STEP = 99.0, 2, 0.5
WIDEST = f"{MINUS}0.25"
_BEGUN = re.compile(rf"[\d\s.,+{MINUS}-]*")


class NumberField(QDoubleSpinBox):
    """A number with at most DECIMALS decimals, read as people write it: “−0,5”.

    The arrow keys add and take STEP; the wheel scrolls the page.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setLocale(QLocale.c())
        self.setRange(-LARGEST, LARGEST)
        self.setDecimals(DECIMALS)
        self.setSingleStep(STEP)
        self.lineEdit().setTextMargins(theme.tokens().space_1, 0, 0, 0)
        self.setAccessibleName(name)

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """What may yet become a number is let in."""
        state = QValidator.State
        value = _number(text)
        if value is not None:
            is_in = self.minimum() <= value <= self.maximum()
            return (state.Acceptable if is_in else state.Intermediate), text, at
        return (state.Intermediate if _BEGUN.fullmatch(text) else state.Invalid), text, at

    def valueFromText(self, text: str) -> float:
        value = _number(text)
        return self.value() if value is None else value

    def textFromValue(self, value: float) -> str:
        return short(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ArrayFields(QWidget):
    """A field for each number of an array, beneath its name and shape. changed: any of them."""

    changed = Signal()

    def __init__(self, name: str, values: Array) -> None:
        super().__init__()
        rows, columns = values.shape
        title = PlainLabel(f"{name}  {rows} × {columns}")
        title.setProperty("role", "note")
        self.fields = [
            [
                NumberField(f"{name}, row {row + 1}, column {column + 1}")
                for column in range(columns)
            ]
            for row in range(rows)
        ]
        grid = QGridLayout()
        grid.setSpacing(theme.tokens().space_1)
        for row, fields in enumerate(self.fields):
            for column, field in enumerate(fields):
                field.setValue(float(values[row, column]))
                field.valueChanged.connect(self.changed)
                grid.addWidget(field, row, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.tokens().space_2, 0)
        layout.setSpacing(theme.tokens().space_1)
        layout.addWidget(title)
        layout.addLayout(grid)
        layout.addStretch(1)
        theme.watcher().changed.connect(self._dress)
        self._dress()

    @property
    def values(self) -> Array:
        """The numbers that are set, in the array's shape."""
        return np.array([[field.value() for field in row] for row in self.fields])

    @Slot()
    def _dress(self) -> None:
        """As wide as a usual number and the arrows beside it need."""
        for field in (each for row in self.fields for each in row):
            field.setFont(theme.font(theme.tokens().type_text))
            width = field.fontMetrics().horizontalAdvance(WIDEST)
            field.setFixedWidth(width + theme.tokens().space_5)


def _number(text: str) -> float | None:
    try:
        return number(text)
    except ValueError:
        return None
