import pytest

from core.checking.course_functions import FUNCTIONS
from tests.core.checking.in_process import report_on
from tests.core.checking.right import STYLES


@pytest.mark.parametrize("style", STYLES)
def test_right_hand_ins_raise_no_alarm(style):
    report = report_on(STYLES[style])
    wrong = [(e.name, e.mistake, e.problem, e.worst) for e in report.present if e.status != "right"]
    assert not wrong
    assert report.is_right, report.problem
    assert len(report.present) >= 7


@pytest.mark.parametrize("style", ["textbook", "loops"])
def test_whole_files_have_every_function(style):
    assert [each.name for each in report_on(STYLES[style]).present] == list(FUNCTIONS)
