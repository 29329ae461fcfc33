"""Reads one picture beside the window; a newer one takes the place of an older."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background.tasks import TaskRunner, failure_sentence
from core.cancelling import IsCancelled

PATIENCE_MS = 200  # what takes no longer needs no sign of life


class PictureReading(QObject):
    """Calls what makes a picture in a thread, which begins with the first one.

    waiting: whether a picture takes longer than PATIENCE_MS; False once it has an outcome. done:
    what was made. failed: a sentence.
    """

    waiting = Signal(bool)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner: TaskRunner | None = None
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._on_late)
        self.is_late = False

    @property
    def runners(self) -> tuple[TaskRunner, ...]:
        return () if self._runner is None else (self._runner,)

    def read(self, make: Callable[[IsCancelled], Any]) -> None:
        """make: called in the thread with a function that says whether to give up."""
        if self._runner is None:
            self._runner = TaskRunner("reading a picture", self)
            self._runner.done.connect(self._on_done)
            self._runner.failed.connect(self._on_failed)
            self._runner.cancelled.connect(self._end)
        self._end()
        self._timer.start()
        self._runner.run(lambda task: make(task.cancelled.is_set))

    @Slot()
    def cancel(self) -> None:
        """Give up the picture; nothing more is heard of it."""
        if self._runner is not None:
            self._runner.cancel()

    @Slot()
    def _on_late(self) -> None:
        self.is_late = True
        self.waiting.emit(True)

    @Slot()
    def _end(self) -> None:
        self._timer.stop()
        if self.is_late:
            self.is_late = False
            self.waiting.emit(False)

    @Slot(object)
    def _on_done(self, made: object) -> None:
        self._end()
        self.done.emit(made)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._end()
        self.failed.emit(
            failure_sentence(
                error,
                without_memory="There is not enough memory to read this picture. Close other "
                "programs, or crop it to the digits.",
                otherwise="The picture could not be read.",
            )
        )
