"""A teacher's rubric: what is asked for, what it is worth, what is told, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.checking.course_functions import FUNCTIONS

SECONDS = 10.0
TITLE = "The functions of the course"


def _one_each() -> dict[str, float]:
    return dict.fromkeys(FUNCTIONS, 1.0)


@dataclass(frozen=True)
class Rubric:
    """A rubric; without arguments, one point for each of the thirteen functions.

    points: what each function that is asked for is worth; others are checked, and give nothing.
    total: what full marks count as, such as 20; None for the sum of `points`. hint_level: how much
    of a mistake students are told: "what", "where", "why" or "how". messages: a text of the
    teacher's own by the id of a mistake, in the place of the hint. keeps: by the id of a
    mistake, the share of a function's points that is left with it, 0 to 1. deadline: with its
    zone. late_percent: what is taken off for each day that began after it. seconds: the most that a
    check takes.
    """

    title: str = TITLE
    points: Mapping[str, float] = field(default_factory=_one_each)
    total: float | None = None
    hint_level: str = "how"
    messages: Mapping[str, str] = field(default_factory=dict)
    keeps: Mapping[str, float] = field(default_factory=dict)
    deadline: datetime | None = None
    late_percent: float = 0.0
    seconds: float = SECONDS

    @property
    def most(self) -> float:
        """Full marks."""
        return sum(self.points.values()) if self.total is None else self.total

    @property
    def worth(self) -> dict[str, float]:
        """What each function asked for counts of `most`."""
        scale = self.most / sum(self.points.values())
        return {name: points * scale for name, points in self.points.items()}
