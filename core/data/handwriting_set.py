"""Drawings with the digits they mean, as the user taught them: a set of them is an ink file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES
from core.errors import DataError
from core.ink.ink_file import InkLine, ink_line, ink_lines
from core.ink.strokes import Drawing

MAX_DRAWINGS = 1_000
MAX_MORE = 10_000  # letters
MAX_FIELDS = 100
MAX_DEPTH = 8
_OWN = ("id", "time", "digit", "strokes")


@dataclass(frozen=True, eq=False)
class LabelledDrawing:
    """A drawing and the digit that the user says it is, 0 to 9.

    id: from 1, unique in its set. time: when it was added, ISO 8601 in UTC; "" when unknown. more:
    the other fields of its line in the file.
    """

    id: int
    time: str
    digit: int
    drawing: Drawing
    more: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def line(self) -> bytes:
        """Its line of the ink file."""
        return ink_line(self.drawing, self.digit, id=self.id, time=self.time, **dict(self.more))


@dataclass(frozen=True, eq=False)
class HandwritingSet:
    """Drawings under one name, the oldest first."""

    name: str
    drawings: tuple[LabelledDrawing, ...] = ()

    @property
    def digits(self) -> NDArray[np.uint8]:
        """uint8 (n,): the digit of each drawing."""
        return np.array([each.digit for each in self.drawings], dtype=np.uint8)

    @property
    def counts(self) -> NDArray[np.int64]:
        """int64 (10,): how many drawings of each digit there are."""
        return np.bincount(self.digits, minlength=CLASSES)

    def to_bytes(self) -> bytes:
        """As an ink file."""
        return b"".join(each.line for each in self.drawings)


def read_labelled(
    path: Path, *, bad_line: Callable[[DataError], None]
) -> tuple[LabelledDrawing, ...]:
    """The drawings of a set's file, as far as OF_A_SET and MAX_DRAWINGS go. Raises nothing:
    bad_line is called for each line that cannot be read, and for what ends the reading."""
    drawings: list[LabelledDrawing] = []
    used: set[int] = set()
    try:
        for line in ink_lines(path, bad_line=bad_line):
            if len(drawings) == MAX_DRAWINGS:
                raise DataError(f"{path.name} holds more than {MAX_DRAWINGS:,} drawings.")
            try:
                taught = labelled_drawing(line, path.name, next_id(drawings), used)
            except DataError as error:
                bad_line(error)
                continue
            used.add(taught.id)
            drawings.append(taught)
    except DataError as error:
        bad_line(error)
    return tuple(drawings)


def labelled_drawing(
    line: InkLine, file: str, fresh: int, used: set[int] | None = None
) -> LabelledDrawing:
    """The drawing of a line of the ink file called `file`.

    used: ids that are taken; the line's own id counts where it is not among them. fresh: the id
    otherwise, and when `used` is None. Raises DataError for a blank drawing, one without a digit,
    and one whose other fields could not be kept.
    """
    where = f"{file}, line {line.number}"
    if line.digit is None:
        raise DataError(f"{where}: it does not say which digit this is.")
    if line.drawing.is_blank:
        raise DataError(f"{where}: nothing is drawn.")
    own, time = line.record.get("id"), line.record.get("time")
    more = {key: value for key, value in line.record.items() if key not in _OWN}
    if len(more) > MAX_FIELDS or not _can_be_kept([time, more]):
        raise DataError(f"{where}: its other fields are too long, or no text.")
    if used is None or type(own) is not int or own in used or not 0 < own < 2**53:
        own = fresh
    return LabelledDrawing(
        own,
        time if isinstance(time, str) else "",
        line.digit,
        line.drawing,
        tuple(more.items()),
    )


def next_id(drawings: Iterable[LabelledDrawing]) -> int:
    """One more than the largest id; 1 for no drawings."""
    return max((each.id for each in drawings), default=0) + 1


def _can_be_kept(value: Any) -> bool:
    """Whether it can be written again, in UTF-8, of MAX_MORE letters and MAX_DEPTH at most."""
    if not _is_shallow(value, MAX_DEPTH):
        return False
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        return len(text) <= MAX_MORE and bool(text.encode())
    except ValueError:  # half a character, a number beyond all floats
        return False


def _is_shallow(value: Any, depth: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not parts or (depth > 0 and all(_is_shallow(each, depth - 1) for each in parts))
