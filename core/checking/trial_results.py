"""What came of a learner's function in the cases of its exercise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from core.checking.anatomy import Case, Exercise
from core.checking.calling import PLAIN, Way
from core.checking.diagnosis import CaseOutputs
from core.checking.report import Comparison, Mistake
from core.network.arrays import Array

# What a function may be meant for alone, which cases are so, and whether it must assert that.
_MEANT: tuple[tuple[str, Callable[[Case], bool], bool], ...] = (
    ("10 outputs", lambda case: case.course >= 1, False),
    ("784 inputs and 10 outputs", lambda case: case.course == 2, False),
    ("two layers", lambda case: case.depth == 2, True),
    ("three layers", lambda case: case.depth == 3, True),
)


@dataclass(frozen=True, eq=False)
class CaseResult:
    """What came of one call.

    rows: its outputs beside ours. outputs: the arrays among them. misfits: the mistakes of outputs
    that could not be compared. orders: in which the outputs would be right. complaint: what was
    raised, as Complaint has it, or None; then there is nothing else.
    """

    case: Case
    rows: tuple[Comparison, ...] = ()
    outputs: dict[str, Array] = field(default_factory=dict)
    misfits: tuple[Mistake, ...] = ()
    orders: frozenset[tuple[int, ...]] = frozenset()
    complaint: dict[str, Any] | None = None

    @property
    def counts(self) -> bool:
        """Whether a wrong number here is a fault."""
        return self.case.judged and not self.case.hard

    @property
    def is_right(self) -> bool:
        return self.complaint is None and all(row.ok for row in self.rows)


@dataclass
class FunctionTrial:
    """What came of the calls.

    changed: names of inputs that were written to and should not be. notes: harmless things worth
    knowing. used: our functions that stood in for missing ones. needed: packages that are not here
    and were called. way, ours: how it was called, see try_function.
    """

    exercise: Exercise
    results: list[CaseResult] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    cut_short: bool = False
    way: Way = PLAIN
    ours: dict[str, bool] = field(default_factory=dict)

    @property
    def judged(self) -> list[CaseResult]:
        """The calls that count."""
        return [each for each in self.results if each.counts]

    @property
    def comparisons(self) -> list[Comparison]:
        """Of the calls that count, and of hard ones that went right."""
        return [
            row
            for each in self.results
            if each.counts or (each.case.hard and each.is_right)
            for row in each.rows
        ]

    @property
    def seen(self) -> list[CaseOutputs]:
        """The outputs of all calls."""
        return [CaseOutputs(each.case, each.outputs) for each in self.results if each.rows]

    @property
    def complaints(self) -> list[tuple[str, dict[str, Any]]]:
        """(label, complaint) of each call that counts and raised."""
        return [(each.case.label, each.complaint) for each in self.judged if each.complaint]

    @property
    def misfits(self) -> list[Mistake]:
        return [mistake for each in self.judged for mistake in each.misfits]

    @property
    def strained(self) -> bool:
        """Whether a hard case went wrong; one that raises is none."""
        hard = [each for each in self.results if each.case.hard and not each.complaint]
        return not all(each.is_right for each in hard)

    @property
    def reordered(self) -> Mistake | None:
        """The mistake of outputs in another order."""
        orders = [each.orders for each in self.judged]
        common = frozenset.intersection(*orders) if orders else frozenset()
        return _order_mistake(self, common) if common and not self.numbers_are_right else None

    @property
    def numbers_are_right(self) -> bool:
        return all(each.is_right for each in self.judged)

    def is_to_change(self, name: str) -> bool:
        """Whether an input is what the function is there to change: W -= ... of an update."""
        return self.exercise.name == "update_parameters" and not name.startswith("d")

    def note(self, text: str) -> None:
        """Add a note, once."""
        if text not in self.notes:
            self.notes.append(text)

    def where_it_is_meant(self) -> FunctionTrial:
        """The trial without the networks that the function is not meant for, where those alone
        raise: of other sizes than the course has, or of another depth than it asserts."""
        for size, fits, must_assert in _MEANT:
            kept = [each for each in self.results if fits(each.case)]
            left = [each for each in self.judged if not fits(each.case)]
            raised = [each.complaint for each in left if each.complaint]
            if (
                raised
                and sum(each.counts for each in kept) > 1
                and not any(each.complaint for each in kept)
                and all(each.complaint or each.is_right for each in left)
                and (not must_assert or all(map(_is_assertion, raised)))
            ):
                return replace(
                    self, results=kept, notes=[*self.notes, works_alone(raised[0], size)]
                )
        return self


def _is_assertion(complaint: dict[str, Any]) -> bool:
    return bool(complaint["kind"] == "AssertionError")


def works_alone(complaint: dict[str, Any], size: str) -> str:
    """The note on a function that raises this with networks of any other size."""
    line = complaint["line"]
    if not line:
        return f"It works with {size} alone."
    if _is_assertion(complaint):
        return f"It works with {size} alone: line {line} asserts it."
    return f"It works with {size} alone: line {line} fails with any other number."


def _order_mistake(trial: FunctionTrial, common: frozenset[tuple[int, ...]]) -> Mistake:
    names = list(dict.fromkeys(row.what for row in trial.comparisons))
    order = min(common)
    came = ", ".join(names[order.index(k)] for k in range(len(names)))
    return Mistake(
        "values-reordered",
        "The values come in another order",
        f"({came}) is returned; it should be ({', '.join(names)}).",
        "Return them in the order of the exercise: whoever calls it unpacks them so.",
        trial.exercise.page,
        names[0],
    )
