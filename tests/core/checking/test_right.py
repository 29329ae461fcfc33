import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.checking.course_functions import FUNCTIONS
from tests.core.checking.in_process import report_on
from tests.core.checking.right import STYLES, TEXTBOOK
from tests.core.checking.right.backward_ways import BACKWARD_WAYS
from tests.core.checking.right.forms import FORMS
from tests.core.checking.right.forward_ways import FORWARD_WAYS
from tests.core.checking.right.memories import MEMORIES

IN_OTHER_WAYS = FORWARD_WAYS | BACKWARD_WAYS
IN_OTHER_FORMS = FORMS | MEMORIES


def faults(report):
    return [(e.name, e.mistake, e.problem, e.worst) for e in report.present if e.status != "right"]


@pytest.mark.parametrize("style", STYLES)
def test_right_hand_ins_raise_no_alarm(style):
    report = report_on(STYLES[style])
    assert not faults(report)
    assert report.is_right, report.problem
    assert len(report.present) >= 7


@pytest.mark.parametrize("style", ["textbook", "loops", "rows"])
def test_whole_files_have_every_function(style):
    assert [each.name for each in report_on(STYLES[style]).present] == list(FUNCTIONS)


@pytest.mark.parametrize("way", IN_OTHER_WAYS)
def test_a_function_may_be_written_in_another_way(way):
    report = report_on(TEXTBOOK + IN_OTHER_WAYS[way])
    assert not faults(report)
    assert not any(each.mistake for each in report.present if each.name not in ADVISED)


def by_function() -> dict[str, list[str]]:
    """The other ways, by the function that they are of."""
    found: dict[str, list[str]] = {}
    for way in IN_OTHER_WAYS:
        found.setdefault(way.partition(":")[0], [""]).append(way)
    del found["layer_forward"][1]  # without softmax, which others call it for
    return found


@settings(max_examples=12)
@given(st.tuples(*(st.sampled_from(ways) for ways in by_function().values())))
def test_right_functions_make_a_right_file(ways):
    report = report_on(TEXTBOOK + "".join(IN_OTHER_WAYS.get(way, "") for way in ways))
    assert not faults(report), [way for way in ways if way]


@pytest.mark.parametrize("form", IN_OTHER_FORMS)
def test_what_is_custom_alone_is_right_with_a_word_on_it(form):
    name, words, code = IN_OTHER_FORMS[form]
    report = report_on(TEXTBOOK + code)
    assert not faults(report)
    function = report.functions[FUNCTIONS.index(name)]
    advice = [each.sentence for each in (function.mistake, *function.also) if each]
    assert any(words in text for text in (*function.notes, *advice)), (function.notes, advice)


# The textbook's own, whose logarithm meets zeros.
ADVISED = {"compute_loss"}
