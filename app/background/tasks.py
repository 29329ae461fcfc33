"""The one mechanism for work beside the window: a task, and the thread that runs it.

A task is a function, its job, that runs in the thread of a TaskRunner. It sends messages on its way
and has one of four outcomes: done, failed, cancelled (the user did not want it any more) or
superseded (a newer one was started in its place). Nothing is heard of a task after its outcome.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QThread, Signal, Slot

from core.errors import DigitLabError

CLOSE_MILLISECONDS = 2000
MESSAGE_INTERVAL = 1 / 20  # seconds between two messages that is_due() asks for

Job = Callable[["Task"], Any]

_log = logging.getLogger(__name__)


class Task:
    """One piece of work. Its job is called with it, and reads, sends and registers here.

    cancelled: set when nobody waits for the outcome any more; the job then returns soon.
    """

    def __init__(
        self,
        job: Job,
        post: Callable[[Task, str, object], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """post: hands on this task, "message" and the message. clock: gives seconds."""
        self.job = job
        self.cancelled = threading.Event()
        self._post = post
        self._clock = clock
        self._next = 0.0
        # Each is written by one thread alone, so neither needs a lock.
        self._sent = 0
        self._received = 0
        self._interrupt: Callable[[], object] | None = None

    def is_due(self) -> bool:
        """Whether to send a message: the last was received, and sent MESSAGE_INTERVAL ago."""
        return self._clock() >= self._next and self._sent == self._received

    def send(self, message: object) -> None:
        """Hand a message to the window's thread, due or not. For the job's thread."""
        self._next = self._clock() + MESSAGE_INTERVAL
        self._sent += 1
        self._post(self, "message", message)

    def on_cancel(self, interrupt: Callable[[], object]) -> None:
        """Have `interrupt` called by cancel(), in its thread; at once if that has been called.

        For what does not read `cancelled`, such as a child process. It may be called twice.
        """
        self._interrupt = interrupt
        if self.cancelled.is_set():
            interrupt()

    def cancel(self) -> None:
        """Let the job return soon. From any thread."""
        self.cancelled.set()
        if self._interrupt is not None:
            self._interrupt()

    def receive(self) -> None:
        """The window has received a message."""
        self._received += 1


class _Worker(QObject):
    """Lives in the runner's thread and runs the tasks there, one after another."""

    sent = Signal(object, str, object)  # Task; "message", "done" or "failed"; what came of it

    @Slot(object)
    def run(self, task: Task) -> None:
        if task.cancelled.is_set():
            return
        try:
            self.sent.emit(task, "done", task.job(task))
        except BaseException as error:  # whatever it is: in a thread it ends nothing but the job
            if not isinstance(error, DigitLabError):
                _log.exception("The task “%s” failed.", self.thread().objectName())
            self.sent.emit(task, "failed", error.with_traceback(None))


class TaskRunner(QObject):
    """A thread, and the task that runs in it. Lives in the window's thread; calls return at once.

    failed: the exception; its traceback is in the log, unless it is a DigitLabError, which was
    raised for the user to read.
    """

    message = Signal(object)
    done = Signal(object)  # what the job returned
    failed = Signal(object)  # BaseException
    cancelled = Signal()

    _wanted = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """name: of the thread, and in the log."""
        super().__init__(parent)
        self.setObjectName(name)
        self._task: Task | None = None
        self._signals = {"message": self.message, "done": self.done, "failed": self.failed}
        self._worker = _Worker()
        self._thread = QThread()
        self._thread.setObjectName(name)
        self._worker.moveToThread(self._thread)
        self._wanted.connect(self._worker.run, Qt.ConnectionType.QueuedConnection)
        self._worker.sent.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether a task was started and has no outcome yet."""
        return self._task is not None

    def run(self, job: Job) -> None:
        """Start a task; it supersedes the one that runs, if one does. It fails with MemoryError
        where the system gives no thread for it."""
        self._drop()
        _log.debug("The task “%s” begins.", self.objectName())
        self._task = Task(job, self._worker.sent.emit)
        if self._has_thread():
            self._wanted.emit(self._task)
        else:
            self._worker.sent.emit(self._task, "failed", MemoryError())

    def cancel(self) -> None:
        """Give up the task, and say so at once; its job may still take a moment to return."""
        if self._drop():
            _log.debug("The task “%s” is cancelled.", self.objectName())
            self.cancelled.emit()

    def end(self) -> None:
        """Give up the task in silence and let the thread end, without waiting for it."""
        self._drop()
        self._thread.quit()

    def close(self) -> bool:
        """End, and wait. False when the job has not returned after CLOSE_MILLISECONDS: to destroy
        the runner then would abort the process."""
        return close_all([self])

    def wait(self, deadline: QDeadlineTimer) -> bool:
        """Whether the thread has ended, waiting until `deadline` for it."""
        return self._thread.wait(deadline)

    def _has_thread(self) -> bool:
        """Tries again where there was no memory to start it; one that has ended stays so."""
        if not (self._thread.isRunning() or self._thread.isFinished()):
            self._thread.start()
        return self._thread.isRunning() or self._thread.isFinished()

    def _drop(self) -> bool:
        """Give up the task that runs. Whether there was one."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        return task is not None

    @Slot(object, str, object)
    def _receive(self, task: Task, what: str, value: object) -> None:
        if task is not self._task:
            return
        if what == "message":
            task.receive()
        else:
            self._task = None
            _log.debug("The task “%s” is %s.", self.objectName(), what)
        self._signals[what].emit(value)


def close_all(runners: Iterable[TaskRunner], milliseconds: int = CLOSE_MILLISECONDS) -> bool:
    """End them and wait for them. False when one is still busy after `milliseconds`."""
    runners = list(runners)
    for runner in runners:
        runner.end()
    deadline = QDeadlineTimer(milliseconds)
    return all(runner.wait(deadline) for runner in runners)


def failure_sentence(error: BaseException, *, without_memory: str, otherwise: str) -> str:
    """What to tell the user. A DigitLabError says it itself."""
    if isinstance(error, DigitLabError):
        return str(error)
    if isinstance(error, MemoryError):
        return without_memory
    return f"{otherwise} ({type(error).__name__}: {error})"
