"""Loss and accuracy of a run, live: drawn at most once a frame, and never while hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal

from app.background.training.history import History
from app.look import figures
from app.views.train.end_labels import accuracy_labels, loss_labels
from app.views.widgets.plot.axes import FLOOR, every_few, loss_axis, share_axis, steps_axis
from app.views.widgets.plot.live_board import LiveBoard
from app.views.widgets.plot.moments import Moments, moments_of
from app.views.widgets.plot.plot import Plot
from app.views.widgets.plot.ranges import LossRange, StepsRange, accuracy_floor
from core.inspection.guessing import chance, guessing_loss

FRAME_MILLISECONDS = 33
FRAME_SHARE = 48  # drawing may take one part in so many of the time: training waits meanwhile
MOST_POINTS, MOST_MARKS = 400, 40  # of the lines and marks of epochs
RIGHT_ROOM = 1.012  # so that the last mark is whole
POINT_PIXELS = 5  # steps so far apart are seen as points
MOST = 0.9  # of the losses of a run that is over
FIRST_POINTS = 3  # steps that are seen as points in any case


class Charts(LiveBoard):
    """Two plots with one axis of steps: loss, and accuracy beneath it.

    follow_changed: whether the axes are fitted to the run as it goes on. clock: in seconds.
    """

    follow_changed = Signal(bool)

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE)
        self._clock = clock
        self.history = History()
        self._before: History | None = None
        self._steps = StepsRange()
        self._losses = LossRange()
        self._epochs_drawn = -1
        self._ended = False
        self.following = True
        self.logarithmic = False
        self.loss = Plot(
            "Loss", "The loss of every step will be drawn here.", loss_axis(), steps_axis()
        )
        self.accuracy = Plot(
            "Accuracy", "Accuracy will stand here, once an epoch.", share_axis(), steps_axis()
        )
        self.loss.hide_steps()
        self._make_curves()
        for plot, stretch in ((self.loss, 3), (self.accuracy, 2)):
            self.add_plot(plot, stretch)
            plot.view.sigRangeChangedManually.connect(self._on_moved_by_hand)
        self.accuracy.share_steps(self.loss)
        self.loss.view.sigXRangeChanged.connect(self.refresh)
        self.scene().sigMouseMoved.connect(self._on_pointer)
        self.dress()
        self._fit()

    @property
    def frames(self) -> int:
        """How many times the curves were drawn."""
        return self._frames.count

    def set_history(
        self, history: History, total_steps: int, before: History | None = None
    ) -> None:
        """Draw a run of at most `total_steps`, and faintly the one before it."""
        self.history, self._ended = history, False
        self._before = before
        self._steps, self._losses = StepsRange(total_steps), LossRange()
        self._epochs_drawn = -1
        self.refresh()

    def set_total(self, total_steps: int) -> None:
        """Another batch size has made the run longer or shorter."""
        self._steps.total = total_steps

    def set_ended(self) -> None:
        """The run has ended: fit the axes to it, and to all but the highest of its losses."""
        self._ended, self._losses = True, LossRange()
        self.refresh()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Whether the axis of the loss is logarithmic."""
        self.logarithmic = self.loss.left.logarithmic = logarithmic
        self.loss.left.picture = None
        self._epochs_drawn = -1
        self._fit()
        self.refresh()

    def set_following(self, following: bool) -> None:
        """Whether the axes are fitted to the run as it goes on."""
        if following != self.following:
            self.following = following
            self.follow_changed.emit(following)
        self.refresh()

    def mouseDoubleClickEvent(self, event: Any) -> None:
        super().mouseDoubleClickEvent(event)
        self.set_following(True)

    def _make_curves(self) -> None:
        dashed = Qt.PenStyle.DashLine
        self._guesses = [
            plot.add_line("ink_soft", 1.0, dashed, vertical=False) for plot in self._plots()
        ]
        self._moments = [Moments(plot, plot.view) for plot in self._plots()]
        self._raw = self.loss.add_curve("plot_raw", 1.0, faint=True)
        self._earlier = self.loss.add_curve("outline", 1.2)
        self._smoothed = self.loss.add_curve("plot_smooth", 1.6)
        self._points = self.loss.add_marks("plot_smooth", 4)
        self._validation = self.loss.add_curve("plot_validation", 1.2)
        self._validation_marks = self.loss.add_marks("plot_validation", 7)
        self._earlier_accuracy = self.accuracy.add_curve("outline", 1.2)
        self._train_accuracy = self.accuracy.add_curve("plot_smooth", 1.6)
        self._train_marks = self.accuracy.add_marks("plot_smooth", 6, hollow=True)
        self._val_accuracy = self.accuracy.add_curve("plot_validation", 1.2)
        self._val_marks = self.accuracy.add_marks("plot_validation", 7)

    def _scaled(self, losses: NDArray[Any]) -> NDArray[Any]:
        return np.log10(np.maximum(losses, FLOOR)) if self.logarithmic else losses

    def _plots(self) -> tuple[Plot, Plot]:
        return self.loss, self.accuracy

    def draw(self) -> None:
        history = self.history
        self.loss.set_empty(not len(history))
        self.accuracy.set_empty(not history.epoch_count, keeps_bottom=len(history) > 0)
        if self.following:
            self._fit()
        self._draw_steps()
        if self._epochs_drawn != self.history.epoch_count:
            self._draw_epochs()
        self._draw_guesses()
        self._draw_moments()
        labels = loss_labels(history, self._before)
        scaled = [replace(each, value=self._scaled_one(each.value)) for each in labels]
        self.loss.ends.set_labels(len(history), scaled if len(history) else [])

    def _scaled_one(self, loss: float) -> float:
        return float(self._scaled(np.array(loss)))

    def _draw_guesses(self) -> None:
        floor, classes = self.accuracy.view.home[1][0], self.history.classes
        share = chance(classes)
        values = self._scaled_one(guessing_loss(classes)), share
        for plot, line, value in zip(self._plots(), self._guesses, values, strict=True):
            line.setPos(value)
            line.setVisible(not plot.is_empty and (plot is self.loss or floor < share))

    def _draw_moments(self) -> None:
        found = moments_of(self.history)
        of_loss = self._smoothed, self._validation, self._earlier
        of_accuracy = self._train_accuracy, self._val_accuracy, self._earlier_accuracy
        both = zip(self._plots(), self._moments, (of_loss, of_accuracy), strict=True)
        for plot, moments, curves in both:
            moments.set_moments([] if plot.is_empty else found)
            moments.set_lines([each.points for each in curves])

    def _draw_steps(self) -> None:
        history, columns = self.history, self.loss.columns()
        low, high = self.loss.visible_steps()
        start = int(min(max(low - 2, 0), len(history)))
        stop = int(min(max(high + 1, start), len(history)))
        for curve, picked in (
            (self._raw, history.loss.envelope(start, stop, columns)),
            (self._smoothed, history.smoothed.means(start, stop, columns // 2)),
            (self._earlier, self._of_before(low, high, columns // 2)),
        ):
            x, y = picked
            curve.setData(x + 1, self._scaled(y))
        apart = columns / max(high - low, 1)
        seen = start if apart < POINT_PIXELS and stop > FIRST_POINTS else stop
        x = np.arange(start, seen)
        self._points.setData(x + 1.0, self._scaled(history.loss.values[start:seen]))

    def _of_before(
        self, low: float, high: float, columns: int
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        if self._before is None:
            return np.empty(0), np.empty(0)
        steps = len(self._before)
        start = int(min(max(low - 2, 0), steps))
        return self._before.smoothed.means(start, int(min(max(high + 1, start), steps)), columns)

    def _draw_epochs(self) -> None:
        history = self.history
        self._epochs_drawn = history.epoch_count
        steps = history.of_epochs("step")
        for name, line, marks in (
            ("validation_loss", self._validation, self._validation_marks),
            ("train_accuracy", self._train_accuracy, self._train_marks),
            ("validation_accuracy", self._val_accuracy, self._val_marks),
        ):
            values = history.of_epochs(name)
            if name == "validation_loss":
                values = self._scaled(values)
            for item, most in ((line, MOST_POINTS), (marks, MOST_MARKS)):
                picked = every_few(len(steps), most)
                item.setData(steps[picked], values[picked])
        if self._before is not None:
            earlier = self._before.of_epochs("validation_accuracy")
            earlier = np.where(np.isnan(earlier), self._before.of_epochs("train_accuracy"), earlier)
            self._earlier_accuracy.setData(self._before.of_epochs("step"), earlier)
        else:
            self._earlier_accuracy.setData(np.empty(0), np.empty(0))
        last = int(steps[-1]) if len(steps) else 0
        labels = accuracy_labels(history, self._before, self._floor())
        self.accuracy.ends.set_labels(last, labels if len(steps) else [])

    def _floor(self) -> float:
        return accuracy_floor(*filter(None, (self.history, self._before)))

    def _fit(self) -> None:
        steps = len(self.history)
        end = float(steps) if self._ended else self._steps.end(steps, self._clock())
        self.loss.fit_x(0, max(end, 2.0) * RIGHT_ROOM)
        self.accuracy.view.home[0] = self.loss.view.home[0]  # the axes are one
        self._losses.see(self.history, MOST if self._ended else 1.0)
        if self._before is not None:
            self._losses.see(self._before, MOST)
        self.loss.fit_y(*self._losses.span(self.logarithmic))
        self.accuracy.fit_y(self._floor(), 1.0)

    def _on_moved_by_hand(self, *_: Any) -> None:
        self.set_following(False)

    def _on_pointer(self, at: QPointF) -> None:
        history = self.history
        inside = self.ci.sceneBoundingRect().contains(at)
        if not len(history) or not inside:
            return
        x = self.loss.view.mapSceneToView(at).x()
        step = int(np.clip(round(x), 1, len(history)))
        self.loss.cursor_line.setPos(step)
        self.loss.cursor_line.show()
        loss, smoothed = history.loss.at(step - 1), history.smoothed.at(step - 1)
        parts = (
            f"step {figures.count(step)}",
            f"this step {figures.figure(loss)}",
            f"smoothed {figures.figure(smoothed)}",
            *self._moments[0].near(x),
        )
        self.loss.set_readout(" · ".join(parts))
        self._read_epoch(step)

    def _read_epoch(self, step: int) -> None:
        history = self.history
        if not history.epoch_count:
            return
        index = int(np.abs(history.of_epochs("step") - step).argmin())
        epoch = history.epoch(index)
        self.accuracy.cursor_line.setPos(epoch.step)
        self.accuracy.cursor_line.show()
        self.accuracy.set_readout(
            f"epoch {figures.count(epoch.epoch)}"
            f" · training {figures.percent(epoch.train_accuracy)}"
            f" · validation {figures.percent(epoch.validation_accuracy)}"
            f" · validation loss {figures.figure(epoch.validation_loss)}"
        )
