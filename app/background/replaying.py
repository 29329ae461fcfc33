"""Measures the kept networks of a run beside the window: what is looked at first, then the rest."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from app.background.right_of_way import WINDOW
from app.background.tasks import Task, TaskRunner
from app.background.training.priority import yield_to_window
from core.data.dataset import Split
from core.errors import DataError
from core.network.snapshots import Snapshot
from core.runs.replay import FrameFigures, FrameMeter

_log = logging.getLogger(__name__)


class KeptFrames(Protocol):
    """The networks of a run that were kept, as core.runs.frames.RunFrames has them."""

    steps: NDArray[np.int64]

    def theta(self, k: int) -> NDArray[np.float32]:
        """The parameters after steps[k]. Raises DataError, OSError."""


@dataclass(frozen=True, eq=False)
class Measured:
    """figures: of frame `index`; None for one that is damaged."""

    index: int
    figures: FrameFigures | None


class ReplayMeter(QObject):
    """One run at a time. figures: of the frames that are measured, by their index.

    Lives in the window's thread; calls return at once.
    """

    measured = Signal(int)  # index of a frame
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.figures: dict[int, FrameFigures | None] = {}
        self._order = _Order(0)
        self._runner = TaskRunner("measuring kept networks", self)
        self.runners = (self._runner,)
        self._runner.message.connect(self._on_measured)
        self._runner.failed.connect(self._on_failed)

    @property
    def is_running(self) -> bool:
        return self._runner.is_running

    def measure(self, frames: KeptFrames, like: Snapshot, split: Split, first: int) -> None:
        """Measure every frame, `first` and its neighbours before all others. like: the network of
        the run, for its shape. split: what it learned from."""
        self.figures = {}
        self._order = _Order(len(frames.steps), first)
        self._runner.run(partial(_measure, frames, like, split, self._order))

    def look_at(self, index: int) -> None:
        """That frame is wanted before the others."""
        self._order.wanted = index

    def stop(self) -> None:
        """Nobody looks any more; what was measured is forgotten."""
        self._runner.cancel()
        self.figures = {}

    @Slot(object)
    def _on_measured(self, message: Measured) -> None:
        self.figures[message.index] = message.figures
        self.measured.emit(message.index)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(f"The kept networks of this run cannot be measured: {error}")


class _Order:
    """Which frame comes next: the nearest to the one wanted. `wanted` is written by the window's
    thread, the rest is the job's."""

    def __init__(self, count: int, wanted: int = 0) -> None:
        self.wanted = wanted
        self._left = set(range(count))

    def take(self) -> int | None:
        """None when all were taken."""
        wanted = self.wanted
        found = min(self._left, key=lambda index: abs(index - wanted), default=None)
        self._left.discard(-1 if found is None else found)
        return found


def _measure(frames: KeptFrames, like: Snapshot, split: Split, order: _Order, task: Task) -> None:
    """Sends a Measured for each frame. Raises OSError."""
    yield_to_window()
    meter = FrameMeter(like, split)
    while not task.cancelled.is_set() and (index := order.take()) is not None:
        WINDOW.wait()
        try:
            figures = meter.measure(frames.theta(index))
        except DataError as error:
            _log.warning("%s", error)
            figures = None
        task.send(Measured(index, figures))
