"""One unit: what it multiplies, adds up, and bends."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot

from app.views.learn.figures.bars import Bar, Bars
from app.views.learn.figures.figure import Figure
from app.views.learn.figures.sliders import Sliders, ValueSlider
from app.views.learn.figures.written import products, short
from core.network.layers import layer_forward

LARGEST = 3.0  # magnitude of weights and bias
MOST = 3 * LARGEST  # magnitude of z


class UnitFigure(Figure):
    """Two inputs, two weights, a bias: z and what ReLU makes of it."""

    def __init__(self) -> None:
        super().__init__("A unit with two inputs")
        self.inputs = [ValueSlider(f"input {k}", 0, 1, write=short, step=0.05) for k in (1, 2)]
        self.weights = [_signed(f"weight {k}") for k in (1, 2)]
        self.bias = _signed("bias")
        every = (*self.inputs, *self.weights, self.bias)
        for slider, value in zip(every, (0.5, 1.0, 2.0, -1.0, 0.25), strict=True):
            slider.set_current(value)
        sliders = Sliders(*every)
        sliders.moved.connect(self._show)
        self.bars = Bars()
        self.content.addWidget(sliders)
        self.content.addWidget(self.bars)
        self._show()

    @Slot()
    def _show(self) -> None:
        x = np.array([[each.current] for each in self.inputs])
        W = np.array([[each.current for each in self.weights]])
        H, (_, Z) = layer_forward(x, W, np.array([[self.bias.current]]))
        z, h = float(Z.item()), float(H.item())
        color = "negative" if z < 0 else "positive"
        self.bars.show_bars(
            [
                Bar("z", abs(z) / MOST, short(z), color),
                Bar("H", h / MOST, short(h), "positive"),
            ]
        )
        sums = products(zip(W[0].tolist(), x[:, 0].tolist(), strict=True))
        bend = "ReLU lets it through" if h > 0 else "ReLU makes it 0"
        bias = self.bias.current
        sign = "−" if bias < 0 else "+"
        self.say(f"z = {sums} {sign} {short(abs(bias))} = {short(z)}. {bend}: H = {short(h)}.")


def _signed(name: str) -> ValueSlider:
    return ValueSlider(name, -LARGEST, LARGEST, write=short, step=0.05)
