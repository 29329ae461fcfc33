import pytest

from tests.core.checking.in_process import report_with
from tests.core.checking.wrong import WRONG

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("function", "expected", "code"),
    WRONG,
    ids=[f"{name}:{'+'.join(sorted(f'{i}@{a}' for i, a in ids))}" for name, ids, _ in WRONG],
)
def test_a_wrong_hand_in_is_named(function, expected, code):
    report = report_with(function, code)
    named = [each for each in (report.mistake, *report.also) if each]
    assert report.status == "wrong"
    assert {(each.id, each.array) for each in named} == expected, report.problem
    for each in named:
        assert each.title
        assert each.sentence.endswith((".", "…."))
        assert each.hint
