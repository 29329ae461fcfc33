"""Loss and accuracy of a run, live: drawn at most once a frame, and never while hidden."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent

from app.background.training.history import History
from app.look import figures
from app.views.widgets.frames import Frames
from app.views.widgets.plot.axes import (
    FLOOR,
    EndLabel,
    every_few,
    loss_axis,
    round_up,
    share_axis,
    steps_axis,
)
from app.views.widgets.plot.plot import Board, Plot

FRAME_MILLISECONDS = 33
FRAME_SHARE = 24  # drawing may take one part in so many of the time: training waits meanwhile
MOST_POINTS, MOST_MARKS = 400, 40  # of the lines and marks of epochs
RIGHT_ROOM = 1.012  # so that the last mark is whole
FIRST_SHARE = 8  # the first view spans one part in so many of the run, then twice that, ...
FALL = 0.05  # the first fall, left out when the linear axis is fitted: it enters from above
ACCURACY_FLOORS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)


def last_step(history: History, total: int, ended: bool) -> float:
    """The end of the axis of steps; while a run of `total` steps goes on, it doubles."""
    steps = max(len(history), 1)
    end = float(steps)
    if not ended:
        end = max(total, steps) / FIRST_SHARE
        while end < steps:
            end *= 2
    return max(end, 2.0) * RIGHT_ROOM


def loss_range(history: History, logarithmic: bool) -> tuple[float, float]:
    """The least and greatest loss on the axis; their exponents of ten where it is logarithmic."""
    validation = history.of_epochs("validation_loss")  # not a number where nothing was held out
    curves: list[NDArray[Any]] = [history.smoothed.values, validation[np.isfinite(validation)]]
    highest = max((float(part.max()) for part in curves if len(part)), default=1.0)
    lowest = min((float(part.min()) for part in curves if len(part)), default=0.01)
    if not logarithmic:
        later = curves[0][int(len(curves[0]) * FALL) :]
        settled = max((float(part.max()) for part in (later, curves[1]) if len(part)), default=1.0)
        return 0.0, max(min(round_up(settled * 1.3), highest * 1.08), FLOOR)
    low = np.floor(4 * np.log10(max(lowest / 2, FLOOR))) / 4
    return float(low), float(max(np.log10(max(highest * 1.3, FLOOR)), low + 0.5))


def accuracy_floor(history: History) -> float:
    """The least share on the axis of accuracy."""
    shares = [history.of_epochs(f"{part}_accuracy") for part in ("train", "validation")]
    later = [part[int(len(part) * FALL) :] for part in shares]
    later = [part[np.isfinite(part)] for part in later]
    least = min((float(part.min()) for part in later if len(part)), default=0.0)
    return max(each for each in ACCURACY_FLOORS if each <= max(least, 0.0))


class Charts(Board):
    """Two plots with one axis of steps: loss, and accuracy beneath it.

    follow_changed: whether the axes are fitted to the run as it goes on.
    """

    follow_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        self._before: History | None = None
        self._total = 0
        self._epochs_drawn = -1
        self._ended = False
        self.following = True
        self.logarithmic = False
        self._frames = Frames(
            self, self._set_data, milliseconds=FRAME_MILLISECONDS, share=FRAME_SHARE
        )
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
            plot.getViewBox().sigRangeChangedManually.connect(self._on_moved_by_hand)
        self.accuracy.setXLink(self.loss)
        self.loss.getViewBox().sigXRangeChanged.connect(self.refresh)
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
        self.history, self._total, self._ended = history, total_steps, False
        self._before = before
        self._epochs_drawn = -1
        self.refresh()

    def set_ended(self) -> None:
        """The run has ended: fit the axis of steps to it."""
        self._ended = True
        self.refresh()

    def refresh(self, *_: Any) -> None:
        """Draw at the next frame, unless the charts are hidden."""
        self._frames.ask()

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

    def draw_now(self) -> None:
        """Draw without waiting for the frame, as an export needs it."""
        self._frames.now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frames.drop()

    def mouseDoubleClickEvent(self, event: Any) -> None:
        super().mouseDoubleClickEvent(event)
        self.set_following(True)

    def _make_curves(self) -> None:
        self._raw = self.loss.add_curve("plot_raw", 1.0, faint=True)
        self._earlier = self.loss.add_curve("outline", 1.2)
        self._smoothed = self.loss.add_curve("plot_smooth", 1.6)
        self._validation = self.loss.add_curve("plot_validation", 1.2)
        self._validation_marks = self.loss.add_marks("plot_validation", 7)
        self._train_accuracy = self.accuracy.add_curve("plot_smooth", 1.6)
        self._train_marks = self.accuracy.add_marks("plot_smooth", 6, hollow=True)
        self._val_accuracy = self.accuracy.add_curve("plot_validation", 1.2)
        self._val_marks = self.accuracy.add_marks("plot_validation", 7)

    def dress(self) -> None:
        super().dress()
        self.refresh()

    def _scaled(self, losses: NDArray[Any]) -> NDArray[Any]:
        return np.log10(np.maximum(losses, FLOOR)) if self.logarithmic else losses

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._frames.painting():
            super().paintEvent(event)

    def _set_data(self) -> None:
        history = self.history
        self.loss.set_empty(not len(history))
        self.accuracy.set_empty(not history.epoch_count)
        if self.following:
            self._fit()
        self._draw_steps()
        if self._epochs_drawn != self.history.epoch_count:
            self._draw_epochs()
        self._label_loss()

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
        self._label_accuracy()

    def _label_loss(self) -> None:
        history = self.history
        ends = []
        if len(history):
            ends.append((float(history.smoothed.values[-1]), "training", "plot_smooth"))
        if history.epoch_count:
            last = history.epoch(-1).validation_loss
            ends.append((last, "validation", "plot_validation"))
        if self._before is not None and len(self._before):
            ends.append((float(self._before.smoothed.values[-1]), "before", "ink_soft"))
        labels = [
            EndLabel(float(self._scaled(np.array(loss))), f"{name} {figures.figure(loss)}", color)
            for loss, name, color in ends
        ]
        self.loss.ends.set_labels(len(history), labels)

    def _label_accuracy(self) -> None:
        if not self.history.epoch_count:
            self.accuracy.ends.set_labels(0, [])
            return
        last = self.history.epoch(-1)
        labels = [
            EndLabel(share, f"{name} {figures.percent(share)}", color)
            for share, name, color in (
                (last.train_accuracy, "training", "plot_smooth"),
                (last.validation_accuracy, "validation", "plot_validation"),
            )
        ]
        self.accuracy.ends.set_labels(last.step, labels)

    def _fit(self) -> None:
        self.loss.fit_x(0, last_step(self.history, self._total, self._ended))
        self.accuracy.view.home[0] = self.loss.view.home[0]  # the axes are one
        self.loss.fit_y(*loss_range(self.history, self.logarithmic))
        self.accuracy.fit_y(accuracy_floor(self.history), 1.0)

    def _on_moved_by_hand(self, *_: Any) -> None:
        self.set_following(False)

    def _on_pointer(self, at: QPointF) -> None:
        history = self.history
        inside = self.ci.sceneBoundingRect().contains(at)
        if not len(history) or not inside:
            return
        x = self.loss.getViewBox().mapSceneToView(at).x()
        step = int(np.clip(round(x), 1, len(history)))
        self.loss.cursor_line.setPos(step)
        self.loss.cursor_line.show()
        loss, smoothed = history.loss.at(step - 1), history.smoothed.at(step - 1)
        self.loss.set_readout(
            f"step {figures.count(step)} · this step {figures.figure(loss)}"
            f" · smoothed {figures.figure(smoothed)}"
        )
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
