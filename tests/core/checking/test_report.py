import json
import math
from dataclasses import replace

import pytest

from core.checking.report import Comparison, FunctionReport, Mistake, Report
from core.errors import DataError

MISTAKE = Mistake("missing-1/m", "No mean", "dW is a sum.", "Divide by m.", "layer-backward", "dW")
RIGHT = Comparison("dW", "m = 1", (2, 3), (2, 3), "float64", 1e-16, (0, 1), 1.0, 1.0, 1.0, True)
WRONG = replace(RIGHT, relative_error=math.inf, got=math.nan, ok=False, problem="Not a number.")
FUNCTION = FunctionReport(
    "layer_backward", "wrong", (RIGHT, WRONG), MISTAKE, also=(MISTAKE,), notes=("a note",)
)
REPORT = Report(
    "mine.py",
    (FunctionReport("relu", "absent"), replace(FUNCTION, follows=("relu",), written_as="Net.back")),
    "printed “ä”\n",
    line=3,
    near=(("relus", "relu"),),
    cells=(1, 8, 20),
)


def test_a_report_comes_back_from_json_as_it_was():
    text = REPORT.to_json()
    json.loads(text, parse_constant=pytest.fail)
    back = Report.from_json(text)
    assert math.isnan(back.functions[1].comparisons[1].got)
    assert repr(back) == repr(REPORT)


def test_a_report_of_an_earlier_version_is_read():
    record = json.loads(REPORT.to_json())
    for name in ("near", "cells"):
        del record[name]
    for function in record["functions"]:
        del function["follows"], function["written_as"]
        if function["mistake"]:
            del function["mistake"]["line"], function["mistake"]["code"]
    back = Report.from_json(json.dumps(record))
    assert back.functions[1].mistake == MISTAKE
    assert back.near == back.cells == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"file": 1}', '{"functions": [{}]}'])
def test_what_is_no_report_is_refused(text):
    with pytest.raises(DataError, match="not the report"):
        Report.from_json(text)


def test_right_means_that_something_is_there_and_all_of_it_is_right():
    right = FunctionReport("relu", "right")
    absent = FunctionReport("sigmoid", "absent")
    assert Report("f.py", (right, absent)).is_right
    assert not Report("f.py", (absent,)).is_right
    assert not Report("f.py", (right, FunctionReport("sigmoid", "failed"))).is_right
    assert not Report("f.py", (right, FunctionReport("sigmoid", "unchecked"))).is_right
    assert not Report("f.py", (right,), problem="It took too long.").is_right
    assert not Report("f.py", (right,), near=(("sigmoids", "sigmoid"),)).is_right


@pytest.mark.parametrize(
    ("line", "words"),
    [(1, "cell 1, line 1"), (7, "cell 1, line 7"), (8, "cell 2, line 1"), (30, "cell 3, line 11")],
)
def test_a_line_of_a_notebook_is_told_by_its_cell(line, words):
    assert REPORT.place(line) == words


def test_a_line_of_any_other_file_is_told_by_its_number():
    assert replace(REPORT, cells=()).place(30) == "line 30"


def test_the_worst_comparison_is_one_that_is_not_ok():
    large = replace(RIGHT, relative_error=1e-9)
    shapeless = replace(RIGHT, relative_error=None, ok=False, problem="Wrong shape.")
    assert FunctionReport("f", "right", (RIGHT, large)).worst is large
    assert FunctionReport("f", "wrong", (large, shapeless)).worst is shapeless
    assert FunctionReport("f", "absent").worst is None
