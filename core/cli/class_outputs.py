"""What a check of a class writes: lines on standard error as it goes, and the files asked for."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.classroom.hand_in import HandIn
from core.classroom.marking import Marked
from core.classroom.overview import Overview, overview_of
from core.classroom.pages import INDEX, names_of_pages, overview_page, student_page
from core.classroom.records import to_json
from core.classroom.rubric import Rubric
from core.classroom.tables import csv_for
from core.cli.saving import is_stream, save
from core.cli.terminal import complain, tell, tell_json
from core.errors import DataError
from core.files import leftovers

STDOUT = Path("-")
VERDICTS = ".verdicts"
REFRESH = 2.0  # seconds between two states of a table on disk
MOST_TIME = 0.1  # share of the time that writing them takes


class ClassOutputs:
    """The files that --csv, --json and --pages ask for. Pages are written at once, tables every
    REFRESH seconds, everything at the end. failed: whether something could not be written."""

    def __init__(self, arguments: argparse.Namespace, rubric: Rubric) -> None:
        self._rubric = rubric
        self._rubric_path: Path | None = arguments.rubric
        self._csv: Path | None = arguments.csv
        self._program: str = arguments.csv_for
        self._json: Path | None = arguments.json
        self._pages: Path | None = arguments.pages
        self._of_pages: dict[HandIn, str] = {}
        self._marked: dict[int, Marked] = {}  # by the id() of the hand-in
        self._order: Sequence[HandIn] = ()
        self._to_check = self._done = 0
        self._due = time.monotonic() + REFRESH
        self._has_complained = False
        self.failed = False

    @property
    def verdicts(self) -> Path | None:
        """The file beside the first output that keeps every verdict; None without an output."""
        for path in (self._json, self._csv):
            if path is not None and path != STDOUT:
                return path.with_name(path.name + VERDICTS)
        return self._pages / f"class{VERDICTS}" if self._pages else None

    @property
    def paths(self) -> list[Path]:
        """All that is written, and the rubric: no hand-ins, wherever they lie."""
        every = (self._csv, self._json, self._pages, self._rubric_path)
        return [path for path in every if path is not None]

    @property
    def took_stdout(self) -> bool:
        return STDOUT in (self._csv, self._json)

    @property
    def marked(self) -> list[Marked]:
        """All so far, in the order of the hand-ins."""
        return [self._marked[id(each)] for each in self._order if id(each) in self._marked]

    def begin(self, hand_ins: Sequence[HandIn]) -> None:
        """All hand-ins were found. What an earlier time left when it was killed is cleared away."""
        written = [path for path in (self._csv, self._json) if path not in (None, STDOUT)]
        leftovers.clear({path.parent for path in written} | {*filter(None, [self._pages])})
        self._order = hand_ins
        self._of_pages = names_of_pages(hand_ins)
        self._to_check = sum(each.is_checked for each in hand_ins)
        complain(f"{len(hand_ins)} files of {len(self._of_pages)} students were found.")

    def add(self, marked: Marked) -> None:
        """One more is known."""
        hand_in = marked.hand_in
        self._marked[id(hand_in)] = marked
        self._done += hand_in.is_checked
        if hand_in.role == "counts":
            count = f"{self._done} of {self._to_check}: " if hand_in.is_checked else ""
            complain(f"{count}{hand_in.student}, {hand_in.file}: {marked.verdict}. {marked.why}")
        try:
            self._write_page(marked)
            if time.monotonic() >= self._due:
                self._refresh()
        except DataError as error:  # a full disk has room again, perhaps, when all is done
            if not self._has_complained:
                complain(f"{error} The check goes on.")
            self._has_complained = True

    def finish(self) -> Overview:
        """Write everything, and to standard output what goes there."""
        overview = overview_of(self.marked)
        writers: dict[Path | None, Callable[[], None]] = {
            self._pages: lambda: self._write_pages(overview),
            self._json: lambda: self._write_json(overview),
            self._csv: self._write_csv,
        }
        for path, write in reversed(writers.items()):  # the small ones first
            if path is None:
                continue
            try:
                write()
            except DataError as error:
                self.failed = True
                complain(str(error))
            else:
                if path != STDOUT:
                    complain(f"Saved {path}.")
        return overview

    def how_to_go_on(self) -> str:
        """For somebody who stopped it."""
        done = f"Stopped after {self._done} of {self._to_check}."
        if self.verdicts is None:
            return f"{done} With --csv, --json or --pages what is done is kept for the next time."
        return f"{done} What is done is kept in {self.verdicts}: the same command goes on."

    def _refresh(self) -> None:
        began = time.monotonic()
        if self._csv and not is_stream(self._csv) and self._csv != STDOUT:
            self._write_csv()
        if self._json and not is_stream(self._json) and self._json != STDOUT:
            self._write_json(overview_of(self.marked, with_alike=False))
        took = time.monotonic() - began
        self._due = began + max(REFRESH, took / MOST_TIME)

    def _write_page(self, marked: Marked) -> None:
        name = self._of_pages.get(marked.hand_in)
        if self._pages and name:
            page = student_page(marked, self._rubric)
            save(self._pages / name, page.encode("utf-8", "replace"))

    def _write_pages(self, overview: Overview) -> None:
        assert self._pages is not None
        page = overview_page(overview, self.marked, self._rubric, self._of_pages)
        save(self._pages / INDEX, page.encode("utf-8", "replace"))
        for marked in self.marked:
            self._write_page(marked)

    def _write_json(self, overview: Overview) -> None:
        data = to_json(self.marked, overview, self._rubric)
        assert self._json is not None
        if self._json == STDOUT:
            tell_json(json.loads(data))
        else:
            save(self._json, data)

    def _write_csv(self) -> None:
        data = csv_for(self._program, self.marked, self._rubric)
        assert self._csv is not None
        if self._csv == STDOUT:
            tell(data.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n"))
        else:
            save(self._csv, data)
