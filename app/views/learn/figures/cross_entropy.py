"""Cross-entropy of one example: the probability of its digit, and the loss."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot

from app.look import figures
from app.views.learn.figures.chart import Chart, ChartAxis, ChartLevel, ChartLine, ChartMark
from app.views.learn.figures.figure import Figure
from app.views.learn.figures.sliders import Sliders, ValueSlider
from app.views.learn.figures.written import short
from core.data.dataset import CLASSES
from core.network.arrays import Array
from core.network.losses import compute_loss, loss_backward, one_hot

DIGIT = 3
LEAST, LARGEST = 0.001, 0.999
HIGHEST = 5.0


def output(probability: float) -> Array:
    """(CLASSES, 1): this probability for DIGIT, and all others alike."""
    HL = np.full((CLASSES, 1), (1 - probability) / (CLASSES - 1))
    HL[DIGIT] = probability
    return HL


def loss_at(probability: float) -> float:
    """The loss of one example of DIGIT to which the network gave this probability."""
    return float(compute_loss(output(probability), one_hot(np.array([DIGIT]), CLASSES)))


class CrossEntropyFigure(Figure):
    """A slider for the probability, and the curve of the loss with the point that belongs to it."""

    def __init__(self) -> None:
        super().__init__(f"One picture of a {DIGIT}")
        self.probability = ValueSlider(f"probability of {DIGIT}", LEAST, LARGEST, write=_share)
        self.probability.set_current(0.5)
        sliders = Sliders(self.probability)
        sliders.moved.connect(self._show)
        self.chart = Chart(
            ChartAxis(f"probability of {DIGIT}", 0, 1, write=short),
            ChartAxis("loss", 0, HIGHEST, write=short),
        )
        places = np.geomspace(LEAST, 1, 160)
        self._curve = ChartLine(places, np.array([loss_at(p) for p in places.tolist()]))
        self.content.addWidget(sliders)
        self.content.addWidget(self.chart)
        self._show()

    @Slot()
    def _show(self) -> None:
        p = self.probability.current
        loss, guess = loss_at(p), loss_at(1 / CLASSES)
        self.chart.show_all(
            [self._curve],
            [
                ChartMark(1 / CLASSES, guess, "ink_soft", 7),
                ChartMark(p, loss, name=figures.figure(loss)),
            ],
            [ChartLevel(guess, f"guessing: ln {CLASSES} = {guess:.3f}")],
        )
        dZ = float(loss_backward(output(p), one_hot(np.array([DIGIT]), CLASSES))[DIGIT].item())
        self.say(
            f"The network gives {_share(p)} to {DIGIT}. The loss is −log({_share(p)}) = "
            f"{loss:.3f}, {_beside(loss, guess)}. dZ of {DIGIT} is {figures.scientific(dZ)}."
        )


def _share(p: float) -> str:
    return f"{p:.3f}"


def _beside(loss: float, guess: float) -> str:
    if abs(loss - guess) < 0.06:
        return "as by guessing"
    return "better than guessing" if loss < guess else "worse than guessing"
