"""Keeps the run that the window shows in the library, while it goes on and when it has ended."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot

from app.background.loading import Loader
from app.background.tasks import Task, TaskRunner
from app.background.training.messages import Finished, Progress, StartRequest
from app.background.training.session import Session
from core.errors import DigitLabError
from core.files.atomic_file import replace_file
from core.files.regular_file import read_regular
from core.files.run_file import Origin, RunRecord
from core.runs.keeping import Keeping
from core.runs.library import RunLibrary
from core.runs.limits import BUDGET
from core.version import RUN_ENDING

LEAVE_MS = 800  # for the step under way, as the window closes
WRITE_MS = 500
_LONGEST_ID = 100  # letters

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run of the library, by its id."""

    run_id: str
    record: RunRecord


class RunKeeper(QObject):
    """Writes and reads beside the window; what cannot be written is told once, by `failed`."""

    kept = Signal(str)  # this window's run, of that id, is in the library now
    failed = Signal(str)
    found = Signal(object)  # KeptRun that read() asked for, or None
    room_made = Signal(int)  # of so many runs the networks on the way were thrown away

    def __init__(
        self,
        session: Session,
        loader: Loader,
        library: Path,
        pointer: Path,
        budget: Callable[[], int] = lambda: BUDGET,
        parent: QObject | None = None,
    ) -> None:
        """library: its folder. pointer: where this window says which run is its own. budget: asked
        how many bytes the library may take."""
        super().__init__(parent)
        self._session, self._loader, self._pointer = session, loader, pointer
        self._origin: Origin | None = None
        self._has_failed = False
        self._library = RunLibrary(library)
        self._keeping = Keeping(RunLibrary(library), budget)
        self._runner = TaskRunner("keeping the run", self)
        self._runner.done.connect(self._on_done)
        self._runner.failed.connect(self._on_failed)
        self._reader = TaskRunner("reading a run", self)
        self._reader.done.connect(self.found)
        self.runners = self._runner, self._reader
        session.started.connect(self._on_started)
        session.progress.connect(self._on_progress)
        session.held.connect(self._keep)
        session.finished.connect(self._on_finished)
        session.failed.connect(self._end)
        session.cleared.connect(self._forget)
        session.restored.connect(self._on_restored)

    def read(self, file: Path | None) -> None:
        """Look for the run that another window left, which `file` points at; `found` follows."""
        library = self._library
        self._reader.run(lambda task: None if file is None else _read_run(library, file))

    def record(self) -> RunRecord | None:
        """The run that is shown, as it is kept; None while there is nothing to keep."""
        return None if self._origin is None else self._session.shown.record(self._origin)

    def keep(self, run: KeptRun) -> None:
        """Another window left this run; the session shows it now."""
        self._origin = run.record.origin
        self._keeping.adopt(run.run_id)
        self._write()

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
        self._end()
        if self._runner.is_running:
            loop = QEventLoop()
            self._runner.done.connect(loop.quit)
            self._runner.failed.connect(loop.quit)
            QTimer.singleShot(WRITE_MS, loop.quit)
            loop.exec()
        return not session.is_active

    @Slot(object)
    def _on_started(self, request: StartRequest) -> None:
        held = request.held.checkpoint if request.held else None
        went_back = None if held is None else (held.step, held.parameters)
        self._keeping.begin(request.run_id, request.split, went_back)
        self._origin = self._origin_of(request)

    def _origin_of(self, request: StartRequest) -> Origin:
        for source, loaded in self._loader.ready.items():
            if loaded.split is request.split:
                return Origin.of(request.split, source, loaded.folder)
        return Origin.of(request.split, "")

    @Slot(object)
    def _on_progress(self, message: Progress) -> None:
        if message.frames:
            self._keeping.add_frames(message.frames)
            self._write()

    @Slot()
    def _keep(self, _: object = None) -> None:
        record = self.record()
        if record is not None:
            self._keeping.add_record(record)
            self._write()

    @Slot(object)
    def _on_finished(self, _: Finished) -> None:
        self._keep()
        self._end()

    @Slot()
    def _on_restored(self) -> None:
        """A run that was reset is back: it is this window's again."""
        run_id = self._session.shown.run_id
        if run_id:
            self._keeping.adopt(run_id)
            self._write()

    @Slot()
    def _end(self, _: object = None) -> None:
        self._keeping.end()
        self._write()

    @Slot()
    def _forget(self) -> None:
        """The user reset the run, or begins another: it stays in the library, and is not this
        window's any more."""
        self._keeping.forget()
        self._write()

    def _write(self) -> None:
        self._runner.run(self._job)

    def _job(self, task: Task) -> tuple[str, int]:
        """Gives the id of this window's run once that is kept, else "", and of how many runs the
        networks on the way were thrown away."""
        run_id = self._keeping.write()
        if not run_id:
            self._pointer.unlink(missing_ok=True)
        elif _id_in(self._pointer) != run_id:
            replace_file(self._pointer, run_id.encode())
        return run_id, self._keeping.take_made()

    @Slot(object)
    def _on_done(self, written: tuple[str, int]) -> None:
        run_id, made = written
        if run_id:
            self.kept.emit(run_id)
        if made:
            self.room_made.emit(made)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        _log.warning("The run could not be kept: %s", error)
        if not self._has_failed:
            self._has_failed = True
            why = getattr(error, "strerror", None) or error
            self.failed.emit(f"The run cannot be kept on the disk: {why}. It goes on without.")


def _id_in(pointer: Path) -> str:
    """Of the run that a window's folder points at; "" when it points at none."""
    try:
        return read_regular(pointer, _LONGEST_ID).decode("ascii", "replace")
    except OSError:
        return ""


def _read_run(library: RunLibrary, file: Path) -> KeptRun | None:
    """file: a pointer, or a run file of a version that had no library, which is taken into it.
    None, and a line in the log, for what is not there or not readable any more, for what lies in
    the bin, and for what another window writes."""
    try:
        if file.suffix == RUN_ENDING:
            run_id = library.take_in(file)
            replace_file(file.with_suffix(""), run_id.encode())
        else:
            run_id = _id_in(file)
        summary = library.summary(run_id)
        if summary.marks.deleted or summary.is_written:
            return None
        return KeptRun(run_id, library.load(run_id))
    except (DigitLabError, OSError) as error:
        _log.warning("%s", error)
        return None
