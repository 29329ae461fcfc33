"""A learner's function, called in every case of its exercise."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Exercise, Misfit
from core.checking.calling import PLAIN, LearnersFile, Way, request_of
from core.checking.compare import agree, compare
from core.checking.conventions import Convention
from core.checking.diagnosis import CaseOutputs
from core.checking.process import TooSlow
from core.checking.report import Comparison, Mistake
from core.checking.wire import ConvertedArray
from core.network.arrays import Array

SLOW = 0.2  # seconds of a call; a function with slower ones is slow, and no endless loop
# What a function may be meant for alone, which cases are so, and whether it must assert that.
_MEANT: tuple[tuple[str, Callable[[Case], bool], bool], ...] = (
    ("10 outputs", lambda case: case.course >= 1, False),
    ("784 inputs and 10 outputs", lambda case: case.course == 2, False),
    ("two layers", lambda case: case.depth == 2, True),
    ("three layers", lambda case: case.depth == 3, True),
)
_FORMS = {
    "matrix": "np.matrix is given back; np.array is the safer habit.",
    "list": "A list is given back, not an array.",
    "objects": "An array of objects is given back, not of numbers.",
}


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
    knowing. used: our functions that stood in for missing ones.
    """

    exercise: Exercise
    results: list[CaseResult] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    cut_short: bool = False

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


def try_function(
    exercise: Exercise,
    file: LearnersFile,
    ours: dict[str, bool],
    way: Way = PLAIN,
    most: int | None = None,
) -> FunctionTrial:
    """Call a learner's function in every case of its exercise, or until its time is used up.

    ours: functions that are to be ours in these calls, and whether each returns H alone. way: how
    it is called. most: of how many cases; None for all. Raises what file.ask does, but TooSlow only
    where it does not come back from one call, when others took no time.
    """
    trial = FunctionTrial(exercise)
    began, longest = time.monotonic(), 0.0
    cases = exercise.cases()[:most]
    if most is None:  # a function that keeps something from call to call shows here
        cases = [*cases, replace(cases[0], label=f"{cases[0].label}, once more")]
    for number, case in enumerate(cases):
        request = request_of(exercise, case, file, way)
        if not request:
            trial.note("It takes no activation, so it was checked with ReLU alone.")
            continue
        before = time.monotonic()
        try:
            reply = file.ask(**request, ours=ours, silent=number > 0 or most is not None)
        except TooSlow:
            if longest < SLOW:
                raise
            trial.cut_short = True
            break
        trial.results.append(_result(trial, case, reply, file.convention))
        longest = max(longest, time.monotonic() - before)
        if time.monotonic() - began > file.patience and case is not cases[-1]:
            trial.cut_short = True
            break
    return trial if trial.numbers_are_right else trial.where_it_is_meant()


def _result(
    trial: FunctionTrial, case: Case, reply: dict[str, Any], convention: Convention
) -> CaseResult:
    exercise = trial.exercise
    trial.used.update(reply.get("used") or ())
    complaint = reply.get("complaint")
    if "unreadable" in reply:
        complaint = {
            "sentence": f"What is returned cannot be read: {reply['unreadable']}.",
            "traceback": "",
            "line": None,
            "kind": "",
        }
    if complaint:
        return CaseResult(case, complaint=complaint)
    for place in reply["changed"]:
        name = _array_name(exercise, str(place))
        if trial.is_to_change(name):
            trial.note(
                "It changes the arrays that it was given, as -= does; the old ones are lost."
            )
        elif name not in trial.changed:
            trial.changed.append(name)
    if reply["rebound"]:
        trial.note("It puts the new arrays into the dictionary that it was given.")
    for text in sorted(_forms(reply["value"])):
        trial.note(text)
    reference = exercise.reference(case)
    outputs = convention.taken(exercise.read(reply["value"], case))
    if case.start is not None and not reply["started"]:
        trial.note("It does not call initialize_parameters, so only its shapes were compared.")
        reference |= {
            name: got
            for name, got in outputs.items()
            if not isinstance(got, Misfit) and got.shape == reference[name].shape
        }
    rows = tuple(
        compare(
            what,
            case.label,
            got,
            np.asarray(reference.get(what, 0.0)),
            partial(exercise.numeric, case, what),
        )
        for what, got in outputs.items()
    )
    if any(row.ok and row.shape != row.expected_shape for row in rows):
        trial.note("The number comes in brackets; a plain number is simpler.")
    return CaseResult(
        case,
        rows,
        {name: got for name, got in outputs.items() if not isinstance(got, Misfit)},
        tuple(got.mistake for got in outputs.values() if isinstance(got, Misfit) and got.mistake),
        _orders(outputs, reference),
    )


def _array_name(exercise: Exercise, place: str) -> str:
    """The name of the array at "1.0.2" or "0.W1" of the arguments."""
    first, _, rest = place.partition(".")
    argument = exercise.arguments[int(first)] if first.isdigit() else first
    inside = {"1": "Z", "0.0": "H_prev", "0.1": "W", "0.2": "b"}
    if argument == "memory":
        return inside.get(rest, argument)
    if argument == "linear_memory":
        return inside.get(f"0.{rest}", argument)
    if argument in ("parameters", "gradients") and rest:
        return rest
    return argument


def _forms(value: Any) -> set[str]:
    match value:
        case ConvertedArray():
            return {_FORMS[value.form]} if value.form in _FORMS else set()
        case tuple() | list():
            dictionaries = [each for each in value if isinstance(each, dict)]
            return set().union(*map(_forms, dictionaries or value))
        case dict():
            return set().union(*map(_forms, value.values()))
    return set()


def _orders(outputs: dict[str, Any], reference: dict[str, Array]) -> frozenset[tuple[int, ...]]:
    """The orders in which the outputs would be right."""
    names = list(outputs)
    if not 2 <= len(names) <= 3 or any(isinstance(got, Misfit) for got in outputs.values()):
        return frozenset()
    return frozenset(
        order
        for order in permutations(range(len(names)))
        if all(
            agree(outputs[names[k]], reference[name])
            for k, name in zip(order, names, strict=True)
            if name in reference
        )
    )


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
