"""Gradient descent by steps of one's own size, down a real loss."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot

from app.look import figures
from app.views.learn.figures.chart import Chart, ChartAxis, ChartLevel, ChartLine, ChartMark
from app.views.learn.figures.figure import Figure
from app.views.learn.figures.sliders import Sliders, ValueSlider
from app.views.learn.figures.written import short
from core.data.dataset import CLASSES
from core.lessons.descent import DIMENSIONS, starter_line
from core.lessons.starter_examples import COUNT
from core.network.arrays import Array

LEAST, LARGEST, FIRST = 0.05, 20.0, 0.5  # learning rates
MOST_STEPS = 12
SLOW = 0.4  # of the first loss is left
LEFT, RIGHT, HIGHEST = -2.0, 13.0, 5.0


class DescentFigure(Figure):
    """Sliders for the learning rate and the steps; the loss along a line, and where they lead."""

    def __init__(self) -> None:
        super().__init__("Steps down a loss")
        self.rate = ValueSlider(
            "learning rate", LEAST, LARGEST, write=figures.figure, logarithmic=True
        )
        self.steps = ValueSlider("steps", 0, MOST_STEPS, write=short, step=1)
        self.rate.set_current(FIRST)
        self.steps.set_current(MOST_STEPS)
        sliders = Sliders(self.rate, self.steps)
        sliders.moved.connect(self._show)
        self.line = starter_line()
        self.chart = Chart(
            ChartAxis("way along the line", LEFT, RIGHT, write=short),
            ChartAxis("loss", 0, HIGHEST, write=short),
        )
        places = np.linspace(LEFT, RIGHT, 90)
        self._curve = ChartLine(places, np.array([self.line.loss(s) for s in places.tolist()]))
        self._guess = ChartLevel(float(np.log(CLASSES)), "guessing")
        self.content.addWidget(sliders)
        self.content.addWidget(self.chart)
        self._show()

    @Slot()
    def _show(self) -> None:
        steps = round(self.steps.current)
        places, losses = self.line.descent(self.rate.current, steps)
        way = ChartLine(places, losses, "accent", 1.0)
        ways = zip(places.tolist(), losses.tolist(), strict=True)
        marks = [ChartMark(x, y, size=7) for x, y in ways]
        marks[0] = ChartMark(places[0], losses[0], "ink_soft", name="start")
        self.chart.show_all([self._curve, way], marks, [self._guess])
        network = figures.layers(DIMENSIONS)
        self.say(
            f"Learning rate {figures.figure(self.rate.current)}: {figures.counted(steps, 'step')} "
            f"take the loss from {losses[0]:.3f} to {losses[-1]:.3f}. {_verdict(losses)} "
            f"(The mean loss of {COUNT} starter digits in a network {network}.)"
        )


def _verdict(losses: Array) -> str:
    if len(losses) < 2:
        return "Take a step."
    if losses[-1] > losses[0] or losses[1:].max() > losses[0]:
        return "The steps leap over the valley: too large."
    if np.any(np.diff(losses) > 1e-3):
        return "They cross the valley and come back."
    return "Slow, but downwards." if losses[-1] > SLOW * losses[0] else "Downwards at each step."
