"""A folder of each open window, for what must outlive it if it does not close as it should. No Qt.

While the window lives it holds a lock in it, so that no other takes it for one that was left.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.files.atomic_file import replace_file
from core.files.locks import FileLock
from core.files.regular_file import read_regular
from core.version import MODEL_ENDING, RUN_ENDING

MOST_LEFT = 20  # of older windows; beyond it the oldest go
MOST_REPORT = 100_000  # letters of a crash report that are read
_LOCK, _CLOSED, _CRASH = "lock", "closed", "crash.txt"
_RUN, _OLD_RUN = "last", f"last{RUN_ENDING}"
_TAUGHT = f"taught{MODEL_ENDING}"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LeftFolder:
    """What a window left that does not live any more.

    closed: whether it was closed in order. crash: what Python wrote as it crashed, or "". run: what
    points at its last run, or was it before there was a library of runs, or None. taught: the file
    of a taught network which it asked whether to use, or None. seconds: when that window was last
    heard of, since 1970.
    """

    path: Path
    closed: bool
    crash: str
    run: Path | None
    taught: Path | None
    seconds: float

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it is worth keeping."""
        return self.run is None and self.taught is None

    def delete(self) -> None:
        """Throw it away, if no window lives in it."""
        with self._to_change() as lock:
            if lock.is_held:
                lock.end(lambda: shutil.rmtree(self.path, ignore_errors=True))

    def put_in_order(self) -> None:
        """The user was told how the window ended: only what is worth keeping stays, as if it had
        been closed."""
        if self.is_empty:
            self.delete()
            return
        with self._to_change() as lock:
            if lock.is_held:
                replace_file(self.path / _CLOSED, b"")
                (self.path / _CRASH).unlink(missing_ok=True)

    @contextmanager
    def _to_change(self) -> Iterator[FileLock]:
        """Its lock, held where no window lives in it, nor another changes it."""
        lock = FileLock(self.path / _LOCK)
        try:
            with suppress(OSError):  # another user's
                lock.acquire()
            yield lock
        except OSError as error:
            _log.debug("%s stays as it is: %s", self.path, error)
        finally:
            lock.release()


class WindowFolder:
    """This window's own. crash_file: what Python writes into when it crashes. run_file: says which
    run of the library is its last. taught_file: a taught network that nobody uses yet."""

    def __init__(self, parent: Path) -> None:
        """Makes it, in `parent`, which is made too. Raises OSError."""
        self._parent = parent
        for number in range(100):
            stamp = time.strftime("%Y-%m-%d %H.%M.%S", time.gmtime())
            self.path = parent / f"{stamp} {os.getpid()}-{number}"
            try:
                self.path.mkdir(parents=True)
                break
            except FileExistsError:
                continue
        else:
            raise OSError(f"There are too many windows in {parent}.")
        self._lock = FileLock(self.path / _LOCK)
        if not self._lock.acquire():
            raise OSError(f"{self.path} belongs to another window.")
        self.crash_file = self.path / _CRASH
        self.run_file = self.path / _RUN
        self.taught_file = self.path / _TAUGHT

    @classmethod
    def made_in(cls, parent: Path) -> WindowFolder | None:
        """None where nothing can be written; the window opens all the same."""
        try:
            return cls(parent)
        except OSError as error:
            _log.warning("Nothing of this window will outlive it: %s", error)
            return None

    def left(self) -> list[LeftFolder]:
        """What other windows left, the latest first. Those with nothing to tell are deleted, and
        those beyond MOST_LEFT."""
        found: list[LeftFolder] = []
        for path in sorted(self._parent.iterdir(), reverse=True):
            if path != self.path and (folder := _read(path)) is not None:
                if (folder.closed and folder.is_empty) or len(found) >= MOST_LEFT:
                    folder.delete()
                else:
                    found.append(folder)
        return found

    def close(self) -> None:
        """The window was closed in order. Only a last run and a taught network stay."""
        if not self._lock.is_held:
            return
        try:
            if self.run_file.exists() or self.taught_file.exists():
                replace_file(self.path / _CLOSED, b"")
                self.crash_file.unlink(missing_ok=True)
            else:
                self._lock.end(lambda: shutil.rmtree(self.path, ignore_errors=True))
        except OSError as error:
            _log.warning("%s could not be put in order: %s", self.path, error)
        self._lock.release()


def _read(path: Path) -> LeftFolder | None:
    """None while a window lives in it, and for what is no such folder."""
    lock = FileLock(path / _LOCK)
    try:
        if not (path / _LOCK).is_file() or not lock.acquire():
            return None
        there = {name for name in (_RUN, _OLD_RUN, _TAUGHT) if (path / name).is_file()}
        run = next((path / name for name in (_OLD_RUN, _RUN) if name in there), None)
        taught = path / _TAUGHT if _TAUGHT in there else None
        crash = path / _CRASH
        text = ""
        if crash.is_file():
            data = read_regular(crash, MOST_REPORT)[:MOST_REPORT]
            text = data.decode("utf-8", "replace").strip()
        newest = max(each.stat().st_mtime for each in path.iterdir())
        is_closed = (path / _CLOSED).exists()
        return LeftFolder(path, is_closed, text, run, taught, newest)
    except OSError as error:
        _log.debug("%s cannot be read: %s", path, error)
        return None
    finally:
        lock.release()
