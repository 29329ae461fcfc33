"""My handwriting: the user's own drawings with the digits they mean, in named sets on the disk.

A set is one ink file in the store's folder, called after the set. Everything is plain: any program
that reads ink files reads a set, and a file that is copied into the folder is a set.

Several windows may work on one folder. An edit is a function from the sets on the disk to new ones,
made under a lock; what it does to drawings that the user saw is merged with what others did since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from core.data.dataset import CLASSES
from core.data.handwriting_folder import MAX_SETS, HandwritingFolder
from core.data.handwriting_set import (
    MAX_DRAWINGS,
    HandwritingSet,
    LabelledDrawing,
    labelled_drawing,
    next_id,
)
from core.data.merging import Sets, merged
from core.data.set_names import checked_name, same_name
from core.errors import DataError
from core.ink.ink_file import OF_A_SET, ink_lines, values_in
from core.ink.strokes import Drawing

MAX_POINTS = 10_000
MAX_UNDO = 200

# The sets after a change and before it; merging `before` into what is there takes it back.
Step = tuple[Sets, Sets]


class Handwriting:
    """All sets of a folder. Every change is on the disk when the call returns, or was not made.

    Whatever raises DigitLabError has changed nothing. Sets are as they were at the last edit or
    refresh(); what another window made of them since is never overwritten.
    """

    def __init__(self, folder: Path) -> None:
        """Reads the sets that are there. The folder is made when the first one is saved."""
        self._folder = HandwritingFolder(folder)
        self._sets = self._folder.read()
        self._undo: list[Step] = []
        self._redo: list[Step] = []

    @property
    def problems(self) -> list[str]:
        """A sentence for each file that could not be read whole; it is kept as it was, under
        another name or untouched."""
        return self._folder.problems

    @property
    def sets(self) -> tuple[HandwritingSet, ...]:
        """In the order of their names."""
        return tuple(self._sets[name] for name in sorted(self._sets, key=str.casefold))

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def __getitem__(self, name: str) -> HandwritingSet:
        """The set called `name`. Raises DataError when there is none."""
        if name not in self._sets:
            raise DataError(f"There is no set “{name}” any more.")
        return self._sets[name]

    def __contains__(self, name: str) -> bool:
        return name in self._sets

    def refresh(self) -> bool:
        """Read again what others wrote; whether anything is different."""
        before, self._sets = self._sets, self._folder.read()
        return self._sets != before

    def create(self, name: str) -> str:
        """A new, empty set; its name without blanks around it."""
        name = checked_name(name)
        self._change(lambda there: there | {name: HandwritingSet(self._free_name(name, there))})
        return name

    def add(self, name: str, drawing: Drawing, digit: int, *, now: datetime) -> LabelledDrawing:
        """Put a drawing into the set `name`, which is made when it is not there."""
        _check_digit(digit)
        if drawing.is_blank:
            raise DataError("There is nothing on the canvas yet. Draw a digit first.")
        if sum(len(stroke.points) for stroke in drawing.strokes) > MAX_POINTS:
            raise DataError("This drawing is too long for one digit. Clear it and draw it again.")
        stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

        def with_it(there: Sets) -> Sets:
            old = self._set_or_new(name, there)
            taught = LabelledDrawing(next_id(old.drawings), stamp, digit, drawing)
            return there | {old.name: HandwritingSet(old.name, (*old.drawings, taught))}

        self._change(with_it)
        return self[checked_name(name) if name not in self else name].drawings[-1]

    def relabel(self, name: str, ids: Iterable[int], digit: int) -> None:
        """Say that these drawings mean `digit`."""
        _check_digit(digit)
        chosen = set(ids)
        self._put(
            name,
            tuple(
                replace(each, digit=digit) if each.id in chosen and each.digit != digit else each
                for each in self[name].drawings
            ),
        )

    def delete(self, name: str, ids: Iterable[int]) -> None:
        """Take these drawings out of the set."""
        chosen = set(ids)
        self._put(name, tuple(each for each in self[name].drawings if each.id not in chosen))

    def rename(self, name: str, new: str) -> str:
        """Call a set otherwise; its new name without blanks around it."""
        new = checked_name(new)

        def renamed(there: Sets) -> Sets:
            if name not in there:
                raise DataError(f"There is no set “{name}” any more.")
            self._free_name(new, there, but=name)
            others = {each: kept for each, kept in there.items() if each != name}
            return (
                there if new == name else others | {new: HandwritingSet(new, there[name].drawings)}
            )

        self._change(renamed)
        return new

    def remove(self, name: str) -> None:
        """Delete a whole set; drawings that others have put into it since stay."""
        gone = self[name]
        self._merge({each: kept for each, kept in self._sets.items() if kept is not gone})

    def take_in(self, name: str, path: Path) -> int:
        """Add the drawings of an ink file to the set `name`; how many there were.

        Drawings that the set has already are left out. Raises DataError, and adds nothing, when a
        line cannot be read or has no digit.
        """
        old = self._set_or_new(name, self._sets)
        have = {(each.digit, _strokes(each.drawing)) for each in old.drawings}
        drawings = list(old.drawings)
        for line in ink_lines(path):
            taught = labelled_drawing(line, path.name, next_id(drawings))
            if (taught.digit, _strokes(taught.drawing)) not in have:
                drawings.append(taught)
                have.add((taught.digit, _strokes(taught.drawing)))
            if len(drawings) > MAX_DRAWINGS:
                break
        self._put(old.name, tuple(drawings))
        return len(drawings) - len(old.drawings)

    def undo(self) -> None:
        """Take the last change of this window back, on the disk as well; nothing when there is
        none. What others did since stays."""
        self._go(self._undo, self._redo)

    def redo(self) -> None:
        """Make the change again that was taken back last; nothing when there is none."""
        self._go(self._redo, self._undo)

    def _go(self, steps: list[Step], way_back: list[Step]) -> None:
        if steps:
            way_back.append(self._edit(lambda there: merged(*steps[-1], there)))
            steps.pop()

    def _put(self, name: str, drawings: tuple[LabelledDrawing, ...]) -> None:
        """These drawings instead of those of the set that the user saw."""
        self._merge(self._sets | {name: HandwritingSet(name, drawings)})

    def _merge(self, wanted: Sets) -> None:
        """Bring to the disk in what `wanted` is different from what the user saw."""
        self._change(lambda there: merged(self._sets, wanted, there))

    def _change(self, change: Callable[[Sets], Sets]) -> None:
        after, before = self._edit(change)
        if after != before:
            self._undo = [*self._undo, (after, before)][-MAX_UNDO:]
            self._redo.clear()

    def _edit(self, change: Callable[[Sets], Sets]) -> Step:
        """Change what is on the disk now; the sets after it and before it."""
        with self._folder.writing():
            before = self._folder.read()
            after = change(before)
            _check_bounds(after, before)
            self._folder.write(before, after)
        self._sets = after
        return after, before

    def _set_or_new(self, name: str, sets: Sets) -> HandwritingSet:
        return sets.get(name) or HandwritingSet(self._free_name(name, sets))

    def _free_name(self, name: str, sets: Sets, but: str = "") -> str:
        """`name`, checked. Raises DataError when another set than `but` is called so."""
        name = checked_name(name)
        _check_apart(name, sets.keys() - {but})
        if self._folder.is_left_alone(name):
            raise DataError(
                f"The file of “{name}” could not be read, so it is left alone. Choose another name."
            )
        return name


def _check_bounds(after: Sets, before: Sets) -> None:
    """Raises DataError for a set that became too large, one too many, or two called the same."""
    if len(after) > max(MAX_SETS, len(before)):
        raise DataError(f"There are {MAX_SETS} sets already. Delete one that you do not need.")
    for name in after.keys() - before.keys():
        _check_apart(name, after.keys() - {name})
    for name, each in after.items():
        if len(each.drawings) > MAX_DRAWINGS and before.get(name) is not each:
            raise DataError(
                f"“{name}” would hold more than {MAX_DRAWINGS:,} drawings. "
                "Delete some, or begin a new set."
            )
        if before.get(name) is not each and not _can_be_read_again(each):
            raise DataError(
                f"“{name}” would be too large to be read again. Delete some drawings, or begin a "
                "new set."
            )


def _can_be_read_again(whole: HandwritingSet) -> bool:
    """Whether its file keeps within the bounds of one."""
    strokes = sum(len(each.drawing.strokes) for each in whole.drawings)
    size = sum(len(each.line) for each in whole.drawings)
    values = sum(values_in(each.line) for each in whole.drawings)
    return strokes <= OF_A_SET.strokes and size <= OF_A_SET.bytes and values <= OF_A_SET.values


def _check_apart(name: str, others: Iterable[str]) -> None:
    if any(same_name(name, each) for each in others):
        raise DataError(f"There is a set “{name}” already. Choose another name.")


def _strokes(drawing: Drawing) -> bytes:
    """The geometry alone, to tell whether two drawings are the same."""
    return b"|".join(stroke.points.tobytes() for stroke in drawing.strokes)


def _check_digit(digit: int) -> None:
    if not 0 <= digit < CLASSES:
        raise DataError(f"A digit is 0 to {CLASSES - 1}, not {digit}.")
