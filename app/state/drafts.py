"""Texts that were typed and not saved: each in a file of its own, until it is saved or discarded.

A window holds the lock of its own draft for as long as it lives, however it ends; a draft whose
lock is free was left behind by a window that is gone, and the next one may take it. No Qt.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from app.paths import made
from core.errors import DigitLabError
from core.files.atomic_file import replace_file
from core.files.locks import FileLock
from core.files.regular_file import read_regular

ENDING, LOCK_ENDING = ".draft", ".lock"
LARGEST = 8_000_000  # bytes; no exercise is longer than 1 MB, and JSON may need six for one
MOST = 100  # drafts that are looked at


@dataclass(frozen=True)
class Draft:
    """The unsaved text of the file at `path`, and how that file is written. of: digest() of the
    file's text when the changes began; "" when that is not known."""

    path: str
    text: str
    encoding: str = "utf-8"
    newline: str = "\n"
    of: str = ""


def digest(text: str) -> str:
    """Tells one text from another."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Drafts:
    """Those in a folder, one of them this window's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own: FileLock | None = None
        self._kept: Draft | None = None
        self._clear_locks()

    def keep(self, draft: Draft) -> None:
        """Have it on the disk as the draft of this window. Raises DigitLabError with a sentence."""
        if draft == self._kept:
            return
        try:
            if self._own is None:
                self._own = self._new_lock()
            data = json.dumps(asdict(draft)).encode()
            if len(data) > LARGEST:
                raise OSError("it is too long")
            replace_file(self._own.path.with_suffix(ENDING), data)
        except OSError as error:
            raise DigitLabError(
                f"Your unsaved text could not be kept in {self._folder}: "
                f"{error.strerror or error}. Save the file, or copy the text elsewhere."
            ) from error
        self._kept = draft

    def drop(self) -> None:
        """The text was saved or discarded: delete this window's draft, if there is one."""
        if self._own is not None:
            with suppress(OSError):
                self._own.path.with_suffix(ENDING).unlink(missing_ok=True)
                self._own.end(self._own.path.unlink)
        self.leave()

    def leave(self) -> None:
        """Let the next one who takes a draft have this window's."""
        if self._own is not None:
            self._own.release()
        self._own = self._kept = None

    @property
    def is_any_left(self) -> bool:
        """Whether take() would find one."""
        found = self._next()
        if found is not None:
            found[0].release()
        return found is not None

    def take(self) -> Draft | None:
        """The draft that was left behind last, or the one before this window's own, becomes its
        own, and the former one is left behind; None when there is none."""
        found = self._next()
        if found is None:
            return None
        self.leave()
        self._own, self._kept = found
        return found[1]

    def _next(self) -> tuple[FileLock, Draft] | None:
        """The next draft that nobody holds, and its lock, which is held now."""
        for path in self._others():
            lock = FileLock(path.with_suffix(LOCK_ENDING))
            with suppress(OSError):
                if lock.acquire():
                    draft = _read(path)
                    if draft is not None:
                        return lock, draft
                    lock.release()
        return None

    def _others(self) -> list[Path]:
        """From the newest on, or from this window's own on and round; held by somebody or not."""
        own = None if self._own is None else self._own.path.with_suffix(ENDING)
        found = []
        for path in self._folder.glob(f"*{ENDING}"):
            with suppress(OSError):
                if path.is_file():
                    found.append((-path.stat().st_mtime_ns, path))
        paths = [path for _, path in sorted(found)][:MOST]
        place = paths.index(own) if own in paths else -1
        return paths[place + 1 :] + paths[: max(place, 0)]

    def _clear_locks(self) -> None:
        """Delete those of windows that ended before they wrote a draft."""
        for path in self._folder.glob(f"*{LOCK_ENDING}"):
            lock = FileLock(path)
            with suppress(OSError):
                if not path.with_suffix(ENDING).exists() and lock.acquire():
                    lock.end(path.unlink)
            lock.release()

    def _new_lock(self) -> FileLock:
        made(self._folder)
        while True:
            lock = FileLock(self._folder / f"{os.urandom(8).hex()}{LOCK_ENDING}")
            if lock.acquire():
                return lock


def _read(path: Path) -> Draft | None:
    """None for what is no draft, which is left where it is."""
    try:
        draft = Draft(**json.loads(read_regular(path, LARGEST)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return draft if all(isinstance(each, str) for each in asdict(draft).values()) else None
