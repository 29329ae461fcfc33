"""Keeping: what is to be written of the runs of one window, handed over by one thread and written
by another, so that training and window wait for no disk."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from core.data.dataset import Split
from core.files.run_file import RunRecord
from core.runs.frames import Frame
from core.runs.library import RunLibrary, RunWriter
from core.runs.surroundings import data_hash, versions


@dataclass
class _Open:
    """The run that is written now: what of it waits, the record only as it is latest."""

    run_id: str
    split: Split
    went_back_to: tuple[int, int] | None
    frames: deque[Frame] = field(default_factory=deque)
    record: RunRecord | None = None
    is_over: bool = False
    is_forgotten: bool = False
    writer: RunWriter | None = None


class Keeping:
    """write() and take_made() are for one thread, and all else, which only remembers, for another.

    budget: asked how many bytes the library may take. One run is the window's own: the last that
    was begun or adopted, unless it was forgotten.
    """

    def __init__(self, library: RunLibrary, budget: Callable[[], int]) -> None:
        self._library, self._budget = library, budget
        self._open: list[_Open] = []
        self._lock = threading.Lock()
        self._own, self._made = "", 0
        self._hash: tuple[Split, str] | None = None

    def begin(self, run_id: str, split: Split, went_back_to: tuple[int, int] | None = None) -> None:
        """A run begins, on these data; went_back_to: its step and how many parameters it has, if
        it goes on."""
        with self._lock:
            self._end()
            self._own = ""
            self._open.append(_Open(run_id, split, went_back_to))

    def add_frames(self, frames: Iterable[Frame]) -> None:
        with self._lock:
            if self._open:
                self._open[-1].frames.extend(frames)

    def add_record(self, record: RunRecord) -> None:
        """The run as it stands, in the place of what still waits."""
        with self._lock:
            if self._open:
                self._open[-1].record = record

    def end(self) -> None:
        """Nothing of this run follows."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """Nothing of this run follows, and it is not the window's own any more."""
        with self._lock:
            self._end()
            self._own = ""
            for each in self._open:
                each.is_forgotten = True

    def adopt(self, run_id: str) -> None:
        """This run is the window's own, and nothing of it is to be written."""
        with self._lock:
            self._own = run_id

    def _end(self) -> None:
        if self._open:
            self._open[-1].is_over = True

    def write(self) -> str:
        """Write what waits. Gives the id of the window's own run once that is kept, else "".

        Raises OSError, and DigitLabError for a run that another window writes; what it was about
        is given up.
        """
        while (run := self._next()) is not None:
            frames, record, is_over = self._waiting(run)
            try:
                if record is not None or frames:
                    self._write(run, record, frames)
            finally:
                if is_over and run.writer is not None:
                    run.writer.close()
            if record is not None and not run.is_forgotten:
                self.adopt(run.run_id)
            if not is_over:
                break
            self._made += self._library.make_room(self._budget())
        return self._own

    def take_made(self) -> int:
        """Of how many runs the frames were thrown away since this was asked last. For the thread
        that writes."""
        made, self._made = self._made, 0
        return made

    def _next(self) -> _Open | None:
        with self._lock:
            return self._open[0] if self._open else None

    def _waiting(self, run: _Open) -> tuple[list[Frame], RunRecord | None, bool]:
        """What waits of it, which it forgets, as it does the run if that is over."""
        with self._lock:
            frames, record, is_over = list(run.frames), run.record, run.is_over
            run.frames.clear()
            run.record = None
            if is_over:
                self._open.remove(run)
            return frames, record, is_over

    def _write(
        self,
        run: _Open,
        record: RunRecord | None,
        frames: list[Frame],
    ) -> None:
        if run.writer is None:
            run.writer = self._library.writer(run.run_id)
            if run.went_back_to is not None:
                run.writer.go_back_to(*run.went_back_to)
        if record is not None:
            run.writer.write(self._completed(record, run.split))
        run.writer.append(frames)

    def _completed(self, record: RunRecord, split: Split) -> RunRecord:
        """With what is measured here, beside the window."""
        if self._hash is None or self._hash[0] is not split:
            self._hash = split, data_hash(split)
        about = replace(
            record.circumstances,
            written=time.time(),
            versions=versions(),
            data_hash=self._hash[1],
        )
        return replace(record, circumstances=about)
