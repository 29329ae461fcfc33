"""Two losses over the steps of one run: the learner's on a wide line that is the reference's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from app.background.training.history import History
from app.look import figures
from app.views.widgets.plot.axes import EndLabel, loss_axis, round_up, steps_axis
from app.views.widgets.plot.live_board import LiveBoard
from app.views.widgets.plot.plot import Plot

FRAME_MILLISECONDS, FRAME_SHARE = 33, 16
ROOM = 112
HIGHEST = 20.0  # a loss beyond is drawn here


class RacePlot(LiveBoard):
    """The plot of both losses; drawn at most once a frame, and never while hidden."""

    def __init__(self) -> None:
        super().__init__(milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE)
        self.mine, self.reference = History(), History()
        self._total = 0
        self.loss = Plot(
            "Loss",
            "Two losses will be drawn here.",
            loss_axis(),
            steps_axis(),
            ROOM,
        )
        self._reference_line = self.loss.add_curve("plot_validation", 4.0, faint=True)
        self._raw = self.loss.add_curve("plot_raw", 1.0, faint=True)
        self._line = self.loss.add_curve("plot_smooth", 1.6)
        self.add_plot(self.loss)
        self.loss.view.setMouseEnabled(False, False)
        self.scene().sigMouseMoved.connect(self._on_pointer)
        self.dress()
        self._fit()

    def begin(self, total_steps: int) -> None:
        """Start two empty curves of up to `total_steps` steps."""
        self._total = total_steps
        self.mine, self.reference = History(total_steps), History(total_steps)
        self.refresh()

    def extend(self, mine: NDArray[np.float32], reference: NDArray[np.float32]) -> None:
        """Add the losses of the next steps, (k,) each."""
        for history, losses in ((self.mine, mine), (self.reference, reference)):
            first = len(history) + 1
            drawable = np.clip(np.nan_to_num(losses, nan=HIGHEST), -HIGHEST, HIGHEST)
            history.extend(np.arange(first, first + len(losses)), drawable.astype(np.float32))
        self.refresh()

    def draw(self) -> None:
        self.loss.set_empty(not len(self.mine))
        self._fit()
        columns, steps = self.loss.columns(), len(self.mine)
        for curve, (x, y) in (
            (self._raw, self.mine.loss.envelope(0, steps, columns)),
            (self._line, self.mine.smoothed.means(0, steps, columns // 2)),
            (
                self._reference_line,
                self.reference.smoothed.means(0, len(self.reference), columns // 2),
            ),
        ):
            curve.setData(x + 1, y)
        self.loss.ends.set_labels(steps, self._labels())

    def _labels(self) -> list[EndLabel]:
        labels = []
        for history, name, color, strong in (
            (self.mine, "yours", "plot_smooth", True),
            (self.reference, "reference", "plot_validation", False),
        ):
            if len(history):
                value = float(history.smoothed.values[-1])
                labels.append(EndLabel(value, f"{name} {figures.figure(value)}", color, strong))
        return labels

    def _fit(self) -> None:
        self.loss.fit_x(0, max(self._total, 1))
        losses: list[Any] = [each.loss.values for each in (self.mine, self.reference) if len(each)]
        low = min((float(each.min()) for each in losses), default=0.0)
        high = max((float(each.max()) for each in losses), default=2.5)
        self.loss.fit_y(min(0.0, -round_up(-low) if low < 0 else 0.0), round_up(max(high, 0.1)))

    def _on_pointer(self, at: QPointF) -> None:
        if not len(self.mine) or not self.ci.sceneBoundingRect().contains(at):
            return
        x = self.loss.view.mapSceneToView(at).x()
        step = int(np.clip(round(x), 1, min(len(self.mine), len(self.reference))))
        self.loss.cursor_line.setPos(step)
        self.loss.cursor_line.show()
        mine = self.mine.loss.at(step - 1)
        reference = self.reference.loss.at(step - 1)
        self.loss.set_readout(
            f"step {figures.count(step)} · yours {figures.figure(mine)}"
            f" · reference {figures.figure(reference)}"
        )
