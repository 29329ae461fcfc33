"""Precision, recall and F1: worked by hand, and what holds for any answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.confusion import Confused, Confusion, examples_of
from tests.core.evaluation.made import answers_with, sure_of

# Three of a: two read right, one as b. One of b: read right. Class c has no example and no answer.
TRUTHS, ANSWERS = [0, 0, 0, 1], [0, 0, 1, 1]


@pytest.fixture
def answers():
    return sure_of(TRUTHS, ANSWERS, [0.9, 0.8, 0.7, 0.6], 3)


def test_figures_worked_by_hand(answers):
    confusion = Confusion.of(answers)
    assert confusion.counts.tolist() == [[2, 1, 0], [0, 1, 0], [0, 0, 0]]
    a, b, c = confusion.classes()
    assert (a.precision, a.recall, a.f1) == (1, 2 / 3, 4 / 5)
    assert (b.precision, b.recall, b.f1) == (1 / 2, 1, 2 / 3)
    assert (c.precision, c.recall, c.f1) == (None, None, None)
    assert confusion.macro("precision") == pytest.approx(3 / 4)
    assert confusion.macro("recall") == pytest.approx(5 / 6)
    assert confusion.macro("f1") == pytest.approx((4 / 5 + 2 / 3) / 2)
    assert confusion.shares.tolist() == [[2 / 3, 1 / 3, 0], [0, 1, 0], [0, 0, 0]]
    assert confusion.mistakes() == [Confused(0, 1, 1, 3)]
    assert confusion.mistakes()[0].share == 1 / 3


def test_a_class_that_is_never_answered_counts_as_nothing_in_the_mean():
    confusion = Confusion.of(sure_of([0, 1], [0, 0], [0.9, 0.9], 2))
    _, never = confusion.classes()
    assert (never.answered, never.precision, never.recall, never.f1) == (0, None, 0, 0)
    assert confusion.macro("precision") == 1 / 4


def test_no_examples_no_figures():
    confusion = Confusion.of(answers_with([], np.zeros((0, 3)), ("a", "b", "c")))
    assert (confusion.count, confusion.right, confusion.mistakes()) == (0, 0, [])
    assert confusion.macro("f1") is None
    assert not confusion.shares.any()


def test_examples_of_a_cell_begin_with_the_surest():
    answers = sure_of([0, 0, 0, 1, 0], [1, 1, 0, 0, 1], [0.6, 0.9, 0.8, 0.95, 0.7], 3)
    assert examples_of(answers, 0, 1).tolist() == [1, 4, 0]
    assert examples_of(answers, 0).tolist() == [1, 4, 0]
    assert examples_of(answers).tolist() == [3, 1, 4, 0]
    assert examples_of(answers, 0, 0).tolist() == [2]
    assert examples_of(answers, 2, 0).tolist() == []


@st.composite
def any_answers(draw):
    classes = draw(st.integers(2, 26))
    label = st.integers(0, classes - 1)
    pairs = draw(st.lists(st.tuples(label, label, st.floats(1 / 2, 1)), max_size=60))
    truths, answers, sure = zip(*pairs, strict=True) if pairs else ((), (), ())
    if not pairs:
        return answers_with([], np.zeros((0, classes)), tuple(map(str, range(classes))))
    return sure_of(list(truths), list(answers), list(sure), classes)


@given(any_answers())
def test_all_figures_agree(answers):
    confusion = Confusion.of(answers)
    classes = confusion.classes()
    assert confusion.count == len(answers)
    assert confusion.right == np.count_nonzero(answers.right)
    assert sum(each.count for each in classes) == sum(each.answered for each in classes)
    mistakes = confusion.mistakes()
    assert sum(each.count for each in mistakes) == confusion.count - confusion.right
    assert [each.count for each in mistakes] == sorted((m.count for m in mistakes), reverse=True)
    for each in classes:
        for share in (each.precision, each.recall, each.f1):
            assert share is None or 0 <= share <= 1
        if each.precision and each.recall:
            harmonic = 2 * each.precision * each.recall / (each.precision + each.recall)
            assert each.f1 == pytest.approx(harmonic)
    for each in mistakes:
        found = examples_of(answers, each.truth, each.answer)
        assert len(found) == each.count
        assert not answers.right[found].any()
    assert len(examples_of(answers)) == sum(each.count for each in mistakes)
