"""What can be done to the whole network: pruning, noise, temperature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look import theme
from app.views.inspect.network.hands_slider import NumberSlider, SliderRange
from app.views.widgets.plain import PlainLabel
from core.inspection.edits import Edit, Edits, Noise, Prune, Temperature, of_same

SEED = 1  # the same noise grows and shrinks with the slider


@dataclass(frozen=True)
class WholeChange:
    """One slider. edit: what its value makes. factor: its value, of an amount that the edit has."""

    words: str
    scale: SliderRange
    tip: str
    edit: Callable[[float], Edit]
    factor: float = 1.0


CHANGES = (
    WholeChange(
        "Prune the smallest, %",
        SliderRange(0, 100, 0, 0),
        "This share of all weights, the smallest in size, becomes 0",
        lambda value: Prune(value / 100),
        100.0,
    ),
    WholeChange(
        "Noise on weights, %",
        SliderRange(0, 200, 0, 0),
        "Of the standard deviation of each layer’s weights",
        lambda value: Noise(value / 100, SEED),
        100.0,
    ),
    WholeChange(
        "Temperature",
        SliderRange(0.1, 10, 1, 2, is_log=True),
        "Divides Z of the output layer: above 1 less sure, below 1 surer",
        Temperature,
    ),
)


class WholeSection(QWidget):
    """A slider for each of CHANGES. moved and made as UnitSection's."""

    moved = Signal(object)
    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        title = PlainLabel("Whole network")
        title.setStyleSheet("font-weight: 600")
        self.sliders = [NumberSlider(each.words, each.scale, each.tip) for each in CHANGES]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.tokens().space_2)
        layout.addWidget(title)
        for slider, change in zip(self.sliders, CHANGES, strict=True):
            slider.moved.connect(lambda value, change=change: self.moved.emit(change.edit(value)))
            slider.settled.connect(lambda value, change=change: self.made.emit(change.edit(value)))
            layout.addWidget(slider)

    def settle(self) -> None:
        """End what a hand is about to do."""
        for slider in self.sliders:
            slider.settle()

    def show_edits(self, edits: Edits) -> None:
        """Show what was done to the network."""
        for slider, change in zip(self.sliders, CHANGES, strict=True):
            edit = of_same(edits, change.edit(change.scale.neutral))
            slider.set_value(change.scale.rounded(change.factor * astuple(edit)[0]))
