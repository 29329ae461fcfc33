"""The library of runs as the window knows it: what lies in it, and what the user does to it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.background.tasks import Task, TaskRunner
from app.state.run_keeper import KeptRun
from core.errors import DigitLabError
from core.runs.library import RunLibrary
from core.runs.limits import BIN_DAYS, BUDGET
from core.runs.summary import RunSummary

DAY = 86_400.0

Edit = Callable[[RunLibrary], int | None]  # gives of how many runs it threw frames away

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Listed:
    """summaries: None when nothing has changed. problem: why an edit failed, or "". made: of how
    many runs the networks on the way were thrown away."""

    summaries: tuple[RunSummary, ...] | None
    stamp: int
    problem: str
    made: int


class RunShelf(QObject):
    """Reads and edits beside the window; calls return at once.

    runs: those that are not in the bin; binned: those that are; the latest first, as read last.
    changed: they are others. loaded: the KeptRun that load() asked for. failed: what could not be
    done, for the user. room_made: of how many runs the networks on the way were thrown away.
    """

    changed = Signal()
    loaded = Signal(object)
    failed = Signal(str)
    room_made = Signal(int)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.runs: tuple[RunSummary, ...] = ()
        self.binned: tuple[RunSummary, ...] = ()
        self.is_read = False
        self.budget = BUDGET
        self._library = RunLibrary(folder)
        self._edits: deque[Edit] = deque([_empty_of_old])
        self._stamp = 0
        self._lister = TaskRunner("listing runs", self)
        self._lister.done.connect(self._on_listed)
        self._lister.failed.connect(self._on_failed)
        self._reader = TaskRunner("reading a kept run", self)
        self._reader.done.connect(self.loaded)
        self._reader.failed.connect(self._on_failed)
        self.runners = self._lister, self._reader

    @property
    def bytes(self) -> int:
        """What all takes on the disk, the bin too."""
        return sum(each.bytes for each in (*self.runs, *self.binned))

    @Slot()
    def refresh(self) -> None:
        """Look what is there now; `changed` follows if it is something else."""
        self._lister.run(partial(_list, self._library, self._edits, self._stamp))

    def rename(self, run_id: str, name: str) -> None:
        self._edit(lambda library: library.rename(run_id, name))

    def note(self, run_id: str, note: str) -> None:
        self._edit(lambda library: library.note(run_id, note))

    def star(self, run_ids: Sequence[str], star: bool) -> None:
        self._edit(lambda library: library.star(run_ids, star))

    def delete(self, run_ids: Sequence[str]) -> None:
        """Put them into the bin."""
        self._edit(lambda library: library.delete(run_ids))

    def restore(self, run_ids: Sequence[str]) -> None:
        """Take them out of the bin."""
        self._edit(lambda library: library.restore(run_ids))

    def empty_bin(self) -> None:
        """Throw away for good what lies in it."""
        self._edit(_empty)

    def set_budget(self, budget: int) -> None:
        """At most so many bytes from now on; frames that are too many go at once."""
        self.budget = budget
        self._edit(lambda library: library.make_room(budget))

    def load(self, run_id: str) -> None:
        """Read it; `loaded` or `failed` follows. A newer call takes the place of this one."""
        library = self._library
        self._reader.run(lambda task: KeptRun(run_id, library.load(run_id)))

    def _edit(self, edit: Edit) -> None:
        self._edits.append(edit)
        self._stamp = 0
        self.refresh()

    @Slot(object)
    def _on_listed(self, listed: _Listed) -> None:
        if listed.problem:
            self.failed.emit(listed.problem)
        if listed.made:
            self.room_made.emit(listed.made)
        if listed.summaries is None:
            return
        self.runs = tuple(each for each in listed.summaries if not each.marks.deleted)
        self.binned = tuple(each for each in listed.summaries if each.marks.deleted)
        self._stamp, self.is_read = listed.stamp, True
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        why = getattr(error, "strerror", None) or error
        is_told = isinstance(error, DigitLabError)
        self.failed.emit(str(error) if is_told else f"The runs on the disk cannot be read: {why}.")


def _list(library: RunLibrary, edits: deque[Edit], stamp: int, task: Task) -> _Listed:
    """stamp: of the folder, when it was listed last. Raises OSError."""
    problem, made = "", 0
    while edits:
        try:
            made += edits[0](library) or 0
        except (DigitLabError, OSError) as error:
            _log.warning("A run could not be changed: %s", error)
            why = getattr(error, "strerror", None) or error
            problem = f"This could not be written: {why}"
        edits.popleft()
    try:
        now = library.folder.stat().st_mtime_ns
    except FileNotFoundError:
        now = 1
    return _Listed(None if now == stamp else tuple(library.summaries()), now, problem, made)


def _empty(library: RunLibrary) -> None:
    library.empty_bin()


def _empty_of_old(library: RunLibrary) -> None:
    library.empty_bin(BIN_DAYS * DAY)
