"""Maps of examples, made beside the window: the one asked for last, or the newest of a run."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background.tasks import Task, TaskRunner, failure_sentence
from app.background.training.priority import yield_to_window
from core.projection.maps import MapFrame, MapQuestion, frames_of
from core.projection.neighbourhoods import Neighbourhoods, neighbourhoods

SHARE = 12  # a map that follows a run takes at most one part in so many of a core's time
LEAST_PAUSE = 0.75  # seconds between two of them: each glides, which costs the window
NO_MEMORY = "There is not enough memory for this map. Choose fewer points."
BROKEN = "The map could not be made. Choose another layer or fewer points."


class Projecting(QObject):
    """Makes one map at a time. Lives in the window's thread; calls return at once.

    A map that follows a run waits for the one before: it is made when that is done, of what is
    newest then, and so seldom that it takes one part in SHARE of the time, LEAST_PAUSE after it.
    """

    framed = Signal(object)  # MapFrame; the last of a map has done == 1
    measured = Signal(object, object)  # the MapFrame, and its Neighbourhoods
    failed = Signal(str)  # why there is no map

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mapping = TaskRunner("map", self)
        self._measuring = TaskRunner("neighbours on the map", self)
        self.runners = (self._mapping, self._measuring)
        self._waiting: MapQuestion | None = None
        self._began = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)
        self._measured: MapFrame | None = None
        self._mapping.message.connect(self.framed)
        self._mapping.done.connect(self._on_done)
        self._measuring.done.connect(self._on_measured)
        self._mapping.failed.connect(self._on_done)
        for runner in self.runners:
            runner.failed.connect(self._on_failed)

    @property
    def is_busy(self) -> bool:
        """Whether a map is being made."""
        return self._mapping.is_running

    def ask(self, question: MapQuestion) -> None:
        """Make this map now, in place of the one that is being made."""
        self._pause.stop()
        self._waiting = None
        self._begin(question)

    def follow(self, question: MapQuestion) -> None:
        """Make this map as soon as it is the turn of a run's map, unless a newer one is asked for
        meanwhile."""
        self._waiting = question
        if not (self.is_busy or self._pause.isActive()):
            self._go_on()

    def cancel(self) -> None:
        """Make no map, and forget what waits."""
        self._pause.stop()
        self._waiting = None
        self._mapping.cancel()
        self._measuring.cancel()

    def measure(self, frame: MapFrame) -> None:
        """Count whose neighbours are of their own class; `measured` follows."""
        self._measured = frame
        self._measuring.run(partial(_measure, frame))

    def _begin(self, question: MapQuestion) -> None:
        self._began = time.perf_counter()
        self._mapping.run(partial(_make, question))

    @Slot()
    def _go_on(self) -> None:
        question, self._waiting = self._waiting, None
        if question is not None:
            self._begin(question)

    @Slot()
    def _on_done(self) -> None:
        pause = max((SHARE - 1) * (time.perf_counter() - self._began), LEAST_PAUSE)
        self._pause.start(int(1000 * pause))

    @Slot(object)
    def _on_measured(self, found: Neighbourhoods) -> None:
        self.measured.emit(self._measured, found)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(failure_sentence(error, without_memory=NO_MEMORY, otherwise=BROKEN))


def _make(question: MapQuestion, task: Task) -> None:
    yield_to_window()
    for frame in frames_of(question, cancelled=task.cancelled.is_set):
        if frame.done == 1 or task.is_due():
            task.send(frame)


def _measure(frame: MapFrame, task: Task) -> Neighbourhoods:
    yield_to_window()
    dataset = frame.question.dataset
    return neighbourhoods(
        frame.positions, dataset.labels, dataset.classes, cancelled=task.cancelled.is_set
    )
