"""The loss of a run with the moments of its alarms, and that of the run which it replaced."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from time import monotonic

import numpy as np
from PySide6.QtCore import Qt

from app.background.training.history import History
from app.look import figures, sizes, theme
from app.views.widgets.plot.axes import FLOOR, EndLabel, loss_axis, steps_axis
from app.views.widgets.plot.curve import Curve
from app.views.widgets.plot.live_board import LiveBoard
from app.views.widgets.plot.moments import Moment, Moments, moments_of
from app.views.widgets.plot.plot import Plot
from app.views.widgets.plot.ranges import LossRange, StepsRange
from core.inspection.guessing import guessing_loss

FRAME_MILLISECONDS, FRAME_SHARE = 100, 40
LEAST_HEIGHT, MOST_HEIGHT = 120, 220  # at 100 %
MOST_POINTS = 300


class RunCurve(LiveBoard):
    """Draws once in FRAME_MILLISECONDS at most, and never while hidden. clock: in seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE)
        self._clock = clock
        self.plot = Plot("Loss", "The loss will be drawn here.", loss_axis(), steps_axis())
        self.plot.left.logarithmic = True
        self.plot.view.setMouseEnabled(False, False)
        self.add_plot(self.plot)
        dashed = Qt.PenStyle.DashLine
        self._guessing = self.plot.add_line("ink_soft", 1.0, dashed, vertical=False)
        self._earlier = self.plot.add_curve("outline", 1.2)
        self._line = self.plot.add_curve("plot_smooth", 1.6)
        self.moments = Moments(self.plot, self.plot.view)
        self._marked: tuple[Moment, ...] = ()
        sizes.set_least(self, height=LEAST_HEIGHT)
        sizes.sized(self, lambda each: each.setMaximumHeight(theme.px(MOST_HEIGHT)), "most")
        self.dress()
        self.set_run(History(), 0, None)

    def set_run(self, history: History, total: int, before: History | None) -> None:
        """history: of a run of at most `total` steps. before: of that which it replaced."""
        self._history, self._before, self._ended = history, before, False
        self._guessing.setPos(_height(guessing_loss(history.classes)))
        self._steps, self._losses = StepsRange(total), LossRange()
        self.refresh()

    def set_moments(self, moments: Sequence[Moment]) -> None:
        """What is to be marked."""
        words = "; ".join(
            f"{each.text} at step {figures.count(round(each.step))}" for each in moments
        )
        self.setAccessibleName(f"Loss over the run. {words}".strip())
        self._marked = tuple(moments)
        self.refresh()

    def set_ended(self) -> None:
        """The run has ended: the axis of steps is fitted to it, and to the one before."""
        self._ended = True
        self.refresh()

    def draw(self) -> None:
        runs = [each for each in (self._history, self._before) if each is not None and len(each)]
        self.plot.set_empty(not runs)
        self._guessing.setVisible(bool(runs))
        for each in runs:
            self._losses.see(each)
        steps = len(self._history)
        end = float(steps) if self._ended else self._steps.end(steps, self._clock())
        longest = max((len(each) for each in runs), default=2)
        self.plot.fit_x(0, max(end, longest))
        self.plot.fit_y(*self._losses.span(logarithmic=True))
        _draw_curve(self._line, self._history)
        _draw_curve(self._earlier, self._before)
        marks = [*self._marked, *moments_of(self._history)]
        self.moments.set_moments(sorted(marks, key=lambda each: each.step))
        self.moments.set_lines([self._line.points, self._earlier.points])
        self.plot.ends.set_labels(steps, self._labels() if runs else [])

    def _labels(self) -> list[EndLabel]:
        guess = _height(guessing_loss(self._history.classes))
        named = (("this run", self._history, "plot_smooth"), ("before", self._before, "ink_soft"))
        return [
            EndLabel(guess, "guessing", "ink_soft", at=np.inf),
            *(
                EndLabel(_height(loss), f"{name} {figures.figure(loss)}", color, at=len(history))
                for name, history, color in named
                if history is not None and len(history)
                for loss in [float(history.smoothed.values[-1])]
            ),
        ]


def _draw_curve(curve: Curve, history: History | None) -> None:
    if history is None:
        curve.setData(np.empty(0), np.empty(0))
    else:
        x, y = history.smoothed.means(0, len(history), MOST_POINTS)
        curve.setData(x + 1, np.log10(np.maximum(y, FLOOR)))


def _height(loss: float) -> float:
    """Its place on the logarithmic axis."""
    return math.log10(max(loss, FLOOR))
