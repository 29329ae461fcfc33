"""Softmax: three numbers of any size become three probabilities."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot

from app.look.figures import percent
from app.views.learn.figures.bars import Bar, Bars
from app.views.learn.figures.figure import Figure
from app.views.learn.figures.sliders import Sliders, ValueSlider
from app.views.learn.figures.written import short
from core.network.activations import softmax
from core.network.arrays import Array

LARGEST = 6.0
FIRST = (1.0, 2.0, -1.0)


class SoftmaxFigure(Figure):
    """A slider for each of three Z, and one that is added to all of them: it changes nothing."""

    def __init__(self) -> None:
        super().__init__("Softmax of three numbers")
        *self.Z, self.shift = (
            ValueSlider(name, -LARGEST, LARGEST, write=short, step=0.1)
            for name in ("Z of unit 1", "Z of unit 2", "Z of unit 3", "added to all")
        )
        for slider, value in zip((*self.Z, self.shift), (*FIRST, 0.0), strict=True):
            slider.set_current(value)
        sliders = Sliders(*self.Z, self.shift)
        sliders.moved.connect(self._show)
        self.bars = Bars()
        self.content.addWidget(sliders)
        self.content.addWidget(self.bars)
        self._show()

    @property
    def probabilities(self) -> Array:
        """(3,), of the values that are set."""
        Z = np.array([[each.current + self.shift.current] for each in self.Z])
        return softmax(Z)[0][:, 0]

    @Slot()
    def _show(self) -> None:
        shares = self.probabilities.tolist()
        best = int(np.argmax(shares))
        self.bars.show_bars(
            [
                Bar(f"H of unit {k + 1}", share, percent(share), "ink" if k == best else "outline")
                for k, share in enumerate(shares)
            ]
        )
        self.say(
            f"{percent(shares[0])}, {percent(shares[1])} and {percent(shares[2])}: together 100 %, "
            f"but for rounding. Unit {best + 1} is the answer. What is added to all changes "
            "nothing: only the distances between the Z count."
        )
