"""My handwriting: the user's own drawings with the digits they mean, in named sets on the disk.

A set is one ink file in the store's folder, called after the set. Everything is plain: any program
that reads ink files reads a set, and a file that is copied into the folder is a set.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from core.data.dataset import CLASSES
from core.data.handwriting_set import (
    MAX_DRAWINGS,
    HandwritingSet,
    LabelledDrawing,
    labelled_drawing,
    next_id,
    read_labelled,
)
from core.data.set_names import ENDING, checked_name, file_name, same_name, set_name
from core.errors import DataError
from core.files.atomic_file import replace_file
from core.ink.ink_file import ink_lines
from core.ink.strokes import Drawing
from core.undo import UndoStack

MAX_SETS = 50
MAX_POINTS = 10_000
MAX_UNDO = 200

Sets = dict[str, HandwritingSet]


class Handwriting:
    """All sets of a folder. Every change is on the disk when the call returns, or was not made.

    Whatever raises DataError has changed nothing. problems: a sentence for each file that could
    not be read whole; such a file is kept as it was, under another name or untouched.
    """

    def __init__(self, folder: Path) -> None:
        """Reads the sets that are there. The folder is made when the first one is saved."""
        self._folder = folder
        self.problems: list[str] = []
        self._locked: set[str] = set()
        self._paths: dict[str, Path] = {}
        self._history = UndoStack[Sets]({}, limit=MAX_UNDO)
        found = sorted(folder.glob(f"*{ENDING}"))
        for path in found[:MAX_SETS]:
            self._read(path)
        if len(found) > MAX_SETS:
            self.problems.append(
                f"There are more than {MAX_SETS} sets in {folder}. Those after "
                f"“{found[MAX_SETS - 1].stem}” were left alone."
            )

    @property
    def _sets(self) -> Sets:
        return self._history.present

    @property
    def sets(self) -> tuple[HandwritingSet, ...]:
        """In the order of their names."""
        return tuple(self._sets[name] for name in sorted(self._sets, key=str.casefold))

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    def __getitem__(self, name: str) -> HandwritingSet:
        """The set called `name`. Raises DataError when there is none."""
        if name not in self._sets:
            raise DataError(f"There is no set “{name}” any more.")
        return self._sets[name]

    def __contains__(self, name: str) -> bool:
        return name in self._sets

    def create(self, name: str) -> str:
        """A new, empty set; its name without blanks around it."""
        name = self._free_name(name)
        if len(self._sets) >= MAX_SETS:
            raise DataError(f"There are {MAX_SETS} sets already. Delete one that you do not need.")
        self._change(self._sets | {name: HandwritingSet(name)})
        return name

    def add(self, name: str, drawing: Drawing, digit: int, *, now: datetime) -> LabelledDrawing:
        """Put a drawing into the set `name`, which is made when it is not there."""
        _check_digit(digit)
        if drawing.is_blank:
            raise DataError("There is nothing on the canvas yet. Draw a digit first.")
        if sum(len(stroke.points) for stroke in drawing.strokes) > MAX_POINTS:
            raise DataError("This drawing is too long for one digit. Clear it and draw it again.")
        old = self._sets.get(name) or HandwritingSet(self._free_name(name))
        stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        taught = LabelledDrawing(next_id(old.drawings), stamp, digit, drawing)
        self._put(old, (*old.drawings, taught))
        return taught

    def relabel(self, name: str, ids: Iterable[int], digit: int) -> None:
        """Say that these drawings mean `digit`."""
        _check_digit(digit)
        old, chosen = self[name], set(ids)
        self._put(
            old,
            tuple(
                replace(each, digit=digit) if each.id in chosen and each.digit != digit else each
                for each in old.drawings
            ),
        )

    def delete(self, name: str, ids: Iterable[int]) -> None:
        """Take these drawings out of the set."""
        old, chosen = self[name], set(ids)
        self._put(old, tuple(each for each in old.drawings if each.id not in chosen))

    def rename(self, name: str, new: str) -> str:
        """Call a set otherwise; its new name without blanks around it."""
        old = self[name]
        new = self._free_name(new, but=name)
        if new != name:
            sets = {each: kept for each, kept in self._sets.items() if each != name}
            self._change(sets | {new: HandwritingSet(new, old.drawings)})
        return new

    def remove(self, name: str) -> None:
        """Delete a whole set."""
        gone = self[name]
        self._change({each: kept for each, kept in self._sets.items() if kept is not gone})

    def take_in(self, name: str, path: Path) -> int:
        """Add the drawings of an ink file to the set `name`; how many there were.

        Drawings that the set has already are left out. Raises DataError, and adds nothing, when a
        line cannot be read or has no digit.
        """
        old = self._sets.get(name) or HandwritingSet(self._free_name(name))
        have = {(each.digit, _strokes(each.drawing)) for each in old.drawings}
        drawings = list(old.drawings)
        for line in ink_lines(path):
            taught = labelled_drawing(line, path.name, next_id(drawings))
            if (taught.digit, _strokes(taught.drawing)) not in have:
                drawings.append(taught)
                have.add((taught.digit, _strokes(taught.drawing)))
            if len(drawings) > MAX_DRAWINGS:
                break
        self._put(old, tuple(drawings))
        return len(drawings) - len(old.drawings)

    def undo(self) -> None:
        """Take the last change back, on the disk as well; nothing when there is none."""
        if self.can_undo:
            self._save(self._history.previous)
            self._history.undo()

    def redo(self) -> None:
        """Make the change again that was taken back last; nothing when there is none."""
        if self.can_redo:
            self._save(self._history.next)
            self._history.redo()

    def _put(self, old: HandwritingSet, drawings: tuple[LabelledDrawing, ...]) -> None:
        if len(drawings) > MAX_DRAWINGS:
            raise DataError(
                f"“{old.name}” would hold more than {MAX_DRAWINGS:,} drawings. "
                "Delete some, or begin a new set."
            )
        if drawings != old.drawings or old.name not in self._sets:
            self._change(self._sets | {old.name: HandwritingSet(old.name, drawings)})

    def _change(self, sets: Sets) -> None:
        self._save(sets)
        self._history.change(sets)

    def _save(self, sets: Sets) -> None:
        """Make the disk say `sets`: first write what is new, then delete what is gone."""
        changed = [each for name, each in sets.items() if self._sets.get(name) is not each]
        gone = [each for name, each in self._sets.items() if name not in sets]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for each in changed:
                replace_file(self._path(each.name), each.to_bytes())
            for each in gone:
                self._delete(self._path(each.name), but=[self._path(name) for name in sets])
        except OSError as error:
            raise DataError(
                f"Your handwriting could not be saved in {self._folder}: "
                f"{error.strerror or error}. What was saved before is still there."
            ) from error

    def _path(self, name: str) -> Path:
        return self._paths.get(name) or self._folder / file_name(name)

    @staticmethod
    def _delete(path: Path, *, but: list[Path]) -> None:
        """Where “Anna” and “anna” are one file, it is kept for the set that has it now."""
        if path.exists() and not any(each.exists() and each.samefile(path) for each in but):
            path.unlink()

    def _free_name(self, name: str, but: str = "") -> str:
        """`name`, checked. Raises DataError when another set than `but` is called so."""
        name = checked_name(name)
        if any(same_name(name, each) for each in self._sets if each != but):
            raise DataError(f"There is a set “{name}” already. Choose another name.")
        if any(same_name(name, each) for each in self._locked):
            raise DataError(
                f"The file of “{name}” could not be read, so it is left alone. Choose another name."
            )
        return name

    def _read(self, path: Path) -> None:
        name = set_name(path)
        if name in self._sets:
            name = next(f"{name} ({n})" for n in count(2) if f"{name} ({n})" not in self._sets)
        bad: list[DataError] = []
        drawings = read_labelled(path, bad_line=bad.append)
        if not bad or self._keep_damaged(path, name, len(drawings), bad):
            self._sets[name] = HandwritingSet(name, drawings)
            self._paths[name] = path

    def _keep_damaged(self, path: Path, name: str, readable: int, bad: list[DataError]) -> bool:
        """Lay the file as it was beside the set. False when that fails: then it is left alone."""
        kept = path.with_name(path.name + ".damaged")
        number = 2
        try:
            data = path.read_bytes()
            while kept.exists() and kept.read_bytes() != data:
                kept = path.with_name(f"{path.name}.damaged-{number}")
                number += 1
            replace_file(kept, data)
        except OSError as error:
            self._locked.add(name)
            self.problems.append(
                f"“{name}” could not be read: {error.strerror or error}. It is left as it is."
            )
            return False
        more = f" (and {len(bad) - 1:,} more like it)" if len(bad) > 1 else ""
        self.problems.append(
            f"“{name}” is damaged: {bad[0]}{more} {readable:,} drawings could be read. "
            f"The whole file is kept as {kept.name} in {self._folder}."
        )
        return True


def _strokes(drawing: Drawing) -> bytes:
    """The geometry alone, to tell whether two drawings are the same."""
    return b"|".join(stroke.points.tobytes() for stroke in drawing.strokes)


def _check_digit(digit: int) -> None:
    if not 0 <= digit < CLASSES:
        raise DataError(f"A digit is 0 to {CLASSES - 1}, not {digit}.")
