"""Ink files: one drawing a line as JSON, `{"strokes": [[[x, y], ...], ...], "digit": 7}`."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES
from core.errors import DataError
from core.ink.strokes import Drawing, Stroke

MAX_LINE = 4_000_000
MAX_TOTAL = 1_000_000_000
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, eq=False)
class InkLine:
    """A line of an ink file. number counts from 1; digit is None when the line gives none."""

    number: int
    drawing: Drawing
    digit: int | None
    record: dict[str, Any]


def read_ink(path: str | Path) -> Iterator[tuple[Drawing, int | None, dict[str, Any]]]:
    """Each line's drawing, its digit if the line gives one, and the whole record; see ink_lines."""
    for line in ink_lines(path):
        yield line.drawing, line.digit, line.record


def ink_lines(
    path: str | Path, *, bad_line: Callable[[DataError], None] | None = None
) -> Iterator[InkLine]:
    """Each line of an ink file.

    Plain or gzip, told apart by content; empty lines are skipped. Sizes in bytes are bounded by
    MAX_LINE and MAX_TOTAL, both after decompression.
    Raises DataError, naming the line, for anything that cannot be read; lines before it are given.
    With `bad_line`, a line that is no drawing is told there instead, and reading goes on.
    """
    path = Path(path)
    try:
        with _open(path) as file:
            total = 0
            number = 0
            while line := file.readline(MAX_LINE + 1):
                number += 1
                total += len(line)
                if len(line) > MAX_LINE:
                    raise DataError(f"{path.name}, line {number}: longer than {MAX_LINE:,} bytes.")
                if total > MAX_TOTAL:
                    raise DataError(f"{path.name} holds more than {MAX_TOTAL:,} bytes of ink.")
                if not line.strip():
                    continue
                try:
                    parsed = _parse(line, f"{path.name}, line {number}")
                except DataError as error:
                    if bad_line is None:
                        raise
                    bad_line(error)
                else:
                    yield InkLine(number, *parsed)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path.name} is damaged after line {number}: {error}.") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error


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


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def _parse(line: bytes, place: str) -> tuple[Drawing, int | None, dict[str, Any]]:
    try:
        record = json.loads(line)
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
