"""The quiz through its widgets and by keys alone."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from app.views.learn.quiz.pane import QuizPane
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
    told = []
    pane.answered.connect(told.append)
    for question in questions():
        assert pane.sitting.current is question
        answer(qtbot, pane)
        assert pane.verdict.kind == "right", question.id
        qtbot.keyClick(pane, ENTER)
    assert pane.sitting.current is None
    assert pane.ask.text().startswith(f"{len(questions())} of {len(questions())} right")
    assert told[-1].split() == [each.id for each in questions()]
    pane.afresh.click()
    assert pane.sitting.current is questions()[0]
    assert told[-1] == ""


def test_wrong_ones_are_asked_again(qtbot, pane):
    for number in range(len(questions())):
        answer(qtbot, pane, rightly=number != 2)
        qtbot.keyClick(pane, ENTER)
    assert not pane.again.isHidden()
    pane.again.click()
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
    pane.set_right("layers outputs")
    assert pane.sitting.current.id == "output-activation"
    assert "2 right" in pane.count.text()


def test_a_dot_leads_to_its_question(qtbot, pane):
    centre = pane.strip.centre_of(4).toPoint()
    qtbot.mouseClick(pane.strip, Qt.MouseButton.LeftButton, pos=QPoint(centre.x(), centre.y()))
    assert pane.sitting.current is questions()[4]
    pane.back.click()
    assert pane.sitting.current is questions()[3]
