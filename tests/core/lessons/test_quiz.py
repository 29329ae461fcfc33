"""Questions: every one can be answered, rightly and wrongly, for networks of every depth."""

import re
import string
from itertools import groupby, product

import numpy as np
import pytest

from core.errors import DataError
from core.lessons import quiz as module
from core.lessons.facts import facts_of
from core.lessons.pages import SCHEME, pages
from core.lessons.quiz import KINDS, Question, questions
from core.network.network import Network

BY_ID = {each.id: each for each in questions()}
IDS = list(BY_ID)


NETWORKS = [(), (10,), (12, 7), (9, 8, 7)]


@pytest.fixture(scope="module", params=product(NETWORKS, range(3)), ids=str)
def facts(request):
    rng = np.random.default_rng(2)
    hidden, seed = request.param
    return facts_of(Network((784, *hidden, 10), "tanh", rng=rng).snapshot("tiny"), seed)


def test_questions_have_names_of_their_own_and_known_parts():
    assert len(set(IDS)) == len(questions()) >= 15
    for question in questions():
        assert question.kind in KINDS
        assert question.page in pages()
        assert 0 < len(question.subject) <= 24
        assert not question.see or question.see.startswith(SCHEME)
        assert bool(question.options) == (question.kind == "choice")


def test_each_subject_is_another_and_those_of_a_page_stand_together():
    assert len({each.subject for each in questions()}) == len(questions())
    groups = [page for page, _ in groupby(each.page for each in questions())]
    assert len(groups) == len(set(groups)) >= 5


def test_no_question_rests_on_the_one_before():
    """They are asked in another order the next time."""
    assert not [each.id for each in questions() if re.match("And |.*that memory", each.ask)]


@pytest.mark.parametrize("name", IDS)
def test_the_right_answer_is_right(name, facts):
    question = BY_ID[name]
    assert question.fact in facts
    right = module._as_written(facts[question.fact])
    assert question.is_right(right, facts)
    if question.options:
        assert [each.value for each in question.choices(facts)].count(right) == 1
        assert len(question.choices(facts)) >= 3


@pytest.mark.parametrize("name", IDS)
def test_every_other_answer_is_wrong(name, facts):
    question = BY_ID[name]
    right = module._as_written(facts[question.fact])
    if question.options:
        others = [each.value for each in question.choices(facts) if each.value != right]
    elif question.kind == "number":
        others = ["-7", "1234567"]
    else:
        count = len(facts[question.fact])
        others = [", ".join(["99"] * count)]
    assert others
    assert not any(question.is_right(each, facts) for each in others)


@pytest.mark.parametrize("name", IDS)
def test_sentences_are_filled(name, facts):
    question = BY_ID[name]
    for text in (question.asked(facts), question.explained(facts), question.answer(facts)):
        assert text
        assert not {"{", "}"} & set(text)
    assert not {"{", "}"} & set(question.seen(facts))
    for sentence in (question.ask, question.because, question.see):
        names = [field for _, field, _, _ in string.Formatter().parse(sentence) if field]
        assert set(names) <= set(facts)


def test_options_keep_their_order_and_are_not_all_right_first(facts):
    choosing = [each for each in questions() if each.options]
    assert all(each.choices(facts) == each.choices(facts) for each in choosing)
    places = {
        [option.value for option in each.choices(facts)].index(module._as_written(facts[each.fact]))
        for each in choosing
    }
    assert len(places) > 1


@pytest.mark.parametrize(
    "text", ["(512, 1024)", "512, 1024", "512 1024", "512x1024", "512 × 1024", "[512,1024]"]
)
def test_shapes_may_be_written_in_many_ways(text):
    question = Question("q", "", "", "shape", "s", "", "loss")
    assert question.is_right(text, {"s": (512, 1024)})
    assert not question.is_right(text, {"s": (1024, 512)})


@pytest.mark.parametrize(
    ("text", "fact", "right"),
    [
        ("2.3", 2.302585, True),
        ("2.30", 2.302585, True),
        (" 2.3026 ", 2.302585, True),
        ("2.2", 2.302585, False),
        ("3", 3, True),
        ("3.004", 3, False),
        ("1,333,770", 1333770, True),
        ("1 333 770", 1333770, True),
        ("1\u202f333\u202f770", 1333770, True),
        ("0,25", 0.25, True),
        ("2,303", 2.302585, True),
        ("2,3", 2.302585, True),
        ("2,2", 2.302585, False),
        ("3,0", 3, True),
        ("−3", -3, True),
        (".25", 0.25, True),
    ],
)
def test_numbers_may_be_written_in_many_ways(text, fact, right):
    assert Question("q", "", "", "number", "n", "", "loss").is_right(text, {"n": fact}) is right


@pytest.mark.parametrize("text", ["", "three", "1 2", "3 layers", "(3"[:1]])
def test_what_is_no_number_is_asked_for_again(text):
    with pytest.raises(DataError, match="Write one number"):
        Question("q", "", "", "number", "n", "", "loss").is_right(text, {"n": 3})
    with pytest.raises(DataError, match="Write 3 numbers with commas"):
        Question("q", "", "", "numbers", "n", "", "loss").is_right(text or "1", {"n": (1, 2, 3)})


@pytest.mark.parametrize("text", ["question = 3", "[[question]]\nid = 'x'", "no toml at all"])
def test_a_damaged_file_says_so(tmp_path, monkeypatch, text):
    file = tmp_path / "quiz.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "FILE", file)
    with pytest.raises(DataError, match="Install Digit Lab anew"):
        questions.__wrapped__()
