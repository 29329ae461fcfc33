"""A class at a glance."""

from __future__ import annotations

import pytest

from core.checking.report import FunctionReport
from core.classroom.hand_in import HandIn
from core.classroom.marking import Marked, mark
from core.classroom.overview import overview_of
from core.classroom.rubric import Rubric
from tests.core.checking.right import LOOPS, TEXTBOOK
from tests.core.classroom.hand_ins import mistake, report


def marked(student: str, code: str = "", **functions) -> Marked:
    hand_in = HandIn(student, f"{student}.py", read=code.encode)
    return mark(hand_in, report(**functions), Rubric())


def wrong(name: str, id: str, follows=()):
    return FunctionReport(name, "wrong", mistake=mistake(id, "H"), follows=follows)


@pytest.fixture
def overview():
    pdf = mark(HandIn("Eve", "e.pdf", why="This is a PDF."), None, Rubric())
    beside = mark(HandIn("Ada", "x.csv", "other", "These are data."), None, Rubric())
    return overview_of(
        [
            marked("Ada", TEXTBOOK, relu="right", sigmoid="right", softmax="unchecked"),
            marked("Bob", LOOPS, relu=wrong("relu", "a"), sigmoid=wrong("sigmoid", "b", ("relu",))),
            marked("Cy", TEXTBOOK, relu=wrong("relu", "a"), sigmoid="failed"),
            marked("Dee", relu=wrong("relu", "c")),
            pdf,
            beside,
        ]
    )


def test_students_and_their_points(overview):
    assert (overview.students, overview.marked) == (5, 4)
    assert (overview.mean, overview.median) == (0.75, 0.5)


def test_functions_are_as_hard_as_they_are_for_those_who_have_them(overview):
    relu, sigmoid, softmax, none = (
        next(each for each in overview.functions if each.name == name)
        for name in ("relu", "sigmoid", "softmax", "L_layer_model")
    )
    right = [each.right for each in (sigmoid, relu, softmax, none)]
    assert right == [2 / 3, 1 / 4, None, None]
    assert relu.counts == {"right": 1, "wrong": 3}
    assert sigmoid.counts == {"right": 1, "follows": 1, "failed": 1, "absent": 1}


def test_a_mistake_has_its_students_the_most_common_first_and_victims_have_none(overview):
    assert [(each.id, each.function, each.students) for each in overview.mistakes] == [
        ("a", "relu", ("Bob", "Cy")),
        ("c", "relu", ("Dee",)),
    ]
    assert overview.mistakes[0].title == "H: title of a"


def test_code_that_is_alike_is_told_without_a_verdict(overview):
    (group,) = overview.alike
    assert group.students == ("Ada", "Cy")
    assert "100 % of the code is alike" in group.sentence
    assert "relu" in group.sentence


def test_what_a_person_must_look_at(overview):
    assert [student for student, _ in overview.open] == ["Ada", "Eve"]


def test_nobody_gives_no_figures():
    overview = overview_of([])
    assert (overview.students, overview.mean, overview.mistakes) == (0, None, ())
