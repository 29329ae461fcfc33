"""Checks of a learner's file, and runs of training with it, beside the window: one at a time each.

The learner's code runs in a child process (core.checking); a thread here waits for the child, so
that the window never does. A new request ends the one before it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from core.checking.report import Report
from core.checking.runner import CheckProcess

SECONDS = 10.0
CLOSE_MILLISECONDS = 2000


@dataclass(frozen=True)
class CheckRequest:
    """number: which one it is; older ones are not wanted any more. given_up: set when so."""

    number: int
    path: Path
    given_up: threading.Event


class CheckWorker(QObject):
    """Runs one request after another in its thread."""

    done = Signal(int, object)  # number, Report

    def __init__(self) -> None:
        super().__init__()
        self._process: CheckProcess | None = None

    @Slot(object)
    def check(self, request: CheckRequest) -> None:
        process = self._process = CheckProcess(request.path, seconds=SECONDS)
        if request.given_up.is_set():
            return
        report = process.run()
        if not request.given_up.is_set():
            self.done.emit(request.number, report)

    def give_up(self, request: CheckRequest) -> None:
        """Let check() come back soon. From any thread."""
        request.given_up.set()
        if self._process is not None:
            self._process.stop()


class Checker(QObject):
    """Lives in the GUI thread; calls return at once. started, then finished or stopped."""

    started = Signal()
    finished = Signal(object)  # Report
    stopped = Signal()

    _wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._request: CheckRequest | None = None
        self._thread = QThread()
        self._thread.setObjectName("checking")
        self._worker = CheckWorker()
        self._worker.moveToThread(self._thread)
        self._wanted.connect(self._worker.check, Qt.ConnectionType.QueuedConnection)
        self._worker.done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._request is not None

    def check(self, path: Path) -> None:
        """Check this file; an older check is given up."""
        self._give_up()
        self._number += 1
        self._request = CheckRequest(self._number, path, threading.Event())
        self.started.emit()
        self._wanted.emit(self._request)

    @Slot()
    def stop(self) -> None:
        if self._give_up():
            self.stopped.emit()

    def close(self) -> bool:
        """End everything. False when something was still busy after two seconds."""
        self._give_up()
        self._thread.quit()
        return self._thread.wait(CLOSE_MILLISECONDS)

    def _give_up(self) -> bool:
        request, self._request = self._request, None
        if request is not None:
            self._worker.give_up(request)
        return request is not None

    @Slot(int, object)
    def _on_done(self, number: int, report: Report) -> None:
        if self._request is not None and number == self._request.number:
            self._request = None
            self.finished.emit(report)
