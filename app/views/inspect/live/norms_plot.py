"""‖dW‖ of every layer over the run, on a logarithmic axis; the chosen layer stands out."""

from __future__ import annotations

import math
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QPaintEvent

from app.background.training.gradient_history import WINDOW, GradientHistory
from app.look import figures
from app.views.widgets.frames import Frames
from app.views.widgets.plot.axes import Axis, EndLabel, steps_axis
from app.views.widgets.plot.curve import Curve
from app.views.widgets.plot.plot import Board, Plot
from app.views.widgets.plot.ranges import StepsRange

ROOM = 120  # for “layer 12 1.23e−4”
MOST_POINTS = 200  # of one line
FEWEST_DECADES = 1.0


class NormsPlot(Board):
    """A line a layer, through medians of steps that were measured one after the other. Drawn when
    set_history is called, not by itself."""

    def __init__(self, frames: Frames) -> None:
        super().__init__()
        self._frames = frames
        self._low = 0.0
        self._pointed: int | None = None  # place of the step under the pointer
        self._history = GradientHistory()
        self._length = 0
        self.layer = 1
        self._whole = False
        self._steps = StepsRange()
        self.plot = Plot(
            f"‖dW‖ of every layer, median of {WINDOW} steps",
            "The size of every layer's gradient will be drawn here.",
            Axis("left", _tick),
            steps_axis(),
            ROOM,
        )
        self.plot.left.logarithmic = True
        self.plot.view.setMouseEnabled(False, False)
        self.add_plot(self.plot)
        self._strong = self.plot.add_curve("ink", 1.6)
        self._strong.setZValue(1)
        self._soft: list[Curve] = []
        self.scene().sigMouseMoved.connect(self._on_pointer)
        self.dress()

    def set_run(self, total: int) -> None:
        """A run of `total` steps begins, or has become longer or shorter."""
        if not self._length:
            self._steps = StepsRange()
        self._steps.total = total

    def set_history(
        self, history: GradientHistory, length: int, layer: int, *, whole: bool = False
    ) -> None:
        """Draw the first `length` measured steps of `history`, with `layer` (from 1) standing out.

        whole: the run is over, so the axis ends with its last step.
        """
        self._history, self._length, self.layer, self._whole = history, length, layer, whole
        self.plot.set_empty(not length)
        if not length:
            self._pointed = None
            for curve in (self._strong, *self._soft):
                curve.setData(np.empty(0), np.empty(0))
            self.plot.ends.set_labels(0, [])
            return
        lines = [self._line(each + 1) for each in range(history.layers)]
        self._fit(lines)
        self._draw(lines)
        self._label()

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._frames.painting():
            super().paintEvent(event)

    def labels(self) -> list[str]:
        return self.plot.ends.texts()

    def _line(self, layer: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Steps and log10 of their medians, (k,) each; -inf for 0, norms that are not finite left
        out."""
        steps, norms = self._history.line(layer, self._length, MOST_POINTS)
        finite = np.isfinite(norms)
        with np.errstate(divide="ignore"):
            return steps[finite], np.log10(norms[finite], dtype=np.float64)

    def _fit(self, lines: list[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> None:
        norms = np.concatenate([y for _, y in lines])
        norms = norms[np.isfinite(norms)]
        low, high = (float(norms.min()), float(norms.max())) if norms.size else (-1.0, 0.0)
        low, high = math.floor(2 * low) / 2, math.ceil(2 * high) / 2
        low = min(low, high - FEWEST_DECADES)
        last = int(self._history.steps[self._length - 1])
        end = float(last) if self._whole else self._steps.end(last, monotonic())
        self.plot.fit_x(0, max(end, 2))
        self.plot.fit_y(low, high)
        self._low = low

    def _draw(self, lines: list[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> None:
        while len(self._soft) < len(lines) - 1:
            self._soft.append(self.plot.add_curve("outline", 1.0))
            self.plot.dress()
        others = [line for k, line in enumerate(lines) if k != self.layer - 1]
        empty = [(np.empty(0, np.int64), np.empty(0))] * (len(self._soft) - len(others))
        for curve, (x, y) in zip(
            (self._strong, *self._soft), (lines[self.layer - 1], *others, *empty), strict=True
        ):
            curve.setData(x, np.maximum(y, self._low))

    def _label(self) -> None:
        """Label the lines at their ends with the last values, or those under the pointer."""
        history = self._history
        place = self._length - 1 if self._pointed is None else min(self._pointed, self._length - 1)
        labels = []
        for layer in self._layers_with_label():
            norm = float(history.medians(layer, self._length)[place])
            words = f"layer {layer} {figures.scientific(norm)}"
            is_chosen = layer == self.layer
            color = "ink" if is_chosen else "ink_soft"
            labels.append(EndLabel(self._height(norm), words, color, is_chosen))
        self.plot.ends.set_labels(int(history.steps[self._length - 1]), labels)

    def _layers_with_label(self) -> list[int]:
        """The layers whose labels have room, the chosen one among them."""
        lines = max(int(self.plot.view.height() / self.plot.ends.line), 1)
        others = [k + 1 for k in range(self._history.layers) if k + 1 != self.layer]
        places = np.linspace(0, len(others) - 1, min(lines - 1, len(others))).round()
        return sorted([self.layer, *(others[int(k)] for k in places)])

    def _height(self, norm: float) -> float:
        """Place of a norm on the axis: 0 at the foot, what is not finite at the top."""
        if not math.isfinite(norm):
            return float(self.plot.view.viewRange()[1][1])
        return max(math.log10(norm), self._low) if norm > 0 else self._low

    def _on_pointer(self, at: QPointF) -> None:
        if not self._length or not self.ci.sceneBoundingRect().contains(at):
            return
        x = self.plot.view.mapSceneToView(at).x()
        steps = self._history.steps[: self._length]
        place = int(np.abs(steps - x).argmin())
        self.plot.cursor_line.setPos(int(steps[place]))
        self.plot.cursor_line.show()
        self.plot.set_readout(f"at step {figures.count(int(steps[place]))}")
        self._pointed = place
        self._label()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointed = None
        if self._length:
            self._label()


def _tick(norm: float) -> str:
    """A tick's label, as short as possible: “0.3”, “1e−5”."""
    text = f"{norm:.1g}" if norm < 10 else f"{norm:,.0f}"
    return text.replace("e-0", "e-").replace("-", figures.MINUS)
