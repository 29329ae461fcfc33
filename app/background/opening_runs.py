"""Reads kept runs beside the window: records, curves, and which networks were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner, failure_sentence
from app.background.training.run_curves import RunCurves
from core.errors import Cancelled, DataError
from core.files.run_file import RunRecord
from core.runs.frames import RunFrames
from core.runs.library import RunLibrary


@dataclass(frozen=True, eq=False)
class OpenedRun:
    """run_id: what the library calls it. parent: how the user knows the run that it was branched
    from, "" for none. curves.name: how the user knows it."""

    run_id: str
    record: RunRecord
    curves: RunCurves
    frames: RunFrames
    parent: str = ""


class RunOpener(QObject):
    """One request at a time; a newer one takes its place. opened: a list of OpenedRun, in the order
    that was asked for."""

    opened = Signal(object)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """folder: of the library."""
        super().__init__(parent)
        self._folder = folder
        self._runner = TaskRunner("opening runs", self)
        self.runners = (self._runner,)
        self._runner.done.connect(self.opened)
        self._runner.failed.connect(self._on_failed)

    def open(self, names: Sequence[tuple[str, str]]) -> None:
        """names: of each run what the library calls it, and the user."""
        self._runner.run(partial(_open, self._folder, tuple(names)))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed.emit(
            failure_sentence(
                error,
                without_memory="There is not enough memory to open these runs. Choose fewer.",
                otherwise="These runs cannot be opened.",
            )
        )


def _open(folder: Path, names: Sequence[tuple[str, str]], task: Task) -> list[OpenedRun]:
    """Raises DataError for a run that cannot be read, OSError, Cancelled."""
    library, found = RunLibrary(folder), []
    for run_id, name in names:
        if task.cancelled.is_set():
            raise Cancelled("Nothing was opened.")
        record = library.load(run_id)
        parent = _name_of(library, record.circumstances.parent)
        curves = RunCurves.of_record(record, name)
        found.append(OpenedRun(run_id, record, curves, library.frames(run_id), parent))
    return found


def _name_of(library: RunLibrary, run_id: str) -> str:
    """As the user named it, or as the library does; "" for none."""
    if not run_id:
        return ""
    try:
        return library.summary(run_id).marks.name or run_id
    except DataError:
        return run_id
