"""The marks of a class as CSV: for a spreadsheet, for Moodle's grading worksheet, for Canvas'
gradebook."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

from core.checking.course_functions import JUDGED
from core.checking.export import cell, summary_of
from core.checking.report import FunctionReport
from core.classroom.marking import Marked, figure
from core.classroom.rubric import Rubric
from core.classroom.telling import feedback_of

Row = Sequence[str]


def csv_for(program: str, marked: Iterable[Marked], rubric: Rubric) -> bytes:
    """A table for one of PROGRAMS. What a spreadsheet would take for a formula is no formula."""
    rows, start = PROGRAMS[program]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows(list(marked), rubric))
    return start + stream.getvalue().encode("utf-8", "replace")


def _spreadsheet(marked: Sequence[Marked], rubric: Rubric) -> Iterable[Row]:
    """Every file has a row, those that do not count as well."""
    yield (
        *("student", "number", "file", "counts", "points", "of", "open", "late days", "taken off"),
        *("verdict", "why", *JUDGED),
    )
    for each in marked:
        hand_in = each.hand_in
        functions = {one.name: one for one in each.report.functions} if each.report else {}
        yield [
            *map(cell, (hand_in.student, hand_in.number, hand_in.name)),
            "yes" if hand_in.role == "counts" else "no",
            "" if each.points is None else figure(each.points),
            figure(rubric.most),
            figure(each.open),
            str(each.late_days),
            figure(each.taken),
            *map(cell, (each.verdict, each.why)),
            *(cell(_summary(functions[name])) if name in functions else "" for name in JUDGED),
        ]


def _moodle(marked: Sequence[Marked], rubric: Rubric) -> Iterable[Row]:
    """As Moodle's own worksheet is; it wants these names of columns, and the time left empty."""
    yield (
        *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"),
        *("Grade can be changed", "Last modified (grade)", "Feedback comments"),
    )
    for each in _counting(marked):
        hand_in = each.hand_in
        yield [
            f"Participant {hand_in.number}" if hand_in.number else "",
            cell(hand_in.student),
            *("", ""),
            _grade(each),
            figure(rubric.most),
            *("Yes", ""),
            cell(feedback_of(each, rubric)),
        ]


def _canvas(marked: Sequence[Marked], rubric: Rubric) -> Iterable[Row]:
    """Students by Canvas' own numbers, the assignment by its title."""
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", cell(rubric.title)]
    yield ["    Points Possible", "", "", "", "", figure(rubric.most)]
    for each in _counting(marked):
        hand_in = each.hand_in
        yield [cell(hand_in.student), cell(hand_in.number), "", "", "", _grade(each)]


def _counting(marked: Sequence[Marked]) -> Iterable[Marked]:
    return (each for each in marked if each.hand_in.role == "counts")


def _grade(marked: Marked) -> str:
    """Nothing where a person must look first."""
    return "" if marked.points is None or marked.open else figure(marked.points)


def _summary(function: FunctionReport) -> str:
    if function.is_follower:
        return f"follows from {', '.join(function.follows)}"
    return summary_of(function)


# For each, what makes its rows, and what the file begins with: Excel takes a text for UTF-8 only
# when it is marked so.
PROGRAMS: Mapping[str, tuple[Callable[[Sequence[Marked], Rubric], Iterable[Row]], bytes]] = {
    "spreadsheet": (_spreadsheet, codecs.BOM_UTF8),
    "moodle": (_moodle, b""),
    "canvas": (_canvas, b""),
}
