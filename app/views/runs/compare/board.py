"""The curves of several runs: their losses, and beneath them their validation accuracy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Signal

from app.background.training.run_curves import MOST, UNITS, RunCurves
from app.views.widgets.plot.axes import (
    FLOOR,
    Axis,
    EndLabel,
    every_few,
    loss_axis,
    share_axis,
    steps_axis,
)
from app.views.widgets.plot.curve import Curve, DashedCurve
from app.views.widgets.plot.live_board import LiveBoard
from app.views.widgets.plot.plot import Plot
from app.views.widgets.plot.ranges import LossRange, accuracy_floor
from core.files.plain_text import plain

FRAME_MILLISECONDS, FRAME_SHARE = 16, 8
ROOM = 150  # for the names at the ends of the curves
LONGEST_NAME = 20
MOST_POINTS = 400  # of a line through epochs
RIGHT_ROOM = 1.012
NEARLY = 0.98  # as long as the longest
MOST_OF_LOSSES = 0.97  # some peaks may leave the axis
# Colour, dashes and gaps in pixels, and how often a line is painted beneath itself: no two are
# alike without colour.
LINES: tuple[tuple[str, tuple[float, ...], int], ...] = (
    ("series_1", (), 2),
    ("series_2", (8, 4), 2),
    ("series_3", (2, 3), 2),
    ("series_4", (9, 3, 2, 3), 2),
    ("series_5", (), 4),
    ("series_6", (16, 5), 4),
    ("series_7", (2, 6), 4),
    ("series_8", (16, 4, 2, 4, 2, 4), 4),
)
LOSSES = {"smoothed": "Training loss", "validation_loss": "Validation loss"}
_EMPTY: NDArray[Any] = np.empty(0)


class CompareBoard(LiveBoard):
    """Up to MOST runs. pointed: x on the axis where the pointer is, or None when it has left.

    unit: of the axis, a key of UNITS. loss_kind: which loss is drawn, a key of LOSSES.
    """

    pointed = Signal(object)

    def __init__(self, empty: str = "The curves of the chosen runs will be drawn here.") -> None:
        """empty: the words of the empty state."""
        super().__init__(milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE)
        self.runs: tuple[RunCurves, ...] = ()
        self.unit, self.loss_kind = "step", "smoothed"
        self.logarithmic = False
        self.following = True
        self._losses = LossRange()
        self.loss = Plot("Loss", empty, loss_axis(), steps_axis(), ROOM)
        self.accuracy = Plot(
            "Validation accuracy", "It is measured once an epoch.", share_axis(), _bottom(), ROOM
        )
        self.loss.hide_steps()
        self._loss_lines = [_line(self.loss, k) for k in range(MOST)]
        self._accuracy_lines = [_line(self.accuracy, k) for k in range(MOST)]
        self._accuracy_marks = [self.accuracy.add_marks(LINES[k][0], 4) for k in range(MOST)]
        for plot, stretch in ((self.loss, 3), (self.accuracy, 2)):
            self.add_plot(plot, stretch)
            plot.view.sigRangeChangedManually.connect(self._on_moved_by_hand)
        self.accuracy.share_steps(self.loss)
        self.loss.view.sigXRangeChanged.connect(self.refresh)
        self.scene().sigMouseMoved.connect(self._on_pointer)
        self.dress()
        self._fit()

    def set_runs(self, runs: Sequence[RunCurves]) -> None:
        """Draw the first MOST of them."""
        self.runs = tuple(runs[:MOST])
        self._losses = LossRange()
        self.following = True
        self.refresh()

    def go_on(self, runs: Sequence[RunCurves]) -> None:
        """The same runs, further on."""
        self.runs = tuple(runs)
        self.refresh()

    def set_unit(self, unit: str) -> None:
        """What lies along the axis: a key of UNITS."""
        self.unit = unit
        self.accuracy.bottom.set_unit(UNITS[unit].lower())
        self._redraw()

    def set_loss_kind(self, kind: str) -> None:
        """Which loss is drawn: a key of LOSSES."""
        self.loss_kind = kind
        self._redraw()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Whether the axis of the loss is logarithmic."""
        self.logarithmic = self.loss.left.logarithmic = logarithmic
        self.loss.left.picture = None
        self._redraw()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        super().mouseDoubleClickEvent(event)
        self._redraw()

    def _redraw(self) -> None:
        self.following = True
        self.refresh()

    def draw(self) -> None:
        self.loss.set_empty(not any(run.steps for run in self.runs))
        has_epochs = any(run.history.epoch_count for run in self.runs)
        self.accuracy.set_empty(not has_epochs, keeps_bottom=not self.loss.is_empty)
        if self.following:
            self._fit()
        for place in range(MOST):
            run = self.runs[place] if place < len(self.runs) else None
            x, y = self._loss_of(run) if run else (_EMPTY, _EMPTY)
            self._loss_lines[place].setData(x, self._scaled(y))
            x, y = self._of_epochs(run, "validation_accuracy") if run else (_EMPTY, _EMPTY)
            self._accuracy_lines[place].setData(x, y)
            self._accuracy_marks[place].setData(x, y)
        self.loss.ends.set_labels(0, self._labels(self._loss_lines))
        self.accuracy.ends.set_labels(0, self._labels(self._accuracy_lines))

    def _loss_of(self, run: RunCurves) -> tuple[NDArray[Any], NDArray[Any]]:
        if self.loss_kind != "smoothed":
            return self._of_epochs(run, self.loss_kind)
        low, high = self.loss.visible_steps()
        start = int(min(max(run.step_at(low, self.unit) - 2, 0), run.steps))
        stop = int(min(max(run.step_at(high, self.unit) + 1, start), run.steps))
        x, y = run.history.smoothed.means(start, stop, self.loss.columns() // 2)
        return run.place(x + 1, self.unit), y

    def _of_epochs(self, run: RunCurves, name: str) -> tuple[NDArray[Any], NDArray[Any]]:
        steps = run.history.of_epochs("step")
        picked = every_few(len(steps), MOST_POINTS)
        return run.place(steps[picked], self.unit), run.history.of_epochs(name)[picked]

    def _scaled(self, losses: NDArray[Any]) -> NDArray[Any]:
        return np.log10(np.maximum(losses, FLOOR)) if self.logarithmic else losses

    def _labels(self, lines: Sequence[Curve]) -> list[EndLabel]:
        """At the ends of the lines; of one that is shorter than others, which go on there, beyond
        them all."""
        ends = {
            place: line.points.last() for place, line in enumerate(lines) if line.points.count()
        }
        furthest = max((end.x() for end in ends.values()), default=0.0)
        labels = []
        for place, end in ends.items():
            text = f"{place + 1}  {plain(self.runs[place].name, LONGEST_NAME)}"
            at = end.x() if end.x() >= NEARLY * furthest else furthest
            labels.append(EndLabel(end.y(), text, LINES[place][0], at=at))
        return labels

    def _fit(self) -> None:
        ends = [run.place(max(run.steps, run.expected), self.unit) for run in self.runs]
        self.loss.fit_x(0, max([2.0 if self.unit == "step" else 0.1, *ends]) * RIGHT_ROOM)
        self.accuracy.view.home[0] = self.loss.view.home[0]  # the axes are one
        for run in self.runs:
            if run.steps:
                self._losses.see(run.history, MOST_OF_LOSSES)
        self.loss.fit_y(*self._losses.span(self.logarithmic))
        self.accuracy.fit_y(accuracy_floor(*(run.history for run in self.runs)), 1.0)

    def _on_moved_by_hand(self, *_: Any) -> None:
        self.following = False
        self.refresh()

    def _on_pointer(self, at: QPointF) -> None:
        if self.loss.is_empty or not self.ci.sceneBoundingRect().contains(at):
            return
        x = max(self.loss.view.mapSceneToView(at).x(), 0.0)
        for plot in self.plots:
            plot.cursor_line.setPos(x)
            plot.cursor_line.show()
        self.pointed.emit(x)


def _line(plot: Plot, place: int) -> Curve:
    color, dashes, passes = LINES[place]
    return plot.add_curve(color, 1.0, curve=DashedCurve(dashes, passes))


def _bottom() -> Axis:
    return Axis("bottom", _tick, unit=UNITS["step"].lower())


def _tick(value: float) -> str:
    return f"{value:,.6g}" if abs(value) < 1000 else f"{value:,.0f}"
