"""A right file with one change is told to be wrong, by the mistake's name, with its line."""

from __future__ import annotations

import pytest

from tests.core.checking.in_process import report_on
from tests.core.checking.mutations import MUTATIONS
from tests.core.checking.right import TEXTBOOK

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("function", "id", "before", "after"),
    MUTATIONS,
    ids=[f"{k}-{function}:{id}" for k, (function, id, _, _) in enumerate(MUTATIONS)],
)
def test_a_change_is_named_with_its_line(function, id, before, after):
    assert TEXTBOOK.count(before) == 1
    changed = TEXTBOOK.replace(before, after)
    lines = zip(TEXTBOOK.splitlines(), changed.splitlines(), strict=False)
    first = next(k for k, (a, b) in enumerate(lines, start=1) if a != b)
    last = first + after.count("\n")
    report = next(each for each in report_on(changed).functions if each.name == function)
    assert report.mistake is not None, report.problem
    assert report.mistake.id == id, report.mistake
    assert report.mistake.line is not None
    assert first - 1 <= report.mistake.line <= last, report.mistake
    assert report.mistake.code == changed.splitlines()[report.mistake.line - 1].strip()
    assert not report_on(changed).is_right
