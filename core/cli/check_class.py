"""digit-lab check of a folder or a zip of hand-ins: a class, marked by a rubric.

What is asked for is written as it goes: Ctrl-C keeps what is done, and the same command goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from core.classroom.class_check import ClassCheck
from core.classroom.hand_in import HandIn
from core.classroom.marking import Marked, figure
from core.classroom.overview import Overview, overview_of
from core.classroom.pages import INDEX, lead_of, names_of_pages, overview_page, student_page
from core.classroom.records import to_json
from core.classroom.rubric import Rubric
from core.classroom.rubric_file import read_rubric
from core.classroom.tables import csv_for
from core.classroom.telling import in_short
from core.cli.command import FAILED
from core.cli.host import Host
from core.cli.saving import is_stream, save
from core.cli.terminal import complain, tell, tell_json
from core.errors import DataError
from core.files.plain_text import plain

STDOUT = Path("-")
VERDICTS = ".verdicts"
REFRESH = 2.0  # seconds between two states of a table on disk
MOST_LINES = 5  # of common mistakes and of code that is alike
LONGEST_NAME, LONGEST_WHY = 28, 100


def is_class(path: Path) -> bool:
    """Whether a path is a folder, or named like a zip."""
    return os.path.isdir(path) or path.suffix.lower() == ".zip"


def check_class(arguments: argparse.Namespace, host: Host) -> int:
    """Exit code 0 when every student's code is right: all functions asked for with --rubric, else
    all that are there. Raises DigitLabError for a path that leads nowhere, a rubric that cannot be
    used, or what cannot be written; KeyboardInterrupt after what is done was written."""
    rubric = read_rubric(arguments.rubric) if arguments.rubric else Rubric()
    if arguments.pages:
        _make_folder(arguments.pages)
    outputs = _Outputs(arguments, rubric)
    check = ClassCheck(
        arguments.path,
        rubric,
        results=outputs.verdicts,
        leave_out=outputs.paths,
        again=arguments.again,
        jobs=arguments.jobs,
        on_found=outputs.begin,
        on_marked=outputs.add,
    )
    try:
        check.run()
    except KeyboardInterrupt:
        outputs.finish()
        complain(outputs.how_to_go_on())
        raise
    overview = outputs.finish()
    if check.problem:
        complain(check.problem)
    if not outputs.took_stdout:
        _print(overview, outputs.marked, rubric)
    counting = [each for each in outputs.marked if each.hand_in.role == "counts"]
    is_asked = arguments.rubric is not None
    return 0 if all(_is_right(each, rubric, is_asked) for each in counting) else FAILED


class _Outputs:
    """The files that were asked for, written anew every REFRESH seconds and at the end."""

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
        self._to_check = 0
        self._done = 0
        self._due = time.monotonic() + REFRESH
        self._complained = False

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
        """All hand-ins were found."""
        self._order = hand_ins
        self._of_pages = names_of_pages(hand_ins)
        self._to_check = sum(each.is_checked for each in hand_ins)
        complain(f"{len(hand_ins)} files of {len(self._of_pages)} students were found.")

    def add(self, marked: Marked) -> None:
        """One more is known."""
        hand_in = marked.hand_in
        self._marked[id(hand_in)] = marked
        self._done += hand_in.is_checked
        if hand_in.is_checked:
            told = f"{self._done} of {self._to_check}: {hand_in.student}, {hand_in.file}"
        else:
            told = f"{hand_in.student}, {hand_in.file}"
        complain(f"{told}: {marked.verdict}. {marked.why}")
        try:
            self._write_some(marked)
        except DataError as error:  # a full disk has room again, perhaps, when all is done
            if not self._complained:
                complain(f"{error} The check goes on.")
            self._complained = True

    def finish(self) -> Overview:
        """Write everything, and to standard output what goes there. Raises DataError."""
        overview = overview_of(self.marked, self._rubric)
        if self._pages:
            for marked in self.marked:
                self._write_page(marked)
            page = overview_page(overview, self.marked, self._rubric, self._of_pages)
            save(self._pages / INDEX, page.encode("utf-8", "replace"))
        self._write_tables(overview, is_last=True)
        for path in (self._csv, self._json, self._pages):
            if path is not None and path != STDOUT:
                complain(f"Saved {path}.")
        if self._csv == STDOUT:
            tell(csv_for(self._program, self.marked, self._rubric).decode("utf-8-sig").rstrip())
        if self._json == STDOUT:
            tell_json(json.loads(to_json(self.marked, overview, self._rubric)))
        return overview

    def how_to_go_on(self) -> str:
        """For somebody who stopped it."""
        done = f"Stopped after {self._done} of {self._to_check}."
        if self.verdicts is None:
            return f"{done} With --csv, --json or --pages what is done is kept for the next time."
        return (
            f"{done} What is done is kept in {self.verdicts}; the same command goes on from there."
        )

    def _write_some(self, marked: Marked) -> None:
        self._write_page(marked)
        began = time.monotonic()
        if began >= self._due:
            overview = overview_of(self.marked, self._rubric, with_alike=False)
            self._write_tables(overview, is_last=False)
            self._due = began + max(REFRESH, 10 * (time.monotonic() - began))

    def _write_page(self, marked: Marked) -> None:
        name = self._of_pages.get(marked.hand_in)
        if self._pages and name:
            page = student_page(marked, self._rubric)
            save(self._pages / name, page.encode("utf-8", "replace"))

    def _write_tables(self, overview: Overview, *, is_last: bool) -> None:
        marked = self.marked
        if self._csv and self._csv != STDOUT and (is_last or not is_stream(self._csv)):
            save(self._csv, csv_for(self._program, marked, self._rubric))
        if self._json and self._json != STDOUT and (is_last or not is_stream(self._json)):
            save(self._json, to_json(marked, overview, self._rubric))


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"The folder {path} cannot be made: {error.strerror or error}.") from None


def _is_right(marked: Marked, rubric: Rubric, is_asked: bool) -> bool:
    if marked.report is None or not marked.report.is_right:
        return False
    return not is_asked or (marked.points or 0.0) + marked.taken >= rubric.most - 1e-9


def _print(overview: Overview, marked: Sequence[Marked], rubric: Rubric) -> None:
    counting = [each for each in marked if each.hand_in.role == "counts"]
    names = [plain(each.hand_in.student, LONGEST_NAME) for each in counting]
    width = max(map(len, names), default=0)
    for name, each in zip(names, counting, strict=True):
        points = "–" if each.points is None else figure(each.points)
        tell(f"{name:<{width}}  {points:>6}  {plain(in_short(each), LONGEST_WHY)}".rstrip())
    tell()
    tell(lead_of(overview, rubric))
    for mistake in overview.mistakes[:MOST_LINES]:
        tell(f"{len(mistake.students):>4} × {mistake.function}: {mistake.title}")
    for group in overview.alike[:MOST_LINES]:
        tell(group.sentence)
