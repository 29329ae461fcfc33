"""Checks of a learner's file, beside the window; its code runs in a child (core.checking)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.background.tasks import Request, Tasks, TaskWorker
from core.checking.report import Report
from core.checking.runner import CheckProcess

SECONDS = 10.0


@dataclass(frozen=True)
class CheckRequest:
    number: int
    path: Path
    given_up: threading.Event


class CheckWorker(TaskWorker):
    done = Signal(int, object)  # number, Report

    def __init__(self) -> None:
        super().__init__()
        self._process: CheckProcess | None = None

    @Slot(object)
    def run(self, request: CheckRequest) -> None:
        process = self._process = CheckProcess(request.path, seconds=SECONDS)
        if request.given_up.is_set():
            return
        report = process.run()
        if not request.given_up.is_set():
            self.done.emit(request.number, report)

    def give_up(self, request: Request) -> None:
        super().give_up(request)
        if self._process is not None:
            self._process.stop()


class Checker(Tasks):
    """started, then finished or stopped."""

    started = Signal()
    finished = Signal(object)  # Report
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        worker = CheckWorker()
        super().__init__("checking", worker, worker.run, parent)
        worker.done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    def check(self, path: Path) -> None:
        """Check this file; an older check is given up."""
        self._begin(CheckRequest(self._next_number(), path, threading.Event()))
        self.started.emit()

    @Slot()
    def stop(self) -> None:
        if self._give_up():
            self.stopped.emit()

    @Slot(int, object)
    def _on_done(self, number: int, report: Report) -> None:
        if self._end(number):
            self.finished.emit(report)
