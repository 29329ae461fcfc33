"""Points: for what is right, for what only follows, and what stays open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.checking.report import FunctionReport
from core.classroom.hand_in import HandIn
from core.classroom.marking import figure, mark
from core.classroom.rubric import Rubric
from tests.core.classroom.hand_ins import mistake, report

DEADLINE = datetime(2026, 11, 29, 12, tzinfo=UTC)
HAND_IN = HandIn("Ada", "Ada/a.py")
TWO = Rubric(points={"relu": 1.0, "sigmoid": 3.0})


def wrong(name, *ids, **fields):
    first, *rest = [mistake(id) for id in ids] or [None]
    return FunctionReport(name, "wrong", mistake=first, also=tuple(rest), **fields)


@pytest.mark.parametrize(
    ("functions", "points", "open_points"),
    [
        ({"relu": "right", "sigmoid": "right"}, 4, 0),
        ({"relu": "right", "sigmoid": "wrong", "softmax": "right"}, 1, 0),
        ({"relu": "right"}, 1, 0),
        ({"relu": "failed", "sigmoid": "right"}, 3, 0),
        ({"relu": "right", "sigmoid": "unchecked"}, 1, 3),
        ({"relu": "wrong", "sigmoid": wrong("sigmoid", follows=("relu",))}, 3, 0),
        ({}, 0, 0),
    ],
)
def test_points(functions, points, open_points):
    marked = mark(HAND_IN, report(**functions), TWO)
    assert (marked.points, marked.open) == (points, open_points)
    assert ("a person must look" in marked.verdict) == bool(open_points)


def test_a_mistake_may_leave_some_of_the_points_and_the_worst_of_several_counts():
    rubric = Rubric(points={"relu": 2.0}, keeps={"a": 0.5, "b": 0.25})
    for ids, points in ((("a",), 1.0), (("a", "b"), 0.5), (("a", "other"), 0.0)):
        assert mark(HAND_IN, report(relu=wrong("relu", *ids)), rubric).points == points


@pytest.mark.parametrize(
    ("hours", "days", "points"),
    [(-1, 0, 4.0), (0, 0, 4.0), (1, 1, 3.0), (25, 2, 2.0), (999, 42, 0)],
)
def test_days_after_the_deadline_cost_a_percentage_each(hours, days, points):
    hand_in = HandIn("Ada", "a.py", time=DEADLINE + timedelta(hours=hours))
    rubric = Rubric(points={"relu": 4.0}, deadline=DEADLINE, late_percent=25)
    marked = mark(hand_in, report(relu="right"), rubric)
    assert (marked.late_days, marked.points) == (days, points)
    assert marked.points + marked.taken == 4.0
    assert ("late" in marked.verdict) == (days > 0)


def test_the_mark_of_a_platform_goes_before_the_clock_of_a_file():
    rubric = Rubric(points={"relu": 4.0}, deadline=DEADLINE, late_percent=25)
    after = DEADLINE + timedelta(hours=1)
    in_time = HandIn("Ada", "a.py", time=after, late=False)
    assert mark(in_time, report(relu="right"), rubric).points == 4.0
    late = HandIn("Ada", "a.py", time=DEADLINE - timedelta(hours=1), late=True)
    marked = mark(late, report(relu="right"), rubric)
    assert (marked.points, marked.verdict) == (4.0, "4 of 4 points, late: nobody knows by how much")


def test_what_was_not_run_has_no_points():
    marked = mark(HandIn("Ada", "a.pdf", why="This is a PDF."), None, TWO)
    assert (marked.points, marked.verdict, marked.why) == (None, "Not checked", "This is a PDF.")


def test_figures_are_short():
    assert [figure(each) for each in (7.0, 7.5, 20 / 3, 0.0, 100.0)] == [
        *("7", "7.5", "6.67", "0", "100")
    ]
