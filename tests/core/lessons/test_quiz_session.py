"""The way through the quiz."""

from core.lessons.quiz import Question
from core.lessons.quiz_session import PageResult, QuizSession

THREE = [Question(name, name, "", "number", "n", "", "loss") for name in "abc"]
PAGES = [Question(f"{page}{n}", "", "", "number", "n", "", page) for page in "pq" for n in range(6)]


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
    sitting = QuizSession(THREE, ["a", "gone"], ["c", "lost"])
    assert sitting.current.id == "b"
    assert sitting.right == ("a",)
    assert sitting.wrong == ("c",)
    assert not sitting.is_finished


def test_one_that_was_finished_is_at_its_end():
    sitting = QuizSession(THREE, "ab", "c")
    assert sitting.current is None
    assert sitting.is_finished


def test_wrong_ones_are_asked_again_and_all_from_the_start():
    sitting = QuizSession(THREE)
    for right in (True, False, True):
        sitting.record(right)
        sitting.go(sitting.at + 1)
    sitting.ask_again(all_of_them=False)
    assert sitting.current.id == "b"
    sitting.record(True)
    assert sitting.right == ("a", "b", "c")
    assert not sitting.is_straight
    sitting.ask_again(all_of_them=True)
    assert sitting.is_straight
    assert sitting.at == 0
    assert sitting.results == {}


def test_the_next_time_numbers_and_order_are_others_within_each_page():
    sitting = QuizSession(PAGES)
    orders = {tuple(each.id for each in sitting.questions)}
    for seed in (1, 2, 3):
        sitting.ask_again(all_of_them=True)
        assert sitting.seed == seed
        assert sorted(each.id for each in sitting.questions) == [each.id for each in PAGES]
        assert [each.page for each in sitting.questions] == [each.page for each in PAGES]
        orders.add(tuple(each.id for each in sitting.questions))
    assert len(orders) == 4


def test_results_page_by_page():
    sitting = QuizSession(PAGES, ["p0", "p1", "q5"], ["p4"])
    assert sitting.by_page() == (PageResult("p", 2, 3, 6), PageResult("q", 1, 1, 6))


def test_one_cannot_go_too_far():
    sitting = QuizSession(THREE)
    sitting.go(99)
    assert sitting.current is None
    sitting.record(True)
    assert sitting.results == {}
    sitting.go(-4)
    assert sitting.at == 0
