"""Files that are either the old one or the new one, whole, whatever happens in between."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

from core.files import leftovers
from core.files.locks import lock_at_once

PATIENCE = 0.5  # seconds; whoever reads a file of ours does it at one go
_RETRY = 0.01
Stamp = tuple[int, ...] | None


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` by a temporary file beside it, fsync and os.replace.

    Whatever fails, a file that was there stays as it was, and no temporary file remains; what a
    kill leaves behind is found by leftovers.clear(). Raises OSError, also when `path` is something
    else than a file (a folder, a device).
    """
    path = _real(path)
    temporary, stream = _temporary(path)
    try:
        with stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            if sys.platform != "win32":  # where an open file cannot be moved
                os.replace(temporary, path)
        if sys.platform == "win32":
            replace_patiently(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def replace_patiently(temporary: Path, path: Path) -> None:
    """Windows replaces no file while somebody reads it: another window, or what looks for viruses.
    Raises OSError."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return os.replace(temporary, path)
        except PermissionError:
            if time.monotonic() > until:
                raise
            time.sleep(_RETRY)


def check_replaceable(path: Path) -> None:
    """Raises OSError when replace_file() could not write `path` now; the file is not touched."""
    temporary, stream = _temporary(_real(path))
    stream.close()
    temporary.unlink(missing_ok=True)  # unlocked, it is a leftover, which others may take away


def stamp_of(path: Path) -> Stamp:
    """What tells a file's content from a later one, without reading it; None where there is
    nothing."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _real(path: Path) -> Path:
    """Through links, but for those that lead to themselves."""
    try:
        return Path(os.path.realpath(path))
    except OSError:  # Wine's own, of a path longer than Windows once allowed
        return Path(os.path.abspath(path))


def _temporary(path: Path) -> tuple[Path, BinaryIO]:
    """A new file beside `path`, locked while it is open where the file system has locks."""
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is not a file")
    leftovers.note(path.parent)
    for number in count():
        temporary = path.with_name(leftovers.temporary_name(path.name, number))
        try:
            stream = temporary.open("xb")
        except FileExistsError:
            continue
        if _is_ours(stream, temporary):
            return temporary, stream
        stream.close()
    raise AssertionError


def _is_ours(stream: BinaryIO, temporary: Path) -> bool:
    """False when somebody who clears leftovers was quicker than the lock."""
    try:
        is_locked = lock_at_once(stream.fileno())
    except OSError:
        return True
    with suppress(FileNotFoundError):
        return is_locked and os.path.samestat(os.fstat(stream.fileno()), temporary.stat())
    return False
