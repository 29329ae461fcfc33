"""The way through the quiz."""

from core.lessons.quiz import Question
from core.lessons.quiz_session import QuizSession

THREE = [Question(name, "", "number", "n", "", "loss") for name in "abc"]


def test_one_after_another_to_the_end():
    sitting = QuizSession(THREE)
    seen = []
    while sitting.current is not None:
        seen.append(sitting.current.id)
        sitting.record(sitting.current.id != "b")
        sitting.go(sitting.at + 1)
    assert seen == ["a", "b", "c"]
    assert sitting.right == ("a", "c")


def test_the_first_answer_counts():
    sitting = QuizSession(THREE)
    sitting.record(False)
    sitting.record(True)
    assert sitting.right == ()


def test_it_goes_on_where_it_was_left():
    sitting = QuizSession(THREE, ["a", "gone"])
    assert sitting.current.id == "b"
    assert sitting.right == ("a",)
    assert QuizSession(THREE, "abc").current.id == "a"


def test_wrong_ones_are_asked_again_and_all_from_the_start():
    sitting = QuizSession(THREE)
    for right in (True, False, True):
        sitting.record(right)
        sitting.go(sitting.at + 1)
    sitting.ask_again(all_of_them=False)
    assert sitting.current.id == "b"
    sitting.record(True)
    assert sitting.right == ("a", "b", "c")
    sitting.ask_again(all_of_them=True)
    assert sitting.current.id == "a"
    assert sitting.results == {}


def test_one_cannot_go_too_far():
    sitting = QuizSession(THREE)
    sitting.go(99)
    assert sitting.current is None
    sitting.record(True)
    assert sitting.results == {}
    sitting.go(-4)
    assert sitting.at == 0
