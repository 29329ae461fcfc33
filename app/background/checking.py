"""Checks a learner's file beside the window; its code runs in a child process (core.checking)."""

from __future__ import annotations

import threading
from collections.abc import Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, close_all, failure_sentence
from core.checking.process import what_holds
from core.checking.report import Report
from core.checking.runner import CheckProcess

SECONDS = 10.0


class Checker(QObject):
    """One check at a time: `started`, then `finished` or `stopped`."""

    started = Signal()
    finished = Signal(object)  # Report
    stopped = Signal()
    looked = Signal(object)  # what a file's code cannot do here, see core.checking.confinement

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._runner = TaskRunner("checking", self)
        self._runner.done.connect(self.finished)
        self._runner.failed.connect(self._on_failed)
        self._runner.cancelled.connect(self.stopped)
        self._look_runner = TaskRunner("looking", self)
        self.runners = (self._runner, self._look_runner)
        self._look_runner.done.connect(self.looked)
        self._look_runner.failed.connect(self._on_look_failed)

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

    def look(self) -> None:
        """Find out what a file's code cannot do on this system; `looked` is emitted."""
        self._look_runner.run(_look)

    def close(self) -> bool:
        """End everything. False when something is still busy after CLOSE_MILLISECONDS."""
        return close_all(self.runners)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """For what no file can cause: the check itself broke."""
        sentence = failure_sentence(
            error,
            without_memory="There is not enough memory to check this file.",
            otherwise="The check was ended by an error inside the app.",
        )
        self.finished.emit(Report(str(self._path), (), problem=sentence))

    @Slot(object)
    def _on_look_failed(self, error: BaseException) -> None:
        """What is not known to hold is said not to."""
        self.looked.emit(())


def _look(task: Task) -> Collection[str]:
    stop = threading.Event()
    task.on_cancel(stop.set)
    return what_holds(stop)


def _check(path: Path, task: Task) -> Report:
    process = CheckProcess(path, seconds=SECONDS)
    task.on_cancel(process.stop)
    return process.run()
