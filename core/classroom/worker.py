"""The processes that check the hand-ins of a class, seen from the process that asks them."""

from __future__ import annotations

import pickle
import subprocess
from contextlib import suppress

from core.checking.process import start_own
from core.checking.report import Report
from core.checking.source import Source
from core.classroom.working import frame, received
from core.errors import DataError

ENDING = 2.0  # seconds that it may take to end its child


class WorkerEnd(Exception):
    """The worker gave no report: it was stopped, or broke. Its text says how, for a log."""


class Worker:
    """A process that checks one hand-in at a time. Raises OSError when none can be started.

    stop() may be called by any thread, and ends the check that runs.
    """

    def __init__(self) -> None:
        self._process = start_own("check-worker")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout

    def check(self, source: Source, seconds: float) -> Report:
        """The report, with the worst comparison of each function alone. Raises WorkerEnd."""
        data = frame(pickle.dumps((source, seconds)))
        try:
            while data:
                data = data[self._requests.write(data) :]
            answer = received(self._answers.read)
        except (OSError, ValueError) as error:  # closed meanwhile
            raise WorkerEnd(str(error)) from None
        try:
            return Report.from_json(answer.decode())
        except DataError:
            raise WorkerEnd(answer.decode() or "the worker has ended") from None

    def stop(self) -> None:
        """End the check that runs, and the worker."""
        with suppress(OSError):
            self._requests.close()

    def close(self) -> None:
        """As stop; it has ended then."""
        self.stop()
        try:
            self._process.wait(ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
