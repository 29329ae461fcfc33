"""How a network stands images that are turned, shifted, noisy, or drawn with another pen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.look import figures
from app.views.data.mistakes.share_plot import SharePlot
from app.views.widgets.buttons import text_button
from app.views.widgets.plain import PlainLabel
from core.evaluation.distortions import DISTORTIONS
from core.evaluation.robustness import SAMPLE, RobustnessPoint, points

GIVEN_UP = "Given up. What was measured is drawn."
WHAT = (
    f"Turned, shifted, noisy, and with another pen: up to {figures.count(SAMPLE)} images, each "
    "class with its share of them."
)


class DistortionPlot(SharePlot):
    """The share right at each level of one distortion, with its 95 % interval."""

    def __init__(self, kind: str) -> None:
        distortion = DISTORTIONS[kind]
        super().__init__(distortion.name, "Not measured yet.", lambda level: f"{level:g}")
        self.kind = kind
        self._unit = distortion.unit
        self._curve = self.plot.add_curve("accent", 1.5)
        self._marks = self.plot.add_marks("accent", 6)
        self._bars = self.add_error_bars("ink_soft")
        self._points: list[RobustnessPoint] = []
        self.read = self._words_at
        levels = distortion.levels
        room = (levels[-1] - levels[0]) / 40
        self._span = levels[0] - room, levels[-1] + room

    def set_points(self, measured: tuple[RobustnessPoint, ...]) -> None:
        self._points = [each for each in measured if each.kind == self.kind]
        self.plot.set_empty(not self._points)
        levels = np.array([each.level for each in self._points], np.float64)
        shares = np.array([each.share for each in self._points])
        bounds = np.array([each.interval for each in self._points]).reshape(-1, 2)
        self.fit(*self._span, 0)
        self._curve.setData(levels, shares)
        self._marks.setData(levels, shares)
        self._bars.set_bars(levels, bounds[:, 0], bounds[:, 1])

    def _words_at(self, x: float) -> str:
        nearest = min(self._points, key=lambda each: abs(each.level - x))
        low, high = nearest.interval
        right = f"{figures.percent(nearest.share)} right ({100 * low:.1f} to {100 * high:.1f})"
        return f"{nearest.level:g}{figures.THIN}{self._unit}: {right}"


class RobustnessPane(QWidget):
    """Four curves, measured when asked for. wanted: measure. given_up: stop measuring."""

    wanted = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.measured: tuple[RobustnessPoint, ...] = ()
        self.plots = [DistortionPlot(kind) for kind in DISTORTIONS]
        self.start = text_button("run", "Measure", self.wanted.emit, "Distort images and read them")
        self.cancel = text_button("stop", "Cancel", self.given_up.emit)
        self.words = PlainLabel()
        self.words.setProperty("role", "note")
        self.words.setWordWrap(True)
        heading = PlainLabel("When the images change")
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(heading)
        row.addWidget(self.start)
        row.addWidget(self.cancel)
        row.addWidget(self.words, 1)
        grid = QGridLayout()
        grid.setSpacing(12)
        for k, plot in enumerate(self.plots):
            grid.addWidget(plot, k // 2, k % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addLayout(grid, 1)
        self.set_ready(False)
        self.clear()

    def clear(self) -> None:
        """Of another network or set."""
        self.show_points(())
        self.words.setText(WHAT)

    def set_ready(self, ready: bool) -> None:
        """Whether there is a network and a set to measure."""
        self.start.setEnabled(ready)
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        self.start.setVisible(not busy)
        self.cancel.setVisible(busy)

    def show_points(self, measured: tuple[RobustnessPoint, ...]) -> None:
        self.measured = measured
        for plot in self.plots:
            plot.set_points(measured)
        if measured:
            count = figures.counted(measured[0].count, "image")
            words = f"{len(measured)} of {points()} levels, on {count}."
            self.words.setText(f"{words} Upright lines: what all images lie in, 19 times of 20.")

    def show_end(self) -> None:
        """There will be no more points."""
        self.set_busy(False)
        if len(self.measured) < points():
            self.words.setText(GIVEN_UP)
