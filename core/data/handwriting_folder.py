"""The folder of the sets of drawings: read again where a file changed, written under a lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from core.data.handwriting_set import HandwritingSet, read_labelled
from core.data.merging import Sets, with_known
from core.data.set_names import ENDING, file_name, same_name, set_name
from core.errors import DataError
from core.files.atomic_file import Stamp, replace_file, stamp_of
from core.files.locks import locked
from core.files.regular_file import read_regular
from core.ink.ink_file import OF_A_SET, most_ink

MAX_SETS = 50
MAX_BYTES = OF_A_SET.bytes
MAX_BYTES_OF_ALL = 2 * MAX_BYTES  # read in a few seconds, whatever they hold
MAX_COPIES = 9  # of one set's file; one that something else writes to must not fill the disk
LOCK = ".lock"
PATIENCE = 0.8  # seconds that a window may stand still for another


@dataclass(frozen=True)
class _File:
    """stamp: what tells this content from a later one. set: None where the file is left alone."""

    stamp: Stamp
    name: str
    set: HandwritingSet | None


class HandwritingFolder:
    """problems: a sentence for each file that could not be read whole; such a file is kept as it
    was, under another name or untouched."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        self._files: dict[Path, _File] = {}

    def read(self) -> Sets:
        """What is there now. What did not change, set or drawing, is the same object as
        before."""
        found = sorted(self.path.glob(f"*{ENDING}"))
        if len(found) > MAX_SETS:
            self._tell(
                f"There are more than {MAX_SETS} sets in {self.path}. Those after "
                f"“{found[MAX_SETS - 1].stem}” were left alone."
            )
        stamps = {path: stamp_of(path) for path in found[:MAX_SETS]}
        before, self._files = self._files, {}
        for path, file in before.items():
            if stamps.get(path) == file.stamp:
                self._files[path] = file
        room = MAX_BYTES_OF_ALL
        for path, stamp in stamps.items():
            room -= min(most_ink(path), MAX_BYTES + 1)  # one beyond bounds takes no more
            if path not in self._files and stamp is not None:
                self._files[path] = self._read(path, stamp, before.get(path), fits=room >= 0)
        return {each.name: each.set for each in self._files.values() if each.set is not None}

    def is_left_alone(self, name: str) -> bool:
        """Whether the file of a set called so could not be read, and so must not be written."""
        return any(each.set is None and same_name(each.name, name) for each in self._files.values())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """While no other window writes here. Raises DigitLabError when one does for too long, and
        turns OSError into DataError."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with locked(self.path / LOCK, PATIENCE):
                yield
        except OSError as error:
            raise DataError(
                f"Your handwriting could not be saved in {self.path}: "
                f"{error.strerror or error}. What was saved before is still there."
            ) from error

    def write(self, old: Sets, new: Sets) -> None:
        """Make `new` of `old`: first write what is new, then delete what is gone. Raises OSError;
        what was written by then, read() gives."""
        paths = {name: self._path(name) for name in {**old, **new}}
        for name, each in new.items():
            if old.get(name) is not each:
                replace_file(paths[name], each.to_bytes())
                self._files[paths[name]] = _File(stamp_of(paths[name]), name, each)
        for name in old.keys() - new.keys():
            self._files.pop(paths[name], None)
            _delete(paths[name], but=[paths[each] for each in new])

    def _path(self, name: str) -> Path:
        found = (path for path, file in self._files.items() if file.name == name)
        return next(found, self.path / file_name(name))

    def _read(self, path: Path, stamp: Stamp, before: _File | None, *, fits: bool) -> _File:
        """fits: whether there is room for it beside those before."""
        name, names = set_name(path), {each.name for each in self._files.values()}
        if name in names:
            name = next(f"{name} ({n})" for n in count(2) if f"{name} ({n})" not in names)
        if not path.is_file():
            self._tell(f"“{name}” could not be read: {path} is no file. It is left as it is.")
            return _File(stamp, name, None)
        if not fits:
            self._tell(
                f"“{name}” was not read: the sets in {self.path} are too large together. "
                f"It is left as it is."
            )
            return _File(stamp, name, None)
        bad: list[DataError] = []
        found = read_labelled(path, bad_line=bad.append)
        drawings = with_known(found, None if before is None else before.set)
        is_safe = not bad or self._keep_damaged(path, name, len(drawings), bad)
        return _File(stamp, name, HandwritingSet(name, drawings) if is_safe else None)

    def _keep_damaged(self, path: Path, name: str, readable: int, bad: list[DataError]) -> bool:
        """Lay the file as it was beside the set. False when that fails: then it is left alone."""
        kept = path.with_name(path.name + ".damaged")
        number = 2
        try:
            data = read_regular(path, MAX_BYTES)
            if len(data) > MAX_BYTES:
                raise OSError(0, f"it is larger than {MAX_BYTES:,} bytes")
            while kept.exists() and not _holds(kept, data):
                if number > MAX_COPIES:
                    raise OSError(0, f"it is damaged, and {MAX_COPIES} copies are kept already")
                kept = path.with_name(f"{path.name}.damaged-{number}")
                number += 1
            if not kept.exists():
                replace_file(kept, data)
        except OSError as error:
            self._tell(
                f"“{name}” could not be read: {error.strerror or error}. It is left as it is."
            )
            return False
        more = f" (and {len(bad) - 1:,} more like it)" if len(bad) > 1 else ""
        self._tell(
            f"“{name}” is damaged: {bad[0]}{more} {readable:,} drawings could be read. "
            f"The whole file is kept as {kept.name} in {self.path}."
        )
        return True

    def _tell(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _holds(path: Path, data: bytes) -> bool:
    """Whether it is a file that holds just this."""
    try:
        return path.stat().st_size == len(data) and read_regular(path, len(data)) == data
    except OSError:
        return False


def _delete(path: Path, *, but: list[Path]) -> None:
    """Where “Anna” and “anna” are one file, it is kept for the set that has it now."""
    if path.exists():
        same = [each for each in but if each.exists() and each.samefile(path)]
        if same:
            path.replace(same[0])
        else:
            path.unlink()
