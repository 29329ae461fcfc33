"""The ways in which a function is tried before it is called wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.checking.anatomy import Exercise
from core.checking.calling import LearnersFile, Way, takes_names
from core.checking.exercises import EXERCISES
from core.checking.exercises.outputs import NO_RETURN
from core.checking.exercises.two_classes import TWO_CLASSES
from core.checking.trial import try_function
from core.checking.trial_results import FunctionTrial

_MODEL = "L_layer_model"
_WORDS = tuple(
    Way({"relu": relu, "sigmoid": sigmoid}, note=f"It calls the activations {relu} and {sigmoid}.")
    for relu, sigmoid in (("ReLU", "Sigmoid"), ("Relu", "Sigmoid"), ("ReLU", "sigmoid"))
)
_BY_NAME = Way(
    by_name=True, note="It takes other arguments than in the course, or in another order."
)
# Which functions take the memory that one makes.
_CONSUMERS = {
    "sigmoid": ("sigmoid_backward",),
    "relu": ("relu_backward",),
    "layer_forward": ("layer_backward", "L_layer_backward"),
    "L_layer_forward": ("L_layer_backward",),
}


def best_trial(exercise: Exercise, file: LearnersFile, ours: dict[str, bool]) -> FunctionTrial:
    """The trial in the course's way, unless the function is right in another. Raises as
    try_function."""
    other = TWO_CLASSES.get(exercise.name)
    if other and file.two_classes:
        return _noted(_course_trial(other, file, ours))
    trial = _course_trial(exercise, file, ours)
    is_known = file.two_classes is not None or exercise.name not in file.other_names
    if other is None or is_known or trial.numbers_are_right:
        return trial
    binary = _course_trial(other, file, ours)
    if binary.numbers_are_right or _tells_more(binary, trial):
        return _noted(binary)
    return trial


def _noted(binary: FunctionTrial) -> FunctionTrial:
    binary.note("It is that of a network with one yes-or-no output, and was checked so.")
    return binary


def _tells_more(one: FunctionTrial, other: FunctionTrial) -> bool:
    """Whether one raises less, or else has more arrays of the right shapes."""

    def figures(trial: FunctionTrial) -> tuple[int, int]:
        fits = sum(row.relative_error is not None for row in trial.comparisons)
        return -len(trial.complaints), fits

    return figures(one) > figures(other)


def _course_trial(exercise: Exercise, file: LearnersFile, ours: dict[str, bool]) -> FunctionTrial:
    trial = try_function(exercise, file, ours, silent=False)
    if trial.numbers_are_right:
        return trial
    for way in _other_ways(exercise, file):
        other = try_function(exercise, file, ours, way)
        if other.numbers_are_right:
            other.note(way.note)
            return other
    return _with_own_memory(exercise, file, ours, trial)


def _other_ways(exercise: Exercise, file: LearnersFile) -> Iterator[Way]:
    if exercise.arguments[-1] == "activation":
        yield from _WORDS
    if takes_names(exercise, file):
        yield _BY_NAME


def _with_own_memory(
    exercise: Exercise, file: LearnersFile, ours: dict[str, bool], trial: FunctionTrial
) -> FunctionTrial:
    """The trial with a memory of the file's own making, where that fits and the course's does not;
    and without the memory that it makes, where the file's own functions take it."""
    if exercise.maker and exercise.maker.function in file.signatures:
        own = try_function(exercise, file, ours, _own_memory(exercise))
        if own.numbers_are_right or (_all_raise(trial) and not own.complaints):
            own.note(_own_memory(exercise).note)
            return own
    if _is_taken(trial, file, ours):
        return _without(
            trial, _is_memory, "The memory has a form of its own, which the file's functions take."
        )
    if exercise.name == "update_parameters" and _works_in_place(trial, file, ours):
        note = "It returns nothing, and changes the dictionary that it was given; the file's own "
        return _without(trial, bool, note + "L_layer_model counts on that.")
    return trial


def _works_in_place(trial: FunctionTrial, file: LearnersFile, ours: dict[str, bool]) -> bool:
    """Whether an update returns nothing, and the file's L_layer_model learns by it all the same."""
    nothing = all(each.misfits[:1] == (NO_RETURN,) for each in trial.judged)
    if not nothing or _MODEL not in file.signatures:
        return False
    model = EXERCISES[_MODEL]
    other = {**ours, trial.exercise.name: False}
    return (
        try_function(model, file, ours).numbers_are_right
        and not try_function(model, file, other).numbers_are_right
    )


def _own_memory(exercise: Exercise) -> Way:
    assert exercise.maker is not None
    maker = exercise.maker.function
    return Way(own_memory=True, note=f"The memory has a form of its own; {maker} makes it so.")


def _all_raise(trial: FunctionTrial) -> bool:
    return len(trial.complaints) == len(trial.judged)


def _is_taken(trial: FunctionTrial, file: LearnersFile, ours: dict[str, bool]) -> bool:
    """Whether the memory alone is not the course's, and the file's own functions need it so."""
    wrong = {row.what for row in trial.comparisons if not row.ok}
    if trial.complaints or not all(_is_memory(what) for what in wrong):
        return False
    for name in _CONSUMERS.get(trial.exercise.name, ()):
        if name in file.signatures:
            consumer = EXERCISES[name]
            usual = try_function(consumer, file, ours)
            own = try_function(consumer, file, ours, _own_memory(consumer))
            form = all(each.misfits or each.is_right for each in trial.judged)
            return own.numbers_are_right and (form or not usual.numbers_are_right)
    return False


def _is_memory(what: str) -> bool:
    return what.endswith(("memory", "memories"))


def _without(trial: FunctionTrial, leave: Callable[[str], bool], note: str) -> FunctionTrial:
    """The trial without some of the outputs, which are right as the file uses them."""
    results = [
        replace(each, rows=tuple(row for row in each.rows if not leave(row.what)), misfits=())
        for each in trial.results
    ]
    return replace(trial, results=results, notes=[*trial.notes, note])
