"""The loss of a run over its steps by powers of ten, with a mark that can be dragged."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QShowEvent

from app.background.training.history import History
from app.look import figures
from app.views.widgets.plot.axes import Axis, EndLabel, loss_axis
from app.views.widgets.plot.moments import Moments, moments_of
from app.views.widgets.plot.plot import Board, Plot
from app.views.widgets.plot.ranges import LossRange
from core.runs.replay import log_steps

ROOM = 120
FIRST = -0.35  # where the axis begins: step 0 lies at log10(0.5)
MOST_OF_LOSSES = 0.98
POINTS = 600  # of the smoothed line, evenly along the axis


class ReplayCurve(Board):
    """The smoothed loss, and the validation loss of each epoch. wanted: the step that was pressed
    or dragged to."""

    wanted = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        bottom = Axis("bottom", lambda value: figures.count(round(value)) if value >= 1 else "0")
        bottom.logarithmic = True
        self.loss = Plot("Loss", "Choose a run to go through it again.", loss_axis(), bottom, ROOM)
        self._line = self.loss.add_curve("plot_smooth", 1.6)
        self._validation = self.loss.add_curve("plot_validation", 1.2)
        self._marks = self.loss.add_marks("plot_validation", 5)
        self._frames = self.loss.add_marks("outline", 3)
        self._mark = self.loss.add_line("accent", 2.0, Qt.PenStyle.SolidLine, vertical=True)
        self._dot = self.loss.add_marks("accent", 10)
        self.moments = Moments(self.loss, self.loss.view)
        self.add_plot(self.loss)
        self.loss.view.setMouseEnabled(False, False)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.dress()

    def set_run(self, history: History, steps: Any) -> None:
        """steps: int64 (n,), ascending: those whose network was kept."""
        self.history, self._kept = history, steps
        self._draw()

    def set_mark(self, step: int) -> None:
        """Put the mark there; its step and loss stand beside the title."""
        x = float(log_steps(np.array([step]))[0])
        self._mark.setPos(x)
        self._mark.setVisible(bool(len(self.history)))
        loss = self.loss_at(step)
        shown = [loss] if math.isfinite(loss) else []
        self._dot.setData(np.array([x] * len(shown)), np.array(shown))

    def loss_at(self, step: int) -> float:
        """The smoothed loss at a step; NaN before the first."""
        if not 1 <= step <= len(self.history):
            return float("nan")
        return self.history.smoothed.at(step - 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _follow(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and not self.loss.is_empty:
            at = self.mapToScene(event.position().toPoint())
            x = self.loss.view.mapSceneToView(QPointF(at)).x()
            self.wanted.emit(10.0 ** min(max(x, FIRST), 12.0))

    def _draw(self) -> None:
        history, steps = self.history, len(self.history)
        self.loss.set_empty(not steps)
        at_powers = [replace(each, step=math.log10(each.step)) for each in moments_of(history)]
        self.moments.set_moments(at_powers)
        if not steps:
            for each in (self._line, self._validation, self._marks, self._frames, self._dot):
                each.setData(np.empty(0), np.empty(0))
            return
        last = max(float(np.log10(steps)), 0.5)
        self.loss.fit_x(FIRST, last * 1.01)
        losses = LossRange()
        losses.see(history, MOST_OF_LOSSES)
        self.loss.fit_y(*losses.span(logarithmic=False))
        at = np.unique(np.round(10 ** np.linspace(0, last, POINTS)).clip(1, steps).astype(int))
        smoothed = history.smoothed.values[(at - 1) // history.smoothed.size]
        self._line.setData(log_steps(at), smoothed)
        self.moments.set_lines([self._line.points])
        ends, validation = history.of_epochs("step"), history.of_epochs("validation_loss")
        for item in (self._validation, self._marks):
            item.setData(log_steps(ends), validation)
        floor = np.zeros(len(self._kept))
        self._frames.setData(log_steps(self._kept), floor)
        self.loss.ends.set_labels(last, self._labels(smoothed, validation))

    def _labels(self, smoothed: Any, validation: Any) -> list[EndLabel]:
        labels = [EndLabel(float(smoothed[-1]), "training", "plot_smooth")]
        if len(validation):
            labels.append(EndLabel(float(validation[-1]), "validation", "plot_validation"))
        return labels
