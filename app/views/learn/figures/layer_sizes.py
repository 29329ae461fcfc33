"""Gradients by layer in a fresh network: where they vanish, and where they explode."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot

from app.look import figures
from app.views.learn.figures.chart import Chart, ChartAxis, ChartLine, ChartMark
from app.views.learn.figures.figure import Figure
from app.views.learn.figures.sliders import Sliders, ValueSlider
from app.views.learn.figures.written import short
from core.lessons.layer_gradients import UNITS, gradient_norms
from core.network.arrays import Array

COLORS = {"relu": "positive", "sigmoid": "negative"}
NAMES = {"relu": "ReLU", "sigmoid": "Sigmoid"}
MOST_LAYERS = 8
LOWEST, HIGHEST = -9.0, 5.0  # powers of ten
SMALL, LARGE = 0.1, 10.0  # of layer 1's gradient beside the last layer's


class LayerSizesFigure(Figure):
    """Sliders for the depth and for the size of the first weights; ‖dW‖ of each layer."""

    def __init__(self) -> None:
        super().__init__("‖dW‖ of each layer before the first step")
        self.hidden = ValueSlider("hidden layers", 1, MOST_LAYERS, write=short, step=1)
        self.scale = ValueSlider("size of the weights", 0.1, 4, write=_times, logarithmic=True)
        self.hidden.set_current(5)
        self.scale.set_current(1)
        sliders = Sliders(self.hidden, self.scale)
        sliders.moved.connect(self._show)
        self.chart = Chart(self._layers(), _powers(LOWEST, HIGHEST))
        self.content.addWidget(sliders)
        self.content.addWidget(self.chart)
        self._show()

    @property
    def norms(self) -> dict[str, Array]:
        """By activation, (hidden + 1,): ‖dW‖ of each layer."""
        hidden = round(self.hidden.current)
        return {name: gradient_norms(hidden, name, self.scale.current) for name in COLORS}

    def _layers(self) -> ChartAxis:
        return ChartAxis("layer", 1, round(self.hidden.current) + 1, whole=True, write=short)

    @Slot()
    def _show(self) -> None:
        norms = self.norms
        layers = np.arange(1.0, round(self.hidden.current) + 2)
        heights = {name: np.log10(np.maximum(each, 1e-300)) for name, each in norms.items()}
        every = np.concatenate(list(heights.values()))
        low, high = min(float(every.min()), -2.0), max(float(every.max()), 1.0)
        self.chart.set_axes(self._layers(), _powers(np.floor(low), np.ceil(high)))
        self.chart.show_all(
            [ChartLine(layers, heights[k], COLORS[k], name=NAMES[k]) for k in COLORS],
            [
                ChartMark(x, y, COLORS[k], 7)
                for k in COLORS
                for x, y in zip(layers.tolist(), heights[k].tolist(), strict=True)
            ],
        )
        self.say(
            f"{len(layers)} layers, {UNITS} units in each hidden one, weights "
            f"{_times(self.scale.current)} what He’s rule draws, on starter digits. "
            + " ".join(f"{NAMES[name]}: {_verdict(each)}" for name, each in norms.items())
        )


def _powers(low: float, high: float) -> ChartAxis:
    return ChartAxis("‖dW‖", low, high, logarithmic=True, write=_power)


def _power(value: float) -> str:
    exponent = round(np.log10(value))
    return f"1e{exponent}".replace("-", figures.MINUS) if abs(exponent) > 3 else f"{value:g}"


def _times(value: float) -> str:
    return f"{value:.2g} ×"


def _verdict(norms: Array) -> str:
    """What the gradient of the first hidden layer is beside that of the last hidden one.

    Layer 1 has more inputs than all others, and the last layer is no hidden one.
    """
    size = float(norms.max())
    if size < 1e-3:
        return f"too small in every layer, {figures.scientific(size)} at most."
    if size > 100:
        return f"it explodes, up to {figures.scientific(size)}."
    share = float(norms[0] / norms[-1])
    if share < SMALL:
        return (
            f"layer 1 gets {figures.scientific(1 / share)} times less than the last: it vanishes."
        )
    if share > LARGE:
        return f"layer 1 gets {figures.scientific(share)} times more than the last."
    return f"layer 1 gets {figures.scientific(share)} times what the last gets: sound."
