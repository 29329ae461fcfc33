"""Checks a learner's file beside the window; its code runs in a child process (core.checking)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, close_all, failure_sentence
from core.checking.report import Report
from core.checking.runner import CheckProcess

SECONDS = 10.0


class Checker(QObject):
    """One check at a time: `started`, then `finished` or `stopped`."""

    started = Signal()
    finished = Signal(object)  # Report
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._runner = TaskRunner("checking", self)
        self.runners = (self._runner,)
        self._runner.done.connect(self.finished)
        self._runner.failed.connect(self._on_failed)
        self._runner.cancelled.connect(self.stopped)

    @property
    def is_running(self) -> bool:
        """Whether a file is being checked."""
        return self._runner.is_running

    def check(self, path: Path) -> None:
        """Check this file instead of the one that is being checked, if one is."""
        self._path = path
        self._runner.run(partial(_check, path))
        self.started.emit()

    @Slot()
    def stop(self) -> None:
        """Give up the check, if there is one; `stopped` is emitted at once."""
        self._runner.cancel()

    def close(self) -> bool:
        """End everything. False when something is still busy after CLOSE_MILLISECONDS."""
        return close_all(self.runners)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        """For what no file can cause: the check itself broke."""
        sentence = failure_sentence(
            error,
            without_memory="There is not enough memory to check this file.",
            otherwise="The check was ended by an error inside the app.",
        )
        self.finished.emit(Report(str(self._path), (), problem=sentence))


def _check(path: Path, task: Task) -> Report:
    process = CheckProcess(path, seconds=SECONDS)
    task.on_cancel(process.stop)
    return process.run()
