"""Errands: what takes long, run beside the window; the newest request alone counts.

A thread waits, so that the window never does. A new request gives up the one before it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QThread, Signal

CLOSE_MILLISECONDS = 2000


class Request(Protocol):
    """number: which one it is; older ones are not wanted any more. given_up: set when so."""

    @property
    def number(self) -> int: ...

    @property
    def given_up(self) -> threading.Event: ...


class TaskWorker(QObject):
    """Its slot runs one request after another in its thread."""

    def give_up(self, request: Request) -> None:
        """Let the slot come back soon. From any thread."""
        request.given_up.set()


class Tasks(QObject):
    """Lives in the GUI thread; calls return at once. Of one errand at a time."""

    _wanted = Signal(object)

    def __init__(
        self,
        name: str,
        worker: TaskWorker,
        run: Callable[[Any], None],
        parent: QObject | None,
    ) -> None:
        """name: of the thread, where `worker` moves. run: the worker's slot for a request."""
        super().__init__(parent)
        self._worker = worker
        self._number = 0
        self._request: Request | None = None
        self._thread = QThread()
        self._thread.setObjectName(name)
        worker.moveToThread(self._thread)
        self._wanted.connect(run, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._request is not None

    def close(self) -> bool:
        """End everything. False when something is still busy after CLOSE_MILLISECONDS."""
        self._give_up()
        self._thread.quit()
        return self._thread.wait(CLOSE_MILLISECONDS)

    def _next_number(self) -> int:
        """Of the request that is about to be made; the one before it is given up."""
        self._give_up()
        self._number += 1
        return self._number

    def _begin(self, request: Request) -> None:
        self._request = request
        self._wanted.emit(request)

    def _give_up(self) -> bool:
        """Whether there was anything to give up."""
        request, self._request = self._request, None
        if request is not None:
            self._worker.give_up(request)
        return request is not None

    def _is_wanted(self, number: int) -> bool:
        return self._request is not None and number == self._request.number

    def _end(self, number: int) -> bool:
        """Whether the request that came to its end was wanted still."""
        wanted = self._is_wanted(number)
        if wanted:
            self._request = None
        return wanted
