"""Nudging one weight: how near the difference of two losses is to the gradient, by ε."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import Slot

from app.look import figures
from app.views.learn.figures.chart import Chart, ChartAxis, ChartLine, ChartMark
from app.views.learn.figures.choice_row import ChoiceRow
from app.views.learn.figures.figure import STARTER_DIGIT, Figure, FigureInput
from app.views.learn.figures.sliders import Sliders, ValueSlider
from core.lessons.nudged_weight import DIMENSIONS, LAST, NudgedWeight
from core.network.arrays import Array

DTYPES: dict[str, Any] = {"float64": np.float64, "float32": np.float32}
NAMES = {"float64": "float64, 16 digits", "float32": "float32, 7 digits"}
SMALLEST, LARGEST = -12.0, 0.0  # powers of ten of ε
LEAST_ERROR = 1e-13  # a smaller one is drawn there
HEIGHTS = (math.log10(LEAST_ERROR), 1.0)
GOOD, BAD = 1e-6, 1e-4  # as the page says


class NudgeFigure(Figure):
    """A slider for ε; the error of the central and of the one-sided difference as curves."""

    def __init__(self) -> None:
        super().__init__("Nudge one weight")
        self.step = ValueSlider("ε", 10**SMALLEST, 10**LARGEST, write=_epsilon, logarithmic=True)
        self.step.set_current(1e-5)
        self.dtype = ChoiceRow("Numbers", NAMES)
        sliders = Sliders(self.step)
        sliders.moved.connect(self._show)
        self.dtype.chosen.connect(self._measure)
        self.chart = Chart(
            ChartAxis("ε", SMALLEST, LARGEST, logarithmic=True, write=_epsilon),
            ChartAxis("relative error", *HEIGHTS, logarithmic=True, write=_epsilon),
        )
        self.content.addWidget(self.dtype)
        self.content.addWidget(sliders)
        self.content.addWidget(self.chart)
        self.set_input(FigureInput())

    def set_input(self, given: FigureInput) -> None:
        self._name = given.name
        digit = given.digit
        self.weight = NudgedWeight(given.image, STARTER_DIGIT if digit is None else digit)
        self._measure()

    @Slot()
    def _measure(self) -> None:
        """Both curves: they depend on the drawing and on the kind of numbers."""
        powers = np.linspace(SMALLEST, LARGEST, 61)
        dtype, weight = DTYPES[self.dtype.choice], self.weight
        central = [weight.error(weight.central(10**p, dtype)) for p in powers.tolist()]
        one_sided = [weight.error(weight.one_sided(10**p, dtype)) for p in powers.tolist()]
        self._curves = [
            ChartLine(powers, _height(one_sided), "ink_soft", 1.2, dashed=True, name="one side"),
            ChartLine(powers, _height(central), name="central"),
        ]
        self._show()

    @Slot()
    def _show(self) -> None:
        step, dtype, weight = self.step.current, DTYPES[self.dtype.choice], self.weight
        central, one_sided = weight.central(step, dtype), weight.one_sided(step, dtype)
        errors = weight.error(one_sided), weight.error(central)
        at = math.log10(step)
        self.chart.show_all(
            self._curves,
            [
                ChartMark(at, float(_height([errors[0]])[0]), "ink_soft", 7),
                ChartMark(at, float(_height([errors[1]])[0])),
            ],
        )
        unit, number = weight.index
        name = figures.symbol(f"d{LAST}")
        self.say(
            f"{self._name[0].upper()}{self._name[1:]} in a fresh network "
            f"{figures.layers(DIMENSIONS)}. Backward says {name}[{unit}, {number}] = "
            f"{_digits(weight.gradient)}. The central difference with ε = {_epsilon(step)} says "
            f"{_digits(central)}: relative error {_epsilon(errors[1])}, {_verdict(errors[1])}. "
            f"One-sided: {_epsilon(errors[0])}."
        )


def _height(errors: list[float]) -> Array:
    heights: Array = np.log10(np.maximum(np.array(errors), LEAST_ERROR))
    return heights


def _verdict(error: float) -> str:
    if error < GOOD:
        return "just rounding"
    return "which would look like a mistake" if error > BAD else "not good enough to tell"


def _digits(value: float) -> str:
    return f"{value:.8f}".replace("-", figures.MINUS)


def _epsilon(value: float) -> str:
    """“3e−5”, “0.1”, “0”."""
    if value == 0 or 1e-2 <= value <= 100:
        return f"{value:.2g}"
    return f"{value:.0e}".replace("e-0", "e-").replace("-", figures.MINUS)
