"""Every file below a folder or in a zip, and what keeps it from being read. Links are not
followed."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from core.classroom.archives import Entry, OpenStream, entries_of
from core.classroom.hand_in import Read
from core.errors import DataError
from core.files.regular_file import open_regular, read_regular

LARGEST = 1 << 25  # bytes of a file that is read at all: notebooks hold pictures
LARGEST_INNER = 1 << 28  # of a zip in a zip
MOST_INNER = 1 << 31  # of all of them
MOST_FILES = 20_000
MOST_FOLDERS_DEEP = 24
MOST_ZIPS_DEEP = 3
# Of programs and systems, never handed in on purpose; and all that is hidden by a dot.
LEFT_OUT = ("venv", "env", "__macosx", "__pycache__", "site-packages", "node_modules")
LEFT_OUT_FILES = ("thumbs.db", "desktop.ini", "*.verdicts", "*.pyc", "~$*")
_ENVIRONMENT = "pyvenv.cfg"  # lies in every virtual environment, whatever that is called
EMPTY = "The folder is empty."
_TOO_LARGE = f"It is larger than {LARGEST >> 20} MB, which no exercise needs. It was not read."


@dataclass(frozen=True)
class FoundFile:
    """A file, or a folder without one (is_folder; is_empty: it was opened).

    parts: its path from where the search began, taken apart; a zip is a folder. problem: why it
    cannot be read, a sentence; else "". time: when it was last changed. path: on disk; None in a
    zip. read: its bytes; raises OSError or DataError.
    """

    parts: tuple[str, ...]
    problem: str = ""
    time: datetime | None = None
    path: Path | None = None
    is_folder: bool = False
    is_empty: bool = False
    read: Read = field(default=bytes, compare=False, repr=False)

    @property
    def ending(self) -> str:
        """What its name ends in, in small letters: ".py"."""
        return os.path.splitext(self.parts[-1])[1].lower()


def found_files(top: Path, leave_out: Collection[Path] = ()) -> list[FoundFile]:
    """All of them, by their names, but for the paths to leave out. Raises DataError for what is
    neither a folder nor a zip."""
    search = _Search({os.path.realpath(each) for each in leave_out})
    try:
        if os.path.isdir(top):
            search.in_folder(top, ())
        elif os.path.exists(top):
            search.in_zip(partial(open_regular, top), (), 1)
        else:
            raise DataError(f"There is no folder or zip {top}.")
    except _Enough:
        text = f"More than {MOST_FILES:,} files lie here: the rest was not looked at."
        search.found.append(FoundFile(("…",), text))
    except OSError as error:
        raise DataError(f"{top} cannot be read: {error.strerror or error}.") from None
    return sorted(search.found, key=lambda each: [part.casefold() for part in each.parts])


class _Enough(Exception):
    """More files than are looked at."""


class _Search:
    """Collects what is found."""

    def __init__(self, leave_out: Collection[str]) -> None:
        """leave_out: real paths."""
        self._leave_out = leave_out
        self.found: list[FoundFile] = []
        self._inner_bytes = 0

    def in_folder(self, folder: Path, parts: tuple[str, ...]) -> None:
        """Raises OSError where the folder cannot be listed."""
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda each: each.name)
        before = len(self.found)
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not _is_left_out(entry.name, is_folder):
                self._add(entry, (*parts, _shown(entry.name)), is_folder)
        if parts and len(self.found) == before:
            self._keep(FoundFile(parts, EMPTY, is_folder=True, is_empty=True))

    def in_zip(self, open_stream: OpenStream, parts: tuple[str, ...], depth: int) -> None:
        """Raises DataError where the zip cannot be read."""
        entries = _wanted(entries_of(open_stream))
        holders = {each.parts[:n] for each in entries for n in range(len(each.parts))}
        if not entries:
            self._keep(FoundFile((*parts, "…"), "The zip is empty.", is_folder=True))
        for entry in entries:
            inner = (*parts, *entry.parts)
            if entry.is_folder:
                if entry.parts not in holders:
                    self._keep(FoundFile(inner, EMPTY, is_folder=True, is_empty=True))
            elif entry.parts[-1].lower().endswith(".zip") and not entry.problem:
                self._in_inner_zip(entry, inner, depth)
            else:
                read = partial(_bounded, entry.read)
                self._keep(FoundFile(inner, _problem_of(entry), entry.time, read=read))

    def _in_inner_zip(self, entry: Entry, parts: tuple[str, ...], depth: int) -> None:
        self._inner_bytes += min(entry.size, LARGEST_INNER)
        try:
            if depth == MOST_ZIPS_DEEP:
                raise DataError("Zips lie too deep in one another. It was not unpacked.")
            if entry.size > LARGEST_INNER or self._inner_bytes > MOST_INNER:
                raise DataError("This zip is too large for one in a zip. It was not unpacked.")
            self.in_zip(partial(_stream, entry), parts, depth + 1)
        except DataError as error:
            self._keep(FoundFile(parts, str(error), entry.time))

    def _add(self, entry: os.DirEntry[str], parts: tuple[str, ...], is_folder: bool) -> None:
        path = Path(entry.path)
        if os.path.realpath(path) in self._leave_out:
            return
        if entry.is_symlink():
            self._keep(FoundFile(parts, "This is a link, not a file. It was not followed."))
        elif is_folder and len(parts) > MOST_FOLDERS_DEEP:
            self._keep(FoundFile(parts, "Folders lie too deep in one another.", is_folder=True))
        elif is_folder:
            if os.path.exists(path / _ENVIRONMENT):
                return
            try:
                self.in_folder(path, parts)
            except OSError as error:
                text = f"The folder cannot be opened: {error.strerror or error}."
                self._keep(FoundFile(parts, text, is_folder=True))
        elif not entry.is_file():
            self._keep(FoundFile(parts, "This is a pipe or a device, not a file."))
        else:
            self._add_file(entry, parts)

    def _add_file(self, entry: os.DirEntry[str], parts: tuple[str, ...]) -> None:
        path = Path(entry.path)
        try:
            about = entry.stat()
            time = datetime.fromtimestamp(about.st_mtime, UTC)
        except (OSError, ValueError, OverflowError):
            self._keep(FoundFile(parts, "It went away while it was looked for."))
            return
        if parts[-1].lower().endswith(".zip"):
            try:
                self.in_zip(partial(open_regular, path), parts, 1)
            except DataError as error:
                self._keep(FoundFile(parts, str(error), time))
            return
        problem = _TOO_LARGE if about.st_size > LARGEST else ""
        read = partial(_bounded, partial(read_regular, path))
        self._keep(FoundFile(parts, problem, time, path, read=read))

    def _keep(self, file: FoundFile) -> None:
        if len(self.found) == MOST_FILES:
            raise _Enough
        self.found.append(file)


def _problem_of(entry: Entry) -> str:
    return entry.problem or (_TOO_LARGE if entry.size > LARGEST else "")


def _stream(entry: Entry) -> io.BytesIO:
    return io.BytesIO(_bounded(entry.read, LARGEST_INNER))


def _bounded(read: Callable[[int], bytes], most: int = LARGEST) -> bytes:
    data = read(most)
    if len(data) > most:
        raise DataError(_TOO_LARGE)
    return data


def _shown(name: str) -> str:
    """A name that is no UTF-8, with “�” for what cannot be read."""
    return os.fsencode(name).decode("utf-8", "replace")


def _is_left_out(name: str, is_folder: bool) -> bool:
    low = name.lower()
    if low.startswith("."):
        return True
    return low in LEFT_OUT if is_folder else any(fnmatch(low, each) for each in LEFT_OUT_FILES)


def _wanted(entries: list[Entry]) -> list[Entry]:
    environments = {each.parts[:-1] for each in entries if each.parts[-1] == _ENVIRONMENT}

    def is_left_out(entry: Entry) -> bool:
        *folders, last = entry.parts
        within = {entry.parts[:count] for count in range(1, len(entry.parts) + 1)}
        return (
            any(_is_left_out(each, True) for each in folders)
            or _is_left_out(last, entry.is_folder)
            or not environments.isdisjoint(within)
        )

    return [each for each in entries if not is_left_out(each)]
