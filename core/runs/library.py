"""The library of runs: one folder for all of a user's, in which several windows may write.

A run is <id>.run, the run itself; <id>.json, its summary; <id>.frames, its networks on the way; and
<id>.marks, what the user put on it. The first three belong to whoever holds <id>.lock; marks are
changed by anybody, one after another, behind the folder's own lock.
"""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import DataError, DigitLabError
from core.files import run_file
from core.files.locks import FileLock, locked
from core.files.run_file import RunRecord
from core.runs.frames import Frame, FrameWriter, RunFrames
from core.runs.marks import RunMarks, read_marks, write_marks
from core.runs.summary import (
    RunSummary,
    Stamp,
    read_summary,
    summary_of,
    unreadable,
    write_summary,
)
from core.version import RUN_ENDING

_RUN, _SUMMARY, _FRAMES, _MARKS, _LOCK = RUN_ENDING, ".json", ".frames", ".marks", ".lock"
_FOLDER_LOCK = "lock"
_PATIENCE = 0.5  # seconds; whoever lists the runs holds a lock for a moment

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Files:
    """What lies in the folder of one run: bytes and the time of change by ending."""

    found: dict[str, Stamp]

    def bytes(self, ending: str) -> int:
        return self.found.get(ending, (0, 0))[0]


class RunLibrary:
    """All runs in `folder`, which is made with the first. Safe to use from several threads, each
    with a library of its own or one after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, tuple[Stamp, RunSummary]] = {}
        self._last: dict[str, tuple[dict[str, Stamp], RunSummary]] = {}
        self._marks: dict[str, tuple[Stamp, RunMarks]] = {}

    def summaries(self) -> list[RunSummary]:
        """Of all runs, those in the bin too, the latest first; of one that cannot be read, what
        is known and why. Raises OSError."""
        found = [self._summary(*each) for each in self._files().items() if _RUN in each[1].found]
        return sorted(found, key=lambda each: (each.began or each.written, each.id), reverse=True)

    def summary(self, run_id: str) -> RunSummary:
        """Raises DataError when there is no such run, and OSError."""
        files = self._files().get(run_id)
        if files is None or _RUN not in files.found:
            raise DataError(f"There is no run {run_id}.")
        return self._summary(run_id, files)

    def load(self, run_id: str) -> RunRecord:
        """Raises DataError for a run that is not there or cannot be read."""
        return run_file.load(self.path(run_id))

    def frames(self, run_id: str) -> RunFrames:
        """Its networks on the way; none where they were thrown away. Raises DataError, OSError."""
        return RunFrames(self._path(run_id, _FRAMES))

    def path(self, run_id: str) -> Path:
        """Of its run file."""
        return self._path(run_id, _RUN)

    def rename(self, run_id: str, name: str) -> None:
        """Raises DigitLabError and OSError, as all that changes marks."""
        self._mark([run_id], name=name)

    def note(self, run_id: str, note: str) -> None:
        self._mark([run_id], note=note)

    def star(self, run_ids: Iterable[str], star: bool = True) -> None:
        self._mark(run_ids, star=star)

    def delete(self, run_ids: Iterable[str]) -> None:
        """Put them into the bin, where they lie for limits.BIN_DAYS."""
        self._mark(run_ids, deleted=time.time())

    def restore(self, run_ids: Iterable[str]) -> None:
        """Take them out of the bin."""
        self._mark(run_ids, deleted=0.0)

    def writer(self, run_id: str) -> RunWriter:
        """To write this run from now on; nobody else can until it is closed.

        Raises DigitLabError when another does, and OSError.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._path(run_id, _LOCK))
        if not lock.acquire(_PATIENCE):
            raise DigitLabError(
                "This run goes on in another window. Go on there, or stop it there."
            )
        return RunWriter(self, run_id, lock)

    def write(self, record: RunRecord, run_id: str = "") -> str:
        """Keep a whole run, a new one without `run_id`. Gives its id. Raises as writer()."""
        run_id = run_id or new_id()
        writer = self.writer(run_id)
        try:
            writer.write(record)
        finally:
            writer.close()
        return run_id

    def take_in(self, path: Path) -> str:
        """Move a run file from elsewhere into the library, readable or not. Gives its id. Raises
        OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        run_id = new_id(path.stat().st_mtime)
        os.replace(path, self.path(run_id))
        return run_id

    def empty_bin(self, older_than: float = 0.0) -> int:
        """Throw away for good what lies in the bin for longer than so many seconds, but for what
        is written to. Gives how many bytes. Raises OSError."""
        before, freed = time.time() - older_than, 0
        for each in self.summaries():
            if each.marks.deleted and each.marks.deleted <= before and not each.is_written:
                freed += each.bytes
                for ending in (_RUN, _SUMMARY, _FRAMES, _MARKS, _LOCK):
                    self._path(each.id, ending).unlink(missing_ok=True)
        return freed

    def make_room(self, budget: int) -> int:
        """Throw away frames until all takes at most `budget` bytes, or there are no more: first
        what is in the bin, then the oldest. Runs with a star, and those that are written to, keep
        theirs; curves and networks stay. Gives of how many runs. Raises OSError."""
        runs = self.summaries()
        too_much, count = sum(each.bytes for each in runs) - budget, 0
        runs.sort(key=lambda each: (not each.marks.deleted, each.written))
        for each in runs:
            if too_much <= 0:
                break
            if each.frame_bytes and not each.marks.star and not each.is_written:
                self._path(each.id, _FRAMES).unlink(missing_ok=True)
                too_much, count = too_much - each.frame_bytes, count + 1
        return count

    def _files(self) -> dict[str, _Files]:
        """Of every run, by its id."""
        found: dict[str, _Files] = {}
        try:
            entries = os.scandir(self.folder)
        except FileNotFoundError:
            return found
        with entries:
            for entry in entries:
                run_id, ending = os.path.splitext(entry.name)
                if ending in (_RUN, _SUMMARY, _FRAMES, _MARKS, _LOCK) and _is_id(run_id):
                    with suppress(FileNotFoundError):
                        at = entry.stat()
                        files = found.setdefault(run_id, _Files({})).found
                        files[ending] = (at.st_size, at.st_mtime_ns)
        return found

    def _summary(self, run_id: str, files: _Files) -> RunSummary:
        last = self._last.get(run_id)
        if last is not None and last[0] == files.found and _LOCK not in files.found:
            return last[1]
        stamp = files.found[_RUN]
        known = self._known.get(run_id)
        if known is None or known[0] != stamp:
            known = self._known[run_id] = stamp, self._read_summary(run_id, stamp)
        summary = replace(
            known[1],
            marks=self._marks_of(run_id, files),
            run_bytes=sum(size for end, (size, _) in files.found.items() if end != _FRAMES),
            frame_bytes=files.bytes(_FRAMES),
            is_written=_LOCK in files.found and self._is_written(run_id),
        )
        self._last[run_id] = files.found, summary
        return summary

    def _read_summary(self, run_id: str, stamp: Stamp) -> RunSummary:
        path = self._path(run_id, _SUMMARY)
        with suppress(DataError, OSError):
            return read_summary(path, run_id, stamp)
        try:
            summary = summary_of(run_id, self.load(run_id))
            if not summary.written:  # from before that was kept
                summary = replace(summary, written=max(stamp[1] / 1e9, 0.0))
        except DataError as error:
            _log.warning("%s", error)
            return unreadable(run_id, str(error), max(stamp[1] / 1e9, 0.0))
        if not self._is_written(run_id):
            with suppress(OSError):
                write_summary(path, summary, stamp)
        return summary

    def _marks_of(self, run_id: str, files: _Files) -> RunMarks:
        stamp = files.found.get(_MARKS)
        if stamp is None:
            return RunMarks()
        known = self._marks.get(run_id)
        if known is None or known[0] != stamp:
            try:
                known = stamp, read_marks(self._path(run_id, _MARKS))
            except (DataError, OSError) as error:
                _log.warning("%s", error)
                known = stamp, RunMarks()
            self._marks[run_id] = known
        return known[1]

    def _is_written(self, run_id: str) -> bool:
        lock = FileLock(self._path(run_id, _LOCK))
        try:
            return lock.path.exists() and not lock.acquire()
        except OSError:
            return False
        finally:
            lock.release()

    def _mark(self, run_ids: Iterable[str], **values: Any) -> None:
        """Whatever else is marked meanwhile stays."""
        with locked(self.folder / _FOLDER_LOCK):
            for run_id in run_ids:
                path = self._path(run_id, _MARKS)
                try:
                    marks = read_marks(path)
                except DataError:
                    marks = RunMarks()
                write_marks(path, replace(marks, **values))
                self._marks.pop(run_id, None)
                self._last.pop(run_id, None)

    def _path(self, run_id: str, ending: str) -> Path:
        """Raises DataError for what is no id, so that none leads out of the folder."""
        if not _is_id(run_id):
            raise DataError("A run is called by letters, digits and “-”.")
        return self.folder / f"{run_id}{ending}"


class RunWriter:
    """Writes one run, and holds its lock. For one thread at a time."""

    def __init__(self, library: RunLibrary, run_id: str, lock: FileLock) -> None:
        self.id = run_id
        self._library, self._lock = library, lock
        self._frames: FrameWriter | None = None

    def write(self, record: RunRecord) -> None:
        """The run as it stands, whole or not at all, and its summary. Raises OSError."""
        path = self._library.path(self.id)
        run_file.save(record, path)
        at = path.stat()
        summary = path.with_suffix(_SUMMARY)
        write_summary(summary, summary_of(self.id, record), (at.st_size, at.st_mtime_ns))

    def go_back_to(self, step: int, parameters: int) -> None:
        """The run goes on from there; frames after it are thrown away. Raises OSError."""
        self._frame_writer(parameters).go_back_to(step)

    def append(self, frames: Sequence[Frame]) -> None:
        """Frames of one network, in their order. Raises OSError."""
        if frames:
            self._frame_writer(len(frames[0].theta)).append(frames)

    def close(self) -> None:
        """Let others write it. It may be closed twice."""
        if self._lock.is_held:
            with suppress(OSError):  # Windows keeps what is open
                self._lock.path.unlink()
            self._lock.release()

    def _frame_writer(self, parameters: int) -> FrameWriter:
        if self._frames is None:
            path = self._library.path(self.id).with_suffix(_FRAMES)
            self._frames = FrameWriter(path, parameters)
        return self._frames


_LETTERS = set("abcdefghijklmnopqrstuvwxyz0123456789-")


def _is_id(text: str) -> bool:
    return bool(text) and set(text) <= _LETTERS


def new_id(began: float | None = None) -> str:
    """For a run that began then, in seconds since 1970, or now: ids are in the order of time."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(began))
    return f"{stamp}-{secrets.token_hex(3)}"
