"""A number that is moved with a slider or typed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QSlider, QWidget

from app.look import theme
from app.look.figures import MINUS
from app.views.widgets.plain import PlainLabel, plain_tip
from core.typed_numbers import number

STEPS = 200
REST_MS = 400  # without a move: what the keys did is one change to be undone


@dataclass(frozen=True)
class SliderRange:
    """From low to high, in equal steps or, where is_log, by equal factors. decimals: as written.
    neutral: what changes nothing."""

    low: float
    high: float
    neutral: float
    decimals: int = 2
    is_log: bool = False

    def at(self, step: int) -> float:
        """The value at a step of the slider, rounded to `decimals`."""
        share = step / STEPS
        if self.is_log:
            return self.rounded(self.low * (self.high / self.low) ** share)
        return self.rounded(self.low + (self.high - self.low) * share)

    def step(self, value: float) -> int:
        """The step nearest to a value."""
        value = min(max(value, self.low), self.high)
        if self.is_log:
            return round(STEPS * math.log(value / self.low) / math.log(self.high / self.low))
        return round(STEPS * (value - self.low) / (self.high - self.low))

    def rounded(self, value: float) -> float:
        return round(value, self.decimals) + 0.0  # no -0

    def text(self, value: float) -> str:
        return f"{value:.{self.decimals}f}".replace("-", MINUS)

    def parse(self, text: str) -> float:
        """A number of the range, rounded, as people type it, with “%” or without. Raises ValueError
        with a sentence."""
        try:
            value = self.rounded(number(text.strip().removesuffix("%")))
        except ValueError:
            value = math.nan
        if not self.low <= value <= self.high:
            raise ValueError(f"Type a number from {self.text(self.low)} to {self.text(self.high)}.")
        return value


class NumberSlider(QWidget):
    """A label, a field for the number at its right, and a slider below.

    moved: with each move. settled: when a move has ended; the value is then one to be undone.
    """

    moved = Signal(float)
    settled = Signal(float)

    def __init__(self, words: str, scale: SliderRange, tip: str) -> None:
        super().__init__()
        self.scale = scale
        self._value = scale.neutral
        self._is_settled = True
        self.label = PlainLabel(words)
        self.label.setWordWrap(True)
        self.field = _NumberField()
        self.slider = _CalmSlider()
        self._tip = tip
        for control in (self.field, self.slider):
            control.setAccessibleName(words)
            control.setToolTip(plain_tip(tip))
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self.settle)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(self.settle)
        self.field.editingFinished.connect(self._on_typed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.label, 0, 0)
        layout.addWidget(self.field, 0, 1)
        layout.addWidget(self.slider, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        self._show()

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float, scale: SliderRange | None = None) -> None:
        """Show a value, in silence. A move that is under way and led to another is forgotten."""
        if value == self._value and scale in (None, self.scale):
            return
        self.scale = scale or self.scale
        self._rest.stop()
        self._is_settled = True
        self._value = value
        self._show()

    @Slot()
    def settle(self) -> None:
        """End the move that is under way, if there is one."""
        self._rest.stop()
        if not self._is_settled:
            self._is_settled = True
            self.settled.emit(self._value)

    @Slot(int)
    def _on_slider(self, step: int) -> None:
        self._value = self.scale.at(step)
        self._is_settled = False
        self._show_number()
        self.moved.emit(self._value)
        if not self.slider.isSliderDown():
            self._rest.start()

    @Slot()
    def _on_typed(self) -> None:
        if self.field.text() == self.scale.text(self._value):
            self._mark("")
            return
        try:
            value = self.scale.parse(self.field.text())
        except ValueError as error:
            self._mark(str(error))
            return
        self.set_value(value)
        self._show()
        self.settled.emit(value)

    def _show(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(self.scale.step(self._value))
        self.slider.blockSignals(False)
        self._show_number()

    def _show_number(self) -> None:
        self.field.setText(self.scale.text(self._value))
        self._mark("")

    def _mark(self, reason: str) -> None:
        if bool(reason) != bool(self.field.property("invalid")):
            self.field.setProperty("invalid", bool(reason))
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)
        self.field.setToolTip(plain_tip(reason or self._tip))
        self.field.setAccessibleDescription(reason or self._tip)


class _NumberField(QLineEdit):
    """As wide as its longest number needs."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(f"{MINUS}00.000")
        return QSize(wide + 2 * theme.tokens().space_3, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _CalmSlider(QSlider):
    """It leaves the wheel to the pane that scrolls, unless it has the focus."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, STEPS)
        self.setPageStep(STEPS // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
