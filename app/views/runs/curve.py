"""The loss of one kept run, small."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt

from app.background.training.history import History
from app.background.training.shown_run import ShownRun
from app.look import figures, sizes, theme
from app.views.widgets.plain import plain_tip
from app.views.widgets.plot.axes import FLOOR, EndLabel, loss_axis, steps_axis
from app.views.widgets.plot.moments import Moments, moments_of
from app.views.widgets.plot.plot import Board, Plot
from app.views.widgets.plot.ranges import LossRange
from core.files.run_file import RunRecord
from core.inspection.guessing import guessing_loss

LEAST_HEIGHT, MOST_HEIGHT = 130, 200  # at 100 %
MOST_POINTS = 300


class KeptCurve(Board):
    """The smoothed loss, and that of validation after each epoch, on a logarithmic axis."""

    def __init__(self) -> None:
        super().__init__()
        self.plot = Plot("Loss", "The loss of the chosen run.", loss_axis(), steps_axis())
        self.plot.left.logarithmic = True
        self.plot.view.setMouseEnabled(False, False)
        self.add_plot(self.plot)
        dashed = Qt.PenStyle.DashLine
        self._guessing = self.plot.add_line("ink_soft", 1.0, dashed, vertical=False)
        self._line = self.plot.add_curve("plot_smooth", 1.6)
        self._validation = self.plot.add_curve("plot_validation", 1.2)
        self.moments = Moments(self.plot, self.plot.view)
        sizes.set_least(self, height=LEAST_HEIGHT)
        sizes.sized(self, lambda each: each.setMaximumHeight(theme.px(MOST_HEIGHT)), "most")
        self.dress()
        self.set_record(None)

    def set_record(self, record: RunRecord | None) -> None:
        """None: no run is chosen, or it is being read."""
        history = ShownRun.of_record(record, "").history if record else History()
        steps = len(history)
        self.plot.set_empty(not steps)
        self._guessing.setVisible(steps > 0)
        x, y = history.smoothed.means(0, steps, MOST_POINTS)
        self._line.setData(x + 1, np.log10(np.maximum(y, FLOOR)))
        losses = history.of_epochs("validation_loss")
        self._validation.setData(history.of_epochs("step"), np.log10(np.maximum(losses, FLOOR)))
        marks = moments_of(history)
        self.moments.set_moments([replace(each, text="") for each in marks])  # no room for words
        told = [f"{each.text}: step {figures.count(round(each.step))}" for each in marks]
        self.setToolTip(plain_tip("\n".join(told)))
        labels = []
        if steps:
            seen = LossRange()
            seen.see(history)
            self.plot.fit_x(0, max(steps, 2))
            self.plot.fit_y(*seen.span(logarithmic=True))
            self._guessing.setPos(math.log10(guessing_loss(history.classes)))
            last = float(history.smoothed.values[-1])
            height = math.log10(max(last, FLOOR))
            labels = [EndLabel(height, figures.figure(last), "plot_smooth", at=steps)]
            self.setAccessibleName(f"Loss of the chosen run, {figures.figure(last)} at its end")
        self.plot.ends.set_labels(steps, labels)
