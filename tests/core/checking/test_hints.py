"""A mistake is told a level at a time; what only follows from another function comes after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.checking import export
from core.checking.hints import LEVELS, HintLevel, hints_of
from core.cli.parser import HINTS
from tests.core.checking.in_process import report_on
from tests.core.checking.right import TEXTBOOK

WRONG = TEXTBOOK.replace("Z = np.dot(W, H_prev) + b", "Z = np.dot(W, H_prev)")


@pytest.fixture(scope="module")
def report():
    return report_on(WRONG)


def test_the_command_line_knows_every_level():
    assert HINTS == LEVELS
    assert [HintLevel.named(each) for each in LEVELS] == list(HintLevel)


@pytest.mark.parametrize("most", list(HintLevel))
def test_each_level_tells_what_those_before_it_tell_and_more(report, most):
    (cause,) = report.causes
    assert cause.mistake is not None
    told = hints_of(cause.mistake, report, most)
    assert [each.level for each in told] == list(HintLevel)[: most + 1]
    assert told[0].text == "Z: b is left out"
    line = WRONG[: WRONG.index("Z = np.dot(W, H_prev)")].count("\n") + 1
    for each in told[1:2]:
        assert (each.text, each.code) == (f"Line {line}", "Z = np.dot(W, H_prev)")
        assert each.line == line


def test_the_cause_comes_first_and_what_follows_is_folded(report):
    assert [each.name for each in report.causes] == ["layer_forward"]
    assert [each.name for each in report.followers] == ["L_layer_forward", "L_layer_model"]
    assert all(each.follows == ("layer_forward",) for each in report.followers[:1])
    assert export.verdict(report) == (
        "10 of 13 functions are right. 2 more follow from what is wrong there: "
        "L_layer_forward, L_layer_model."
    )
    page = export.to_html(report)
    parts = ("layer_forward<small>wrong", "<summary>2 more follow", "relu<small>right")
    places = [page.index(each) for each in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("most", list(HintLevel))
def test_a_page_tells_no_more_than_it_may(report, most):
    page = export.to_html(report, most)
    assert ("Z = np.dot(W, H_prev)" in page) == (most >= HintLevel.WHERE)
    assert ("Z = W·H_prev, without the bias" in page) == (most >= HintLevel.WHY)
    assert ("Every comparison" in page) == (most >= HintLevel.WHY)
    assert ("How to mend it?" in page) == (most >= HintLevel.HOW)


def test_what_is_not_checked_and_what_is_misspelt_are_told_beside_what_is_wrong(report):
    functions = list(report.functions)
    functions[0] = replace(functions[0], status="unchecked", problem="It needs torch.")
    told = export.verdict(replace(report, functions=tuple(functions), near=(("a", "relu"),)))
    assert told.startswith("9 of 13 functions are right. 1 could not be checked. 2 more follow")
    assert told.endswith("“a” is nearly relu: rename it, if that is meant.")


def test_a_misspelt_name_is_the_verdict():
    report = report_on(TEXTBOOK.replace("def relu_backward(", "def relu_backwards("))
    assert export.verdict(report) == (
        "“relu_backwards” is nearly relu_backward: rename it, if that is meant."
    )
