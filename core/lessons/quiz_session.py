"""One run through the quiz: the present question, and how those before were answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.lessons.quiz import Question


@dataclass(frozen=True)
class PageResult:
    """How the questions about one help page were answered. page: its id. total: how many there
    are."""

    page: str
    right: int
    answered: int
    total: int


class QuizSession:
    """Questions in order. at: the present one's index; len(questions) at the end. results: right or
    not, by id. seed: the order, and the numbers in the questions, belong to it; it is another one
    each time that all are asked again. is_straight: no question was asked twice."""

    def __init__(
        self, questions: Iterable[Question], right: Iterable[str] = (), wrong: Iterable[str] = ()
    ) -> None:
        """right, wrong: ids of questions that were answered in an earlier session."""
        self.questions = tuple(questions)
        self.seed = 0
        self.is_straight = True
        known = {each.id for each in self.questions}
        self.results = dict.fromkeys(known & set(wrong), False)
        self.results |= dict.fromkeys(known & set(right), True)
        self.at = self.first_open

    @property
    def current(self) -> Question | None:
        """None at the end."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def first_open(self) -> int:
        """The index of the first question without an answer; len(questions) if there is none."""
        is_open = (k for k, each in enumerate(self.questions) if each.id not in self.results)
        return next(is_open, len(self.questions))

    @property
    def right(self) -> tuple[str, ...]:
        """The ids of those that were answered rightly."""
        return tuple(each.id for each in self.questions if self.results.get(each.id))

    @property
    def wrong(self) -> tuple[str, ...]:
        """The ids of those that were answered wrongly."""
        return tuple(each.id for each in self.questions if self.results.get(each.id) is False)

    @property
    def is_finished(self) -> bool:
        """Whether every question has an answer."""
        return len(self.results) == len(self.questions)

    def by_page(self) -> tuple[PageResult, ...]:
        """The results so far, page by page."""
        about: dict[str, list[Question]] = {}
        for each in self.questions:
            about.setdefault(each.page, []).append(each)
        return tuple(
            PageResult(
                page,
                sum(bool(self.results.get(each.id)) for each in asked),
                sum(each.id in self.results for each in asked),
                len(asked),
            )
            for page, asked in about.items()
        )

    def record(self, is_right: bool) -> None:
        """The answer to the current question; the first one counts until it is asked again."""
        if self.current is not None:
            self.results.setdefault(self.current.id, is_right)

    def go(self, at: int) -> None:
        """Go to the question with this index."""
        self.at = min(max(at, 0), len(self.questions))

    def ask_again(self, *, all_of_them: bool) -> None:
        """Forget the answers, or the wrong ones alone, and go to the first that is open.

        All of them come with another seed, in another order within each page.
        """
        self.is_straight = all_of_them
        self.results = dict.fromkeys(() if all_of_them else self.right, True)
        if all_of_them:
            self.seed += 1
            self.questions = _mixed(self.questions, self.seed)
        self.at = self.first_open


def _mixed(questions: tuple[Question, ...], seed: int) -> tuple[Question, ...]:
    """Those of one page stay together."""
    pages = list(dict.fromkeys(each.page for each in questions))
    order = np.random.default_rng(seed).permutation(len(questions))
    places = sorted(order.tolist(), key=lambda k: pages.index(questions[k].page))
    return tuple(questions[k] for k in places)
