"""Keeps the run that the window shows in a file, while it goes on and when it has ended."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot

from app.background.loading import Loader
from app.background.tasks import Task, TaskRunner
from app.background.training.messages import StartRequest
from app.background.training.session import Session
from core.errors import DataError
from core.files import run_file
from core.files.run_file import Origin, RunRecord

LEAVE_MS = 800  # for the step under way, as the window closes
WRITE_MS = 500

_log = logging.getLogger(__name__)


class RunKeeper(QObject):
    """Writes and reads beside the window; what cannot be written is told once, by `failed`."""

    kept = Signal()  # the run is in the file now
    failed = Signal(str)
    found = Signal(object)  # RunRecord that read() asked for, or None

    def __init__(
        self, session: Session, loader: Loader, file: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._loader, self._file = session, loader, file
        self._origin: Origin | None = None
        self._has_failed = False
        self._runner = TaskRunner("keeping the run", self)
        self._runner.done.connect(self._on_done)
        self._runner.failed.connect(self._on_failed)
        self._reader = TaskRunner("reading a run", self)
        self._reader.done.connect(self.found)
        self.runners = self._runner, self._reader
        session.started.connect(self._on_started)
        session.held.connect(self._keep)
        session.finished.connect(self._keep)
        session.cleared.connect(self._forget)
        session.restored.connect(self._keep)

    def read(self, file: Path | None) -> None:
        """Look for a run that another window left; `found` follows."""
        self._reader.run(lambda task: None if file is None else _read_run(file))

    def record(self) -> RunRecord | None:
        """The run that is shown, as it is kept; None while there is nothing to keep."""
        return None if self._origin is None else self._session.shown.record(self._origin)

    def keep(self, record: RunRecord) -> None:
        """Another window left this run; the session shows it now."""
        self._origin = record.origin
        self._write(record)

    def finish(self) -> bool:
        """As the window closes: hold the run where it is and keep it. False when it is still
        inside a step; then what was kept last stays.

        Takes at most LEAVE_MS and WRITE_MS; the window's thread goes on meanwhile.
        """
        session = self._session
        if session.is_active:
            loop = QEventLoop()
            for signal in (session.left, session.finished, session.failed):
                signal.connect(loop.quit)
            QTimer.singleShot(LEAVE_MS, loop.quit)
            session.leave()
            loop.exec()
        if self._runner.is_running:
            loop = QEventLoop()
            self._runner.done.connect(loop.quit)
            self._runner.failed.connect(loop.quit)
            QTimer.singleShot(WRITE_MS, loop.quit)
            loop.exec()
        return not session.is_active

    @Slot(object)
    def _on_started(self, request: StartRequest) -> None:
        for source, loaded in self._loader.ready.items():
            if loaded.split is request.split:
                self._origin = Origin.of(request.split, source, loaded.folder)
                return
        self._origin = Origin.of(request.split, "")

    @Slot()
    def _keep(self, _: object = None) -> None:
        record = self.record()
        if record is not None:
            self._write(record)

    def _write(self, record: RunRecord) -> None:
        def job(task: Task) -> bool:
            run_file.save(record, self._file)
            return True

        self._runner.run(job)

    @Slot()
    def _forget(self) -> None:
        """The user reset the run, or begins another."""
        self._runner.run(lambda task: self._file.unlink(missing_ok=True))

    @Slot(object)
    def _on_done(self, is_kept: bool | None) -> None:
        if is_kept:
            self.kept.emit()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        _log.warning("The run could not be kept: %s", error)
        if not self._has_failed:
            self._has_failed = True
            why = getattr(error, "strerror", None) or error
            self.failed.emit(f"The run cannot be kept on the disk: {why}. It goes on without.")


def _read_run(file: Path) -> RunRecord | None:
    """None, and a line in the log, for what cannot be read any more."""
    try:
        return run_file.load(file)
    except DataError as error:
        _log.warning("%s", error)
        return None
