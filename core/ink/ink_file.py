"""Ink files: one drawing a line as JSON, `{"strokes": [[[x, y], ...], ...], "digit": 7}`."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES
from core.errors import DataError
from core.files.gzip_reader import MAGIC, unpacked
from core.files.regular_file import open_regular
from core.ink.strokes import Drawing, Stroke

MAX_LINE = 4_000_000
MAX_VALUES = 600_000  # of one line: lists, numbers and the like; a point is five at most
MAX_BAD_LINES = 100
# Ink shrinks to a fifth; what unpacks to far more than that repeats itself for no good.
MAX_RATIO = 20


@dataclass(frozen=True)
class InkBounds:
    """How much of an ink file is read.

    bytes: after decompression, and before. lines: blank ones too. strokes, values: of all drawings
    together; a value is a number, a list, or the like.
    """

    bytes: int
    lines: int
    strokes: int
    values: int


# A set of one person's drawings: read in about a second, whatever the file holds.
OF_A_SET = InkBounds(bytes=40_000_000, lines=5_000, strokes=30_000, values=5_000_000)
# A collection, which is worked through line by line.
OF_A_COLLECTION = InkBounds(
    bytes=1_000_000_000, lines=200_000, strokes=2_000_000, values=100_000_000
)


@dataclass(frozen=True, eq=False)
class InkLine:
    """A line of an ink file. number counts from 1; digit is None when the line gives none."""

    number: int
    drawing: Drawing
    digit: int | None
    record: dict[str, Any]


def read_ink(path: str | Path) -> Iterator[tuple[Drawing, int | None, dict[str, Any]]]:
    """Each line of a collection: its drawing, its digit if it gives one, and the whole record; see
    ink_lines."""
    for line in ink_lines(path, bounds=OF_A_COLLECTION):
        yield line.drawing, line.digit, line.record


def ink_lines(
    path: str | Path,
    *,
    bad_line: Callable[[DataError], None] | None = None,
    bounds: InkBounds = OF_A_SET,
) -> Iterator[InkLine]:
    """Each line of an ink file.

    Plain or gzip, told apart by content; empty lines are skipped. Raises DataError, naming the
    line, for anything that cannot be read, and where the file goes beyond `bounds`, MAX_LINE or
    MAX_RATIO; lines before it are given. With `bad_line`, a line that is no drawing is told there
    instead, and reading goes on, until there are more than MAX_BAD_LINES of them.
    """
    path = Path(path)
    number = strokes = values = bad = 0
    try:
        with _opened(path, bounds) as (file, most_bytes):
            for number, line in enumerate(_lines(file, path.name, most_bytes), 1):
                if number > bounds.lines:
                    raise DataError(f"{path.name} holds more than {bounds.lines:,} lines.")
                if line.isspace():
                    continue
                values += values_in(line)
                if values > bounds.values:
                    raise DataError(f"{path.name} holds more than {bounds.values:,} values.")
                try:
                    parsed = _parse(line, f"{path.name}, line {number}")
                except DataError as error:
                    bad += 1
                    if bad_line is None or bad > MAX_BAD_LINES:
                        raise
                    bad_line(error)
                    continue
                strokes += len(parsed[0].strokes)
                if strokes > bounds.strokes:
                    raise DataError(f"{path.name} holds more than {bounds.strokes:,} strokes.")
                yield InkLine(number, *parsed)
    except (EOFError, zlib.error) as error:
        raise DataError(f"{path.name} is damaged after line {number}: {error}.") from error
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        why = getattr(error, "strerror", None) or error
        raise DataError(f"{path} cannot be read: {why}.") from error


def most_ink(path: Path) -> int:
    """How many bytes of ink the file at `path` may hold, as far as its size tells; 0 for none."""
    try:
        with open_regular(path) as file:
            return _most_bytes(file)
    except OSError:
        return 0


def ink_line(drawing: Drawing, digit: int | None = None, /, **fields: Any) -> bytes:
    """One line of an ink file, in UTF-8, with its line feed; ink_lines() gives the same back.

    Times, and pressures beside them, follow x and y. fields: more of the record, as JSON values.
    """
    record: dict[str, Any] = {"digit": digit} if digit is not None else {}
    record |= fields
    record["strokes"] = [_columns(stroke).tolist() for stroke in drawing.strokes]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _columns(stroke: Stroke) -> NDArray[np.float64]:
    """(k, 2), (k, 3) with times or (k, 4) with pressures as well."""
    columns = [stroke.points]
    if stroke.times is not None:
        columns.append(stroke.times[:, None])
        if stroke.pressures is not None:
            columns.append(stroke.pressures[:, None])
    return np.hstack(columns)


@contextmanager
def _opened(path: Path, bounds: InkBounds) -> Iterator[tuple[BinaryIO, int]]:
    """The ink, and how many bytes of it are read."""
    with open_regular(path) as file:
        most_bytes = min(bounds.bytes, _most_bytes(file))
        if not _is_packed(file):
            yield file, bounds.bytes
            return
        if os.fstat(file.fileno()).st_size > bounds.bytes:
            raise DataError(f"{path.name} is larger than {bounds.bytes:,} bytes.")
        yield unpacked(file), most_bytes


def _most_bytes(file: BinaryIO) -> int:
    held = os.fstat(file.fileno()).st_size
    return MAX_LINE + MAX_RATIO * held if _is_packed(file) else held


def _is_packed(file: BinaryIO) -> bool:
    """Whether it is gzip; it is read from its start afterwards."""
    start = file.read(len(MAGIC))
    file.seek(0)
    return start == MAGIC


def _lines(file: BinaryIO, name: str, most_bytes: int) -> Iterator[bytes]:
    """Raises DataError for a line that is too long, and for more than `most_bytes` in all."""
    number = total = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        total += len(line)
        if len(line) > MAX_LINE:
            raise DataError(f"{name}, line {number}: longer than {MAX_LINE:,} bytes.")
        if total > most_bytes:
            raise DataError(f"{name} holds more than {most_bytes:,} bytes of ink.")
        yield line


def values_in(line: bytes) -> int:
    """How many values its JSON has, or a few more."""
    return sum(map(line.count, (b"[", b"{", b",", b":")))


def _parse(line: bytes, place: str) -> tuple[Drawing, int | None, dict[str, Any]]:
    if values_in(line) > MAX_VALUES:
        raise DataError(f"{place}: more than {MAX_VALUES:,} values.")
    try:
        record = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{place}: this is not JSON.") from error
    try:
        drawing = Drawing.from_json(record)
    except DataError as error:
        raise DataError(f"{place}: {error}") from error
    digit = record.get("digit")
    if digit is not None and (type(digit) is not int or not 0 <= digit < CLASSES):
        raise DataError(f'{place}: "digit" must be a whole number from 0 to {CLASSES - 1}.')
    return drawing, digit, record


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number")
