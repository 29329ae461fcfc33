"""The quiz through its widgets and by keys alone."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.views.learn.quiz.pane import QuizPane
from app.views.widgets.plain import PlainLabel
from core.lessons.pages import pages
from core.lessons.quiz import questions
from core.network.network import Network

ENTER = Qt.Key.Key_Return


def network(hidden):
    return Network((784, *hidden, 10), rng=np.random.default_rng(0)).snapshot("tiny")


@pytest.fixture
def pane(look, qtbot):
    made = QuizPane()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.set_network(network((12, 7)))
    made.show()
    qtbot.waitExposed(made)
    return made


def answer(qtbot, pane, *, rightly=True):
    """By keys: what a user would press."""
    question = pane.sitting.current
    if question.options:
        options = [each.value for each in question.choices(pane._facts)]
        right = next(k for k, each in enumerate(options) if question.is_right(each, pane._facts))
        number = right if rightly else (right + 1) % len(options)
        qtbot.keyClick(pane, Qt.Key(Qt.Key.Key_1 + number))
    else:
        fact = pane._facts[question.fact]
        wrong = ", ".join(["-1"] * (len(fact) if isinstance(fact, tuple) else 1))
        pane.answer.field.setText(question.answer(pane._facts) if rightly else wrong)
    assert pane.go_on.isEnabled()
    qtbot.keyClick(pane, ENTER)


def test_a_right_and_a_wrong_answer(qtbot, pane):
    assert "784 → 12 → 7 → 10" in pane.ask.text()
    assert not pane.go_on.isEnabled()
    qtbot.keyClicks(pane.answer.field, "3")
    pane.go_on.click()
    assert pane.verdict.kind == "right"
    assert "L\u00a0=\u00a03" in pane.explanation.text()
    pane.go_on.click()
    assert len(pane.answer.buttons) == 4
    answer(qtbot, pane, rightly=False)
    assert pane.verdict.kind == "wrong"
    assert "10: one for each digit" in pane.verdict.words.text()
    assert "2 of" in pane.count.text()
    assert "1 right" in pane.count.text()


def test_all_of_it_by_keys(qtbot, pane):
    told, best = [], []
    pane.answered.connect(lambda right, wrong: told.append((right, wrong)))
    pane.best_changed.connect(best.append)
    for question in questions():
        assert pane.sitting.current is question
        answer(qtbot, pane)
        assert pane.verdict.kind == "right", question.id
        qtbot.keyClick(pane, ENTER)
    assert pane.sitting.current is None
    assert pane.result.heading.text() == f"{len(questions())} of {len(questions())} right."
    right, wrong = told[-1]
    assert right.split() == [each.id for each in questions()]
    assert wrong == ""
    assert best == [len(questions())]


def through(qtbot, pane, wrong=()):
    """To the end; wrong: the ids of those that are answered wrongly."""
    while (question := pane.sitting.current) is not None:
        answer(qtbot, pane, rightly=question.id not in wrong)
        qtbot.keyClick(pane, ENTER)


def test_it_can_be_taken_again_with_other_numbers_in_another_order(qtbot, pane):
    through(qtbot, pane)
    before = [each.asked(pane._facts) for each in pane.sitting.questions]
    told = []
    pane.answered.connect(lambda *ids: told.append(ids))
    qtbot.mouseClick(pane.result.again, Qt.MouseButton.LeftButton)
    assert told == [("", "")]
    assert pane.count.text().startswith(f"Question 1 of {len(questions())} · ")
    after = [each.asked(pane._facts) for each in pane.sitting.questions]
    assert len(after) == len(before)
    assert sum(a != b for a, b in zip(before, after, strict=True)) > len(before) / 2
    assert set(before) - set(after), "some numbers are others"
    through(qtbot, pane)
    assert pane.result.heading.text() == f"{len(questions())} of {len(questions())} right."


def test_the_best_result_is_kept_and_practice_does_not_count(qtbot, pane):
    best = []
    pane.best_changed.connect(best.append)
    total = len(questions())
    through(qtbot, pane, wrong=("memory", "guessing"))
    assert best == [total - 2]
    assert f"Your best so far: {total - 2} of {total}." in pane.result.note.text()
    pane.result.wrong.click()
    through(qtbot, pane)
    assert pane.result.heading.text() == f"{total} of {total} right."
    assert best == [total - 2]
    pane.result.again.click()
    through(qtbot, pane, wrong=("memory", "guessing", "layers"))
    assert best == [total - 2]
    pane.result.again.click()
    through(qtbot, pane, wrong=("layers",))
    assert best == [total - 2, total - 1]


def test_the_result_is_told_page_by_page_with_a_way_to_each(qtbot, pane):
    through(qtbot, pane, wrong=("memory", "sigmoid-memory", "guessing"))
    scores = {page: label.text() for page, label in pane.result.scores.items()}
    assert scores == {
        "network": "5 of 5 right",
        "forward": "3 of 5 right",
        "loss": "2 of 3 right",
        "activations": "2 of 2 right",
        "layer": "4 of 4 right",
        "checking": "1 of 1 right",
    }
    for page, button in pane.result.read.items():
        with qtbot.waitSignal(pane.page_wanted) as wanted:
            button.click()
        assert wanted.args == [page]


def test_the_result_so_far_and_back_to_what_is_open(qtbot, pane):
    answer(qtbot, pane)
    qtbot.keyClick(pane, ENTER)
    answer(qtbot, pane, rightly=False)
    pane.to_result.click()
    assert pane.result.heading.text() == f"1 of {len(questions())} right."
    assert pane.result.note.text() == f"{len(questions()) - 2} not answered yet."
    assert pane.result.scores["network"].text() == "1 of 5 right, 2 answered"
    pane.result.go_on.click()
    assert pane.sitting.current is questions()[2]
    assert pane.ask.isVisible()


def test_before_anything_is_answered_there_is_nothing_to_take_again(pane):
    pane.to_result.click()
    assert pane.result.go_on.isVisible()
    assert not pane.result.again.isVisible()
    assert not pane.result.wrong.isVisible()


def test_wrong_ones_are_asked_again(qtbot, pane):
    for number in range(len(questions())):
        answer(qtbot, pane, rightly=number != 2)
        qtbot.keyClick(pane, ENTER)
    assert pane.result.wrong.isVisible()
    pane.result.wrong.click()
    assert pane.sitting.current is questions()[2]


def test_what_cannot_be_read_is_asked_for_again(qtbot, pane):
    qtbot.keyClicks(pane.answer.field, "three")
    qtbot.keyClick(pane.answer.field, ENTER)
    assert pane.verdict.kind == "warning"
    assert pane.verdict.isVisible()
    assert pane.sitting.results == {}
    pane.answer.field.clear()
    qtbot.keyClicks(pane.answer.field, "3")
    qtbot.keyClick(pane.answer.field, ENTER)
    assert pane.verdict.kind == "right"


def test_an_answer_stands_once_it_is_given(qtbot, pane):
    answer(qtbot, pane)
    qtbot.keyClicks(pane.answer.field, "99")
    assert pane.answer.field.text() == "3"
    qtbot.keyClick(pane, ENTER)
    answer(qtbot, pane)
    chosen = pane.answer.text
    qtbot.keyClick(pane, Qt.Key.Key_1)
    qtbot.keyClick(pane, Qt.Key.Key_2)
    assert pane.answer.text == chosen
    for button in pane.answer.buttons:
        assert pane.answer.childAt(button.geometry().center()) is not button, "it can be clicked"
        assert button.isEnabled(), "it could not be read"
    qtbot.keyClick(pane, ENTER)
    first = pane.answer.buttons[0]
    qtbot.waitUntil(lambda: pane.answer.childAt(first.geometry().center()) is first)


def test_another_network_has_other_answers(qtbot, pane):
    pane.set_network(network((5,)))
    assert "784 → 5 → 10" in pane.ask.text()
    qtbot.keyClicks(pane.answer.field, "2")
    qtbot.keyClick(pane, ENTER)
    assert pane.verdict.kind == "right"


def test_without_a_network_there_is_no_quiz(qtbot, pane):
    pane.set_network(None)
    assert pane.hint.isVisible()
    assert not pane.ask.isVisible()
    pane.set_network(network((5,)))
    assert pane.ask.isVisible()


def test_facts_are_found_only_when_somebody_looks(look, qtbot):
    pane = QuizPane()
    qtbot.addWidget(pane)
    pane.set_network(network((5,)))
    assert pane._facts is None
    pane.show()
    assert pane._facts is not None


def test_read_about_it_and_see_it(qtbot, pane):
    assert not pane.read.isVisible()
    answer(qtbot, pane)
    with qtbot.waitSignal(pane.page_wanted) as page:
        pane.read.click()
    with qtbot.waitSignal(pane.place_wanted) as place:
        pane.see.click()
    assert page.args == ["network"]
    assert place.args == ["digit-lab:inspect/microscope/X"]


def test_it_goes_on_where_it_was_left(qtbot, pane):
    pane.set_answered("layers", "outputs", 12)
    assert pane.sitting.current.id == "output-activation"
    assert "1 right · best so far 12" in pane.count.text()
    assert [dot.is_right for dot in pane.strip.dots[:3]] == [True, False, None]


def test_what_was_finished_earlier_shows_its_result(qtbot, pane):
    pane.set_answered(" ".join(each.id for each in questions()), "", 99)
    assert pane.result.isVisible()
    assert pane.result.again.isVisible()
    assert pane.best == len(questions())


def test_the_strip_shows_its_whole_length_and_what_each_question_is_about(qtbot, pane):
    assert len(pane.strip.dots) == len(questions())
    for number, (dot, question) in enumerate(zip(pane.strip.dots, questions(), strict=True)):
        assert dot.toolTip() == f"Question {number + 1}: {question.subject}, not answered"
        assert dot.accessibleName() == dot.toolTip()
        assert dot.visibleRegion().boundingRect() == dot.rect(), "cut off"
    headings = [each.text() for each in pane.strip.findChildren(PlainLabel)]
    assert headings == list(dict.fromkeys(pages()[each.page].title for each in questions()))
    assert f"Question 1 of {len(questions())} · {questions()[0].subject}" in pane.count.text()


@pytest.mark.parametrize("width", [536, 800, 1800])
def test_the_strip_wraps_rather_than_that_it_is_cut(qtbot, pane, width):
    pane.resize(width, 600)
    strip = pane.strip
    qtbot.waitUntil(
        lambda: all(each.visibleRegion().boundingRect() == each.rect() for each in strip.dots)
    )


def test_a_dot_leads_to_its_question(qtbot, pane):
    qtbot.mouseClick(pane.strip.dots[4], Qt.MouseButton.LeftButton)
    assert pane.sitting.current is questions()[4]
    pane.back.click()
    assert pane.sitting.current is questions()[3]


def test_arrow_keys_lead_from_dot_to_dot(qtbot, pane):
    pane.strip.dots[0].setFocus()
    for key, at in ((Qt.Key.Key_Left, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2)):
        qtbot.keyClick(pane.strip.dots[pane.sitting.at], key)
        assert pane.sitting.at == at
        assert pane.strip.dots[at].hasFocus()


@pytest.mark.parametrize("rightly", [True, False])
def test_a_question_that_was_answered_is_shown_with_its_answer(qtbot, pane, rightly):
    answer(qtbot, pane, rightly=rightly)
    qtbot.keyClick(pane, ENTER)
    pane.back.click()
    assert pane.verdict.kind == ("right" if rightly else "wrong")
    assert pane.verdict.words.text().endswith("3.")
    assert pane.explanation.isVisible()
    assert pane.answer.field.isReadOnly()
    qtbot.keyClick(pane, ENTER)
    assert pane.sitting.at == 1
