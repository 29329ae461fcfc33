"""How a network stands images that are distorted, measured beside the window."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, failure_sentence
from app.background.training.priority import yield_to_window
from core.data.dataset import Dataset
from core.evaluation.robustness import RobustnessPoint, robustness
from core.network.snapshots import Snapshot

SEED = 0  # the same images each time, so that two networks can be compared


class RobustnessMeter(QObject):
    """Lives in the window's thread; calls return at once. The newest question wins.

    measured: a tuple of the RobustnessPoints so far, in their order. ended: there will be no more,
    whether all are measured or it was given up. failed: a sentence; `ended` follows.
    """

    measured = Signal(object)
    ended = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = TaskRunner("robustness", self)
        self.runners = (self._runner,)
        self._runner.message.connect(self.measured)
        self._runner.done.connect(self._on_done)
        self._runner.failed.connect(self._on_failed)
        self._runner.cancelled.connect(self.ended)

    @property
    def is_running(self) -> bool:
        return self._runner.is_running

    def measure(self, snapshot: Snapshot, dataset: Dataset) -> None:
        self._runner.run(partial(_measure, snapshot, dataset))

    def cancel(self) -> None:
        """What is measured stays."""
        self._runner.cancel()

    @Slot(object)
    def _on_done(self, points: tuple[RobustnessPoint, ...]) -> None:
        self.measured.emit(points)
        self.ended.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(
            failure_sentence(
                error,
                without_memory="There is not enough memory for this. Close other programs.",
                otherwise="This could not be measured. Choose another network or set.",
            )
        )
        self.ended.emit()


def _measure(snapshot: Snapshot, dataset: Dataset, task: Task) -> tuple[RobustnessPoint, ...]:
    yield_to_window()
    points: list[RobustnessPoint] = []
    rng = np.random.default_rng(SEED)
    for point in robustness(snapshot, dataset, rng=rng, cancelled=task.cancelled.is_set):
        points.append(point)
        if task.is_due():
            task.send(tuple(points))
    return tuple(points)
