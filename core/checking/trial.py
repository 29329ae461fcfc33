"""A learner's function, called in every case of its exercise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Exercise, Misfit
from core.checking.compare import agree, compare
from core.checking.diagnosis import CaseOutputs
from core.checking.report import Comparison, Mistake
from core.checking.signature import Signature
from core.checking.wire import ConvertedArray
from core.network.arrays import Array

# Calls the learner's function: arguments of Child.ask("call", ...) by name, to its reply.
Ask = Callable[..., dict[str, Any]]

_FORMS = {
    "matrix": "np.matrix is given back; np.array is the safer habit.",
    "list": "A list is given back, not an array.",
    "objects": "An array of objects is given back, not of numbers.",
}


@dataclass
class FunctionTrial:
    """What came of the calls.

    comparisons: of the judged cases, and of hard ones that went right. seen: the outputs of all
    cases. complaints: (label, complaint) of each judged case that raised. misfits: the mistakes of
    outputs that could not be compared. changed: names of inputs that were written to. notes:
    harmless things worth knowing. used: our functions that stood in for missing ones. strained:
    whether a hard case went wrong. reordered: the mistake of outputs in another order. judged: how
    many cases count.
    """

    comparisons: list[Comparison] = field(default_factory=list)
    seen: list[CaseOutputs] = field(default_factory=list)
    complaints: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    misfits: list[Mistake] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    strained: bool = False
    reordered: Mistake | None = None
    judged: int = 0

    @property
    def numbers_are_right(self) -> bool:
        return not self.complaints and all(each.ok for each in self.comparisons)

    @property
    def is_right(self) -> bool:
        return self.numbers_are_right and not self.changed

    def note(self, text: str) -> None:
        """Add a note, once."""
        if text not in self.notes:
            self.notes.append(text)


def try_function(
    exercise: Exercise, signature: Signature, ask: Ask, ours: dict[str, bool]
) -> FunctionTrial:
    """Call a learner's function in every case of its exercise.

    signature: how it takes its arguments. ask: calls it in the child; this raises what `ask` does.
    ours: functions that are to be ours in these calls, and whether each returns H alone.
    """
    trial = FunctionTrial()
    orders: list[set[tuple[int, ...]]] = []
    for number, case in enumerate(exercise.cases()):
        call = signature.fitted(exercise.arguments, case)
        if call is None:
            trial.note("It takes no activation, so it was checked with ReLU alone.")
            continue
        reply = ask(
            name=exercise.name,
            arguments=call[0],
            named=call[1],
            ours=ours,
            start=case.start,
            silent=number > 0,
        )
        _take(trial, exercise, case, reply, orders)
    if orders and (common := set.intersection(*orders)):
        trial.reordered = _order_mistake(exercise, trial, common)
    return trial


def _take(
    trial: FunctionTrial,
    exercise: Exercise,
    case: Case,
    reply: dict[str, Any],
    orders: list[set[tuple[int, ...]]],
) -> None:
    trial.used.update(reply.get("used") or ())
    judged = case.judged and not case.hard
    trial.judged += judged
    complaint = reply.get("complaint")
    if "unreadable" in reply:
        complaint = {
            "sentence": f"What is returned cannot be read: {reply['unreadable']}.",
            "traceback": "",
            "line": None,
        }
    if complaint:
        if judged:
            trial.complaints.append((case.label, complaint))
        return
    for place in reply["changed"]:
        name = _array_name(exercise, str(place))
        if name not in trial.changed:
            trial.changed.append(name)
    if reply["rebound"]:
        trial.note("It puts the new arrays into the dictionary that it was given.")
    for text in sorted(_forms(reply["value"])):
        trial.note(text)
    reference = exercise.reference(case)
    outputs = exercise.read(reply["value"], case)
    if case.start is not None and not reply["started"]:
        trial.note("It does not call initialize_parameters, so only its shapes were compared.")
        reference |= {
            name: got
            for name, got in outputs.items()
            if not isinstance(got, Misfit) and got.shape == reference[name].shape
        }
    rows = [
        compare(
            what,
            case.label,
            got,
            np.asarray(reference.get(what, 0.0)),
            partial(exercise.numeric, case, what),
        )
        for what, got in outputs.items()
    ]
    if judged:
        trial.comparisons += rows
        orders.append(_orders(outputs, reference))
        trial.misfits += [
            got.mistake for got in outputs.values() if isinstance(got, Misfit) and got.mistake
        ]
        if any(row.ok and row.shape != row.expected_shape for row in rows):
            trial.note("The number comes in brackets; a plain number is simpler.")
    elif case.hard:
        strained = not all(row.ok for row in rows)
        trial.strained |= strained
        trial.comparisons += [] if strained else rows
    arrays = {name: got for name, got in outputs.items() if not isinstance(got, Misfit)}
    trial.seen.append(CaseOutputs(case, arrays))


def _array_name(exercise: Exercise, place: str) -> str:
    """The name of the array at "1.0.2" or "0.W1" of the arguments."""
    first, _, rest = place.partition(".")
    argument = exercise.arguments[int(first)] if first.isdigit() else first
    inside = {"1": "Z", "0.0": "H_prev", "0.1": "W", "0.2": "b"}
    if argument == "memory":
        return inside.get(rest, argument)
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


def _orders(outputs: dict[str, Any], reference: dict[str, Array]) -> set[tuple[int, ...]]:
    """The orders in which the outputs would be right."""
    names = list(outputs)
    if not 2 <= len(names) <= 3 or any(isinstance(got, Misfit) for got in outputs.values()):
        return set()
    return {
        order
        for order in permutations(range(len(names)))
        if all(
            agree(outputs[names[k]], reference[name])
            for k, name in zip(order, names, strict=True)
            if name in reference
        )
    }


def _order_mistake(
    exercise: Exercise, trial: FunctionTrial, common: set[tuple[int, ...]]
) -> Mistake | None:
    if trial.numbers_are_right:
        return None
    names = list(dict.fromkeys(row.what for row in trial.comparisons))
    order = min(common)
    came = ", ".join(names[order.index(k)] for k in range(len(names)))
    return Mistake(
        "values-reordered",
        "The values come in another order",
        f"({came}) is returned; it should be ({', '.join(names)}).",
        "Return them in the order of the exercise: whoever calls it unpacks them so.",
        exercise.page,
        names[0],
    )
