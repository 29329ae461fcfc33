"""Marks as CSV: rows and names of columns as each program wants them, and no formulas."""

from __future__ import annotations

import csv
import io

import pytest

from core.checking.report import FunctionReport
from core.classroom.hand_in import HandIn
from core.classroom.marking import mark
from core.classroom.rubric import Rubric
from core.classroom.tables import PROGRAMS, csv_for
from core.cli.parser import TABLES
from tests.core.classroom.hand_ins import mistake, report

RUBRIC = Rubric(title="Exercise 3", points={"relu": 1.0, "sigmoid": 2.0}, hint_level="what")


def rows(program: str) -> list[dict[str, str]]:
    hand_ins = [
        (HandIn("Ada Ü", "a.py", number="11"), report(relu="right", sigmoid="right")),
        (
            HandIn("=cmd|'/C calc'!A1", "-1+1.py", number="12"),
            report(
                relu=FunctionReport("relu", "wrong", mistake=mistake("relu-minimum", "H<b>")),
                sigmoid=FunctionReport("sigmoid", "wrong", follows=("relu",)),
            ),
        ),
        (HandIn("Cy", "c.py", number="13"), report(relu="unchecked", sigmoid="right")),
        (HandIn("Dee", "d.pdf", why="This is a PDF."), None),
        (HandIn("Dee", "d.csv", "other", why="These are data."), None),
    ]
    data = csv_for(program, [mark(one, found, RUBRIC) for one, found in hand_ins], RUBRIC)
    assert data.startswith(b"\xef\xbb\xbf") == (program == "spreadsheet")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_command_line_knows_the_programs():
    assert tuple(PROGRAMS) == TABLES


def test_a_spreadsheet_has_every_file_and_function():
    found = rows("spreadsheet")
    assert [row["file"] for row in found] == ["a.py", "'-1+1.py", "c.py", "d.pdf", "d.csv"]
    assert [row["counts"] for row in found] == ["yes"] * 4 + ["no"]
    assert [row["points"] for row in found] == ["3", "2", "2", "", ""]
    assert (found[2]["open"], found[3]["why"]) == ("1", "This is a PDF.")
    assert found[1]["relu"] == "H<b>: title of relu-minimum"
    assert found[1]["sigmoid"] == "follows from relu"


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_cell_begins_like_a_formula(program):
    for row in rows(program):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_moodle_finds_the_columns_of_its_worksheet():
    found = rows("moodle")
    assert [row["Identifier"] for row in found] == [
        *("Participant 11", "Participant 12", "Participant 13", "")
    ]
    assert [row["Grade"] for row in found] == ["3", "2", "", ""]  # what is open is for a person
    assert {row["Last modified (grade)"] for row in found} == {""}
    comment = found[1]["Feedback comments"]
    assert "H&lt;b&gt;: title of relu-minimum" in comment
    assert "hint of" not in comment
    assert "\n" not in comment


def test_canvas_finds_its_students_by_number_and_the_full_marks():
    found = rows("canvas")
    assert [*found[0]] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Exercise 3"]
    assert found[0]["Student"].strip() == "Points Possible"
    assert [(row["ID"], row["Exercise 3"]) for row in found] == [
        *(("", "3"), ("11", "3"), ("12", "2"), ("13", ""), ("", ""))
    ]
