"""The temporary files that a save leaves behind when its process is killed.

While a file is written its process holds a lock on it, so what can be locked belongs to nobody.
The folders of the user that were written in are noted in a journal before anything is written
there: one line a folder, at most once a process, so that a later start knows where to look.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from core.files.locks import FileLock
from core.files.regular_file import open_regular

MOST_FOLDERS = 50
MOST_FILES = 1000  # looked at in one folder
LONGEST_JOURNAL = 2**18
LONGEST_NAME = 200  # bytes, of the 255 that file systems take
_OURS = re.compile(r"\..+\.\d+-\d+\.digit-lab\.tmp", re.DOTALL)
# Of older versions, which held no lock.
_OLDER = re.compile(r"\..+\.(?:jsonl|safetensors|py|damaged(?:-\d+)?)\.(\d{1,10})\.tmp", re.DOTALL)
_SAFE_SECONDS = 10.0 if sys.platform == "win32" else 0.0  # there a lock ends before the move

_journal: Path | None = None
_noted: set[Path] = set()


def temporary_name(name: str, number: int) -> str:
    """Beside a file called `name`; number: to tell this process's own apart."""
    short = name.encode("utf-8", "surrogateescape")[:LONGEST_NAME].decode("utf-8", "ignore")
    return f".{short or 'file'}.{os.getpid()}-{number}.digit-lab.tmp"


def keep_journal(path: Path | None) -> None:
    """Note folders in this file from now on; None: nowhere. Those below its own are not noted."""
    global _journal
    _journal = path
    _noted.clear()
    if path is not None:
        _noted.update(noted_folders(path))


def note(folder: Path) -> None:
    """A file is about to be written in `folder`. What cannot be noted is not: saving matters
    more."""
    if _journal is None or folder in _noted:
        return
    if folder.is_relative_to(os.path.realpath(_journal.parent)):
        return
    _noted.add(folder)
    with suppress(OSError):
        _journal.parent.mkdir(parents=True, exist_ok=True)
        if "\n" not in str(folder) and (_journal.is_file() or not _journal.exists()):
            with _journal.open("ab") as stream:
                stream.write(os.fsencode(f"{folder}\n"))


def noted_folders(journal: Path) -> list[Path]:
    """Those noted last, at most MOST_FOLDERS, each once."""
    try:
        with open_regular(journal) as stream:
            stream.seek(max(0, journal.stat().st_size - LONGEST_JOURNAL))
            lines = stream.read().split(b"\n")[:-1]
    except OSError:
        return []
    last = dict.fromkeys(_folder_of(each) for each in reversed(lines))
    return [each for each in last if each and each.is_absolute()][:MOST_FOLDERS]


def _folder_of(line: bytes) -> Path | None:
    """None for what cannot be a path: on Windows each one is UTF-8."""
    try:
        return None if b"\0" in line else Path(os.fsdecode(line))
    except UnicodeDecodeError:
        return None


def folders_below(folder: Path) -> Iterator[Path]:
    """It and its sub-folders, not through links; at most MOST_FOLDERS."""
    return islice((Path(each) for each, _, _ in os.walk(folder)), MOST_FOLDERS)


def clear(folders: Iterable[Path], *, own: bool = False) -> int:
    """Delete the leftovers in these folders, not in those below; how many there were.

    own: nobody else writes there, so what older versions left behind goes as well.
    """
    return sum(_clear_one(folder, own) for folder in folders)


def _clear_one(folder: Path, own: bool) -> int:
    cleared = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in islice(entries, MOST_FILES):
            older = _OLDER.fullmatch(entry.name) if own else None
            is_ours = _OURS.fullmatch(entry.name) or (older and not _may_live(int(older[1])))
            if is_ours and entry.is_file(follow_symlinks=False):
                cleared += _delete(Path(entry.path))
    return cleared


def _may_live(process: int) -> bool:
    """False where no process has this number now."""
    if sys.platform == "win32":  # where there is no asking
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass
    return True


def _delete(path: Path) -> bool:
    """Whether it was a leftover, and is gone."""
    lock = FileLock(path)
    try:
        if time.time() - path.stat().st_mtime < _SAFE_SECONDS or not lock.acquire():
            return False
        lock.end(path.unlink)
    except OSError:
        return False
    finally:
        lock.release()
    return True
