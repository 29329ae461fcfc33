"""A lock that one process holds at a time, on a file that is there for nothing else."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import DigitLabError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 5.0  # seconds; whoever holds a lock writes one file
_RETRY = 0.02
_NO_REASON = 0  # what Wine gives for a file that is locked
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


class FileLock:
    """Held from acquire() to release(), or to the end of the process, however it ends.

    Two locks on one path exclude each other within a process as well.
    """

    def __init__(self, path: Path) -> None:
        """path: the lock's own file; its folder must be there. It is made when it is missing."""
        self.path = path
        self._file: int | None = None

    @property
    def is_held(self) -> bool:
        return self._file is not None

    def acquire(self, seconds: float = 0.0) -> bool:
        """Whether it is held now; tries for so many seconds. Raises OSError."""
        deadline = time.monotonic() + seconds
        while not self._try():
            if time.monotonic() >= deadline:
                return False
            time.sleep(_RETRY)
        return True

    def release(self) -> None:
        """Let others have it. The file stays: to delete it would let two hold it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def end(self, delete: Callable[[], object]) -> None:
        """Release it for good. delete: deletes its file, or the folder in which it lies; while it
        is held still, but on Windows, which deletes no open file. Raises what `delete` raises."""
        if sys.platform == "win32":
            self.release()
        try:
            delete()
        finally:
            self.release()

    def _try(self) -> bool:
        file = _opened(self.path)
        try:
            if lock_at_once(file) and os.path.samestat(os.fstat(file), self.path.stat()):
                self._file, file = file, -1
        except FileNotFoundError:  # deleted with its folder, just now
            pass
        finally:
            if file >= 0:
                os.close(file)
        return self.is_held


@contextmanager
def locked(path: Path, seconds: float = PATIENCE) -> Iterator[None]:
    """While the lock on `path` is held. Raises DigitLabError when another process keeps it for
    longer than that, and OSError. Where the file system has no locks nobody is kept out."""
    lock = FileLock(path)
    try:
        is_free = lock.acquire(seconds)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        is_free = True  # to save matters more than a second window
    if not is_free:
        raise DigitLabError(
            f"Another window is writing in {path.parent}. Try again in a moment, or close it."
        )
    try:
        yield
    finally:
        lock.release()


def _opened(path: Path) -> int:
    """A file of another user, after a start as root perhaps, can be locked once it can be read."""
    flags = getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o644)
    except PermissionError:
        return os.open(path, os.O_RDONLY | flags)


def lock_at_once(file: int) -> bool:
    """Whether the open file was free; then it is locked until it is closed. Raises OSError where
    the file system has no locks."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        if error.errno == _NO_REASON:
            return False
        raise
    return True
