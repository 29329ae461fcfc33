"""The verdicts of a class on disk, each as soon as it is known: a line of JSON each, so that
whatever ends the program, what is done is kept."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from io import FileIO
from pathlib import Path

from core.checking.report import Report
from core.errors import DataError
from core.files.locks import lock_at_once
from core.version import VERSION

LARGEST = 1 << 28  # bytes
_HEAD = {"digit-lab-class": 1, "version": VERSION}


class ResultsFile:
    """An open file of verdicts. Raises DataError where it cannot be opened, or another program
    writes into it.

    reports: what it held, by the key of each hand-in (core.classroom.unpacking), of this version of
    the program alone. A line that was cut short is dropped.
    """

    def __init__(self, path: Path, *, afresh: bool = False) -> None:
        """afresh: forget what it held."""
        self.reports: dict[str, Report] = {}
        try:
            self._stream = _opened(path)
            try:
                self._begin(afresh)
            except BaseException:
                self._stream.close()
                raise
        except (OSError, DataError) as error:
            why = getattr(error, "strerror", None) or error
            raise DataError(f"{path} cannot be used for the results: {why}.") from None

    def add(self, key: str, report: Report) -> None:
        """Write a verdict. Raises OSError, then nothing of it stands there."""
        end = self._stream.tell()
        try:
            self._write({"key": key, "report": json.loads(slim(report).to_json())})
        except OSError:
            self._stream.seek(end)
            self._stream.truncate(end)
            raise

    def close(self) -> None:
        """Close it; others may write into it then."""
        self._stream.close()

    def _begin(self, afresh: bool) -> None:
        known = self._read()
        end = 0 if afresh else known
        if not end:
            self.reports.clear()
        self._stream.truncate(end)
        self._stream.seek(end)
        if not end:
            self._write(_HEAD)

    def _write(self, record: dict[str, object]) -> None:
        line = json.dumps(record, separators=(",", ":")).encode() + b"\n"
        while line:
            line = line[self._stream.write(line) :]

    def _read(self) -> int:
        """Read the lines; where the last whole one of this version ends."""
        head, *lines = self._stream.read(LARGEST).splitlines(keepends=True) or [b""]
        try:
            kind = json.loads(head or "{}")
            is_ours = not head or (isinstance(kind, dict) and "digit-lab-class" in kind)
        except (ValueError, RecursionError):
            is_ours = False
        if not is_ours:
            raise DataError("it holds something else than the results of a class")
        if kind != _HEAD or not head.endswith(b"\n"):
            return 0
        end = len(head)
        for line in lines:
            if not line.endswith(b"\n"):
                break
            try:
                record = json.loads(line)
                self.reports[record["key"]] = Report.from_json(json.dumps(record["report"]))
            except (ValueError, TypeError, LookupError, RecursionError, DataError):
                break
            end += len(line)
        return end


def slim(report: Report) -> Report:
    """The report with the worst comparison of each function alone: a class of 300 has 150,000."""
    few = [
        replace(each, comparisons=(each.worst,) if each.worst else ()) for each in report.functions
    ]
    return replace(report, functions=tuple(few))


def _opened(path: Path) -> FileIO:
    if path.exists() and not path.is_file():
        raise OSError(0, "it is no file")
    stream = FileIO(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b")
    with suppress(OSError):  # a file system without locks
        if not lock_at_once(stream.fileno()):
            stream.close()
            raise DataError("another program writes into it just now")
    return stream
