"""A learner's function, called in every case of its exercise."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Exercise, Misfit
from core.checking.calling import PLAIN, LearnersFile, Way, request_of
from core.checking.compare import agree, compare
from core.checking.conventions import Convention
from core.checking.process import TooSlow
from core.checking.trial_results import CaseResult, FunctionTrial
from core.checking.wire import ConvertedArray
from core.network.arrays import Array

SLOW = 0.2  # seconds of a call; a function with slower ones is slow, and no endless loop
_FORMS = {
    "matrix": "np.matrix is given back; np.array is the safer habit.",
    "list": "A list is given back, not an array.",
    "objects": "An array of objects is given back, not of numbers.",
}


def try_function(
    exercise: Exercise,
    file: LearnersFile,
    ours: dict[str, bool],
    way: Way = PLAIN,
    most: int | None = None,
    silent: bool = True,
) -> FunctionTrial:
    """Call a learner's function in every case of its exercise, or until its time is used up.

    ours: functions that are to be ours in these calls, and whether each returns H alone. way: how
    it is called. most: of how many cases; None for all. silent: whether what the first call prints
    is thrown away, as it is of all others. Raises what file.ask does, but TooSlow only where it
    does not come back from one call, when others took no time.
    """
    trial = FunctionTrial(exercise, way=way, ours=ours)
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
            reply = file.ask(**request, ours=ours, silent=silent or number > 0)
        except TooSlow:
            if longest < SLOW:
                raise
            trial.cut_short = True
            break
        trial.results.append(result_of(trial, case, reply, file.convention))
        longest = max(longest, time.monotonic() - before)
        if time.monotonic() - began > file.patience and case is not cases[-1]:
            trial.cut_short = True
            break
    return trial if trial.numbers_are_right else trial.where_it_is_meant()


def result_of(
    trial: FunctionTrial, case: Case, reply: dict[str, Any], convention: Convention
) -> CaseResult:
    exercise = trial.exercise
    trial.used.update(reply.get("used") or ())
    trial.needed.update(reply.get("needed") or ())
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
