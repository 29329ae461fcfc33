"""The slope of the bend: H, g′(Z), and what comes back of dH."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot

from app.look import figures
from app.views.learn.figures.chart import Chart, ChartAxis, ChartLine, ChartMark
from app.views.learn.figures.choice_row import ChoiceRow
from app.views.learn.figures.figure import Figure
from app.views.learn.figures.sliders import Sliders, ValueSlider
from app.views.learn.figures.written import factor, short
from core.network.activations import activation_named

BENDS = {"relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh"}
FURTHEST, STEEPEST = 6.0, 3.0
HEIGHTS = {"relu": (-1.0, 6.0), "sigmoid": (-0.25, 1.25), "tanh": (-1.25, 1.25)}


class SlopeFigure(Figure):
    """An activation and its derivative as curves, with sliders for Z and dH."""

    def __init__(self) -> None:
        super().__init__("What comes back through the bend")
        self.bend = ChoiceRow("Activation", BENDS)
        self.Z = ValueSlider("Z", -FURTHEST, FURTHEST, write=short, step=0.1)
        self.dH = ValueSlider("dH", -STEEPEST, STEEPEST, write=short, step=0.1)
        self.Z.set_current(1.5)
        self.dH.set_current(-1.5)
        sliders = Sliders(self.Z, self.dH)
        sliders.moved.connect(self._show)
        self.bend.chosen.connect(self._show)
        self._x = ChartAxis("Z", -FURTHEST, FURTHEST, write=short)
        self.chart = Chart(self._x, ChartAxis("H and slope", 0, 1))
        self.content.addWidget(self.bend)
        self.content.addWidget(sliders)
        self.content.addWidget(self.chart)
        self._show()

    @property
    def values(self) -> tuple[float, float, float]:
        """(H, slope, dZ) at the Z and dH that are set."""
        g = activation_named(self.bend.choice)
        Z, dH = np.array([[self.Z.current]]), np.array([[self.dH.current]])
        H, memory = g.forward(Z)
        slope, dZ = g.backward(np.ones_like(Z), memory), g.backward(dH, memory)
        return float(H.item()), float(slope.item()), float(dZ.item())

    @Slot()
    def _show(self) -> None:
        name = self.bend.choice
        g = activation_named(name)
        Z = np.linspace(-FURTHEST, FURTHEST, 241)[None]
        slopes = g.backward(np.ones_like(Z), Z)
        H, slope, dZ = self.values
        at = self.Z.current
        self.chart.set_axes(self._x, ChartAxis("H and slope", *HEIGHTS[name], write=short))
        self.chart.show_all(
            [
                ChartLine(Z[0], slopes[0], "plot_validation", 1.4, dashed=True, name="g′"),
                ChartLine(Z[0], g.forward(Z)[0][0], name="H"),
            ],
            [ChartMark(at, slope, "plot_validation"), ChartMark(at, H)],
        )
        self.say(
            f"At Z = {short(at)} {BENDS[name]} gives H = {figures.scientific(H)}, and its slope "
            f"g′(Z) is {figures.scientific(slope)}. So dZ = {factor(self.dH.current)} · "
            f"{figures.scientific(slope)} = {figures.scientific(dZ)}: {_share(slope)}."
        )


def _share(slope: float) -> str:
    if slope == 0:
        return "nothing comes back"
    return (
        "all of dH comes back"
        if slope > 0.995
        else f"{figures.rough_percent(slope)} of dH comes back"
    )
