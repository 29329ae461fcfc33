"""Pages: a student's tells what the rubric allows and nothing of others; all is escaped."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from core.checking.hints import LEVELS
from core.checking.report import FunctionReport
from core.classroom.hand_in import HandIn
from core.classroom.marking import mark
from core.classroom.overview import overview_of
from core.classroom.pages import names_of_pages, overview_page, student_page
from core.classroom.rubric import Rubric
from core.classroom.telling import in_short
from tests.core.classroom.hand_ins import mistake, report

EVIL = "<script>alert(1)</script>\u202e"
WRONG = FunctionReport(
    "relu",
    "wrong",
    mistake=replace(mistake("relu-minimum", "H", 3), code="return np.minimum(0, Z)"),
)
FOLLOWS = FunctionReport("layer_forward", "wrong", mistake=mistake("x"), follows=("relu",))
REPORT = replace(
    report(relu=WRONG, layer_forward=FOLLOWS, sigmoid="right", softmax="unchecked"),
    output=EVIL,
    traceback=EVIL,
    notes=(EVIL,),
    near=(("relu_backwards", "relu_backward"),),
)
HAND_IN = HandIn(EVIL, f"{EVIL}/a.py")


def page(**rubric) -> str:
    return student_page(mark(HAND_IN, REPORT, Rubric(**rubric)), Rubric(**rubric))


@pytest.mark.parametrize("level", LEVELS)
def test_a_page_tells_as_much_as_the_rubric_allows(level):
    told = page(hint_level=level)
    told_at = {
        "what": "title of relu-minimum",
        "where": "Line 3: return np.minimum(0, Z)",
        "why": "sentence of relu-minimum.",
        "how": "hint of relu-minimum.",
    }
    for each, words in told_at.items():
        assert (words in told) == (LEVELS.index(each) <= LEVELS.index(level)), each
    assert ("Traceback" in told) == (level != "what")


def test_the_teachers_words_take_the_place_of_the_hint_at_every_level():
    for level in LEVELS:
        told = page(hint_level=level, messages={"relu-minimum": "See page <5>."})
        assert "See page &lt;5&gt;." in told
        assert "hint of relu-minimum." not in told


def test_points_victims_and_what_is_open_are_told():
    told = page(points={"relu": 1.0, "layer_forward": 2.0, "softmax": 1.0, "compute_loss": 1.0})
    assert "2 of 5 points, 1 open: a person must look" in told
    assert "This follows from relu and is not counted." in told
    assert "sentence of x" not in told
    assert "open, of 1" in told
    assert "“relu_backwards” is nearly relu_backward" in told
    assert "compute_loss" in told  # asked for, and not there
    assert "update_parameters" not in told


def test_a_page_needs_nothing_else_and_is_escaped():
    rubric = Rubric(title=EVIL)
    marked = [mark(HAND_IN, REPORT, rubric)]
    overview = overview_of(marked)
    names = names_of_pages([HAND_IN])
    for text in (student_page(marked[0], rubric), overview_page(overview, marked, rubric, names)):
        assert "<script" not in text
        assert "\u202e" not in text
        assert not re.search(r"(src|href)=.?(http|//)|@import|url\(", text)


def test_the_page_of_the_class_leads_to_every_student():
    rubric = Rubric()
    hand_ins = [HandIn("Ada #1?", "a.py"), HandIn("Bob", "b.pdf", why="This is a PDF.")]
    marked = [mark(hand_ins[0], REPORT, rubric), mark(hand_ins[1], None, rubric)]
    text = overview_page(overview_of(marked), marked, rubric, names_of_pages(hand_ins))
    assert 'href="Ada%20-1.html"' in text
    assert "title of relu-minimum" in text
    assert "This is a PDF." in text
    assert "1 of 2 students marked" in text


def test_no_two_pages_have_one_name_anywhere():
    students = ["Ada", "ADA", "ada", "index", "con", "", "a/b", "a-b"]
    hand_ins = [HandIn(student, f"{at}.py") for at, student in enumerate(students)]
    names = names_of_pages([*hand_ins, HandIn("Ada", "x.csv", "other")])
    assert len(names) == len(students)
    assert len({name.casefold() for name in names.values()} | {"index.html"}) == len(students) + 1


def test_a_line_on_what_is_wrong():
    assert in_short(mark(HAND_IN, REPORT, Rubric())).startswith(
        "relu: H: title of relu-minimum. And"
    )
    assert in_short(mark(HAND_IN, report(relu="right"), Rubric())) == ""
