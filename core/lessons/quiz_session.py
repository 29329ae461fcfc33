"""One run through the quiz: the present question, and how those before were answered."""

from __future__ import annotations

from collections.abc import Iterable

from core.lessons.quiz import Question


class QuizSession:
    """Questions in order. at: the present one's index; len(questions) at the end. results: right or
    not, by id."""

    def __init__(self, questions: Iterable[Question], right: Iterable[str] = ()) -> None:
        """right: ids of questions that were answered rightly in an earlier session."""
        self.questions = tuple(questions)
        known = {each.id for each in self.questions}
        self.results: dict[str, bool] = {each: True for each in right if each in known}
        self.at = next(
            (k for k, each in enumerate(self.questions) if each.id not in self.results), 0
        )

    @property
    def current(self) -> Question | None:
        """None at the end."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def right(self) -> tuple[str, ...]:
        """The ids of those that were answered rightly."""
        return tuple(each.id for each in self.questions if self.results.get(each.id))

    def record(self, is_right: bool) -> None:
        """The answer to the current question; the first one counts until it is asked again."""
        if self.current is not None:
            self.results.setdefault(self.current.id, is_right)

    def go(self, at: int) -> None:
        """Go to the question with this index."""
        self.at = min(max(at, 0), len(self.questions))

    def ask_again(self, *, all_of_them: bool) -> None:
        """Forget the answers, or the wrong ones alone, and go to the first that is open."""
        kept = () if all_of_them else self.right
        self.results = dict.fromkeys(kept, True)
        self.at = next(
            (k for k, each in enumerate(self.questions) if each.id not in self.results),
            len(self.questions),
        )
