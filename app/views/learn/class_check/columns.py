"""The columns of the table of hand-ins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.classroom.marking import Marked, State, figure
from core.classroom.telling import in_short

# For each state the sign that it wears, a key of verdict.SIGNS, and its word.
STATES: Mapping[State, tuple[str, str]] = {
    "right": ("right", "right"),
    "wrong": ("wrong", "wrong"),
    "open": ("warning", "a person must look"),
    "waiting": ("absent", "not checked yet"),
    "other": ("absent", "does not count"),
}
_ORDER: tuple[State, ...] = ("open", "wrong", "right", "waiting", "other")


@dataclass(frozen=True)
class HandInColumn:
    """text: of a cell. key: what rows are sorted by, None comes last. width: in letters; 0 for all
    that is left."""

    title: str
    text: Callable[[Marked], str]
    key: Callable[[Marked], Any]
    width: int
    is_number: bool = False


def student_of(marked: Marked) -> str:
    """The student, or the file where it is not known whose it is."""
    return marked.hand_in.student or marked.hand_in.file


def _points(marked: Marked) -> str:
    return "–" if marked.points is None else figure(marked.points)


def _said(marked: Marked) -> str:
    return in_short(marked) or (marked.verdict if marked.report is None else "")


STATE_COLUMN, STUDENT_COLUMN = range(2)
COLUMNS = (
    HandInColumn("", lambda _: "", lambda each: _ORDER.index(each.state), 3),
    HandInColumn("Student", student_of, lambda each: student_of(each).casefold(), 24),
    HandInColumn("Points", _points, lambda each: each.points, 8, is_number=True),
    HandInColumn("What is wrong", _said, lambda each: _said(each).casefold(), 0),
)
