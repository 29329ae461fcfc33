"""The folder in which a learner's code may write: made before it runs, watched, and removed."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from errno import ENAMETOOLONG
from itertools import count
from pathlib import Path

from core.files.locks import FileLock

PREFIX = "digit-lab-check-"
MOST_BYTES = 1 << 28
MOST_ENTRIES = 2000
SETTLED = 60.0  # seconds


class ScratchFolder:
    """A folder of its own below the system's temporary one. Raises OSError when it cannot be made.

    Its lock tells a later start whether it is still used.
    """

    def __init__(self) -> None:
        _remove_left_ones()
        self._outer = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = FileLock(self._outer / "lock")
        self._lock.acquire()
        self.path = self._outer / "work"
        self.path.mkdir()

    def excess(self) -> str:
        """What is too much in it, in words; "" for nothing."""
        size = entries = 0
        folders = [self.path]
        while folders:
            try:
                with os.scandir(folders.pop()) as found:
                    for each in found:
                        entries += 1
                        size += _size(each)
                        if each.is_dir(follow_symlinks=False):
                            folders.append(Path(each.path))
                        if entries > MOST_ENTRIES:
                            return f"more than {MOST_ENTRIES:,} files"
            except OSError as error:
                if error.errno == ENAMETOOLONG:
                    return "folders that lie too deep"
                continue  # it was removed meanwhile, or is not to be read
        return f"more than {MOST_BYTES >> 20} MB" if size > MOST_BYTES else ""

    def remove(self) -> None:
        """Remove it and all that is in it, whatever it is."""
        self._lock.release()
        _remove(self._outer)


def _size(entry: os.DirEntry[str]) -> int:
    about = entry.stat(follow_symlinks=False)
    return getattr(about, "st_blocks", about.st_size // 512) * 512


def _remove_left_ones() -> None:
    """Those of a program that was killed."""
    for each in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            lock = FileLock(each / "lock")
            if _is_ours(each) and lock.path.exists() and lock.acquire():
                lock.release()
                _remove(each)


def _is_ours(folder: Path) -> bool:
    """Made by this user, and long enough ago to be locked if it is used."""
    about = folder.lstat()
    own = not hasattr(os, "getuid") or about.st_uid == os.getuid()
    return own and stat.S_ISDIR(about.st_mode) and time.time() - about.st_mtime > SETTLED


def _remove(folder: Path) -> None:
    """Where rmtree fails, at some hundred levels or at a folder that is closed, what lies within
    folders is opened and moved up first."""
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        return
    numbers, before = count(), set[str]()
    with contextlib.suppress(OSError):
        while (inner := _folders_in(folder)) and inner != before:
            for each in inner:
                for below in _folders_in(each):
                    os.chmod(below, 0o700)  # one that is closed to its owner cannot be moved
                    os.rename(below, folder / f"moved-{next(numbers)}")
                shutil.rmtree(each, ignore_errors=True)
            before = inner
    shutil.rmtree(folder, ignore_errors=True)


def _folders_in(folder: Path | str) -> set[str]:
    os.chmod(folder, 0o700)
    with os.scandir(folder) as found:
        return {each.path for each in found if each.is_dir(follow_symlinks=False)}
