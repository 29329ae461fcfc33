import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from core.checking.course_functions import FUNCTIONS
from core.checking.export import csv_of, summary_of, to_html, to_json, verdict
from core.checking.report import FunctionReport, Report
from tests.core.checking.in_process import report_on
from tests.core.checking.right import LOOPS, TEXTBOOK

VOID = {"meta", "br", "hr", "img", "link", "input"}
EVIL = "<script>alert('x')</script> & \"quotes\" \u202e\x1b"


class Page(HTMLParser):
    """Fails on tags that do not close; collects the tags and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def report():
    code = TEXTBOOK.replace("db = np.sum(dZ, axis=1, keepdims=True) / m", "db = np.sum(dZ, axis=1)")
    return report_on(code)


def test_the_page_stands_alone_and_names_the_mistakes(report):
    page = Page(to_html(report))
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object"}
    assert not any({"src", "href"} & attributes.keys() for _, attributes in page.tags)
    assert "prefers-color-scheme: dark" in page.text
    assert all(name in page.text for name in FUNCTIONS)
    assert "keepdims is missing" in page.text
    assert "the course's example, relu" in page.text


def test_whatever_comes_from_the_learner_is_escaped(report):
    function = FunctionReport("relu", "failed", problem=EVIL, traceback=EVIL, notes=(EVIL,))
    evil = Report(f"{EVIL}.py", (function,), EVIL, EVIL, 3, 0.1, (EVIL,), EVIL)
    page = Page(to_html(evil))
    assert not any(tag == "script" for tag, _ in page.tags)
    assert page.text.count("alert('x')") >= 7
    assert not set(page.text) & set("\u202e\x1b")


def test_json_is_read_back(report):
    text = to_json(report)
    assert repr(Report.from_json(text)) == repr(report)
    assert json.loads(text)["is_right"] is False


def test_a_line_for_each_file_and_a_column_for_each_function(report):
    broken = Report("=cmd|'x'!A1.py", (FunctionReport("relu", "absent"),) * 13, problem="-1, “a”")
    rows = list(csv.reader(io.StringIO(csv_of([report, broken]))))
    assert rows[0] == ["file", "right", "present", "problem", *FUNCTIONS]
    named = dict(zip(rows[0], rows[1], strict=True))
    assert named["relu"] == "right"
    assert named["layer_backward"] == "db: keepdims is missing; db: The 1/m is missing"
    assert named["L_layer_model"] == "layer_backward and L_layer_backward are wrong"
    assert rows[2][0].startswith("'=")  # no spreadsheet takes it for a formula
    assert rows[2][3].startswith("'-1")
    assert rows[2][4:] == [""] * 13


def test_the_verdict_is_a_sentence(report):
    assert verdict(report).startswith("10 of 13 functions are right. 2 more follow")
    right = report_on(LOOPS)
    assert verdict(right) == "All 13 functions are right."
    assert "has a problem" in verdict(replace(right, problem="It took too long."))
    one = replace(right, functions=(right.functions[0],))
    assert verdict(one) == "The one function is right."
    assert verdict(replace(right, functions=())) == "Nothing could be checked."


def test_in_short():
    assert summary_of(FunctionReport("relu", "failed", problem="Line 3: no.")) == (
        "does not run: Line 3: no."
    )
    assert (
        summary_of(FunctionReport("relu", "wrong", problem="H is wrong.")) == "wrong: H is wrong."
    )
