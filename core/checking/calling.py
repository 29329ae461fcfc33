"""How a learner's function is called with a case: the file's convention, the function's signature,
and whatever else differs from function to function and is no fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.checking.anatomy import Case, Exercise
from core.checking.code.tree import Code
from core.checking.conventions import COLUMNS, Convention
from core.checking.exercises import EXERCISES
from core.checking.signature import Signature

# Calls the learner's function: arguments of Child.ask("call", ...) by name, to its reply.
Ask = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class LearnersFile:
    """A learner's file to its judges.

    ask: calls a function of it in the child; this raises what `ask` does. signatures: of the
    course's functions that it has. convention: how it lays its arrays out. patience: seconds that
    one function may take in all. other_names: what it calls those that it calls otherwise than
    the course. two_classes: whether its network ends in one yes-or-no output; None when not known.
    code: as it is read.
    """

    ask: Ask
    signatures: Mapping[str, Signature]
    convention: Convention = COLUMNS
    patience: float = 10.0
    other_names: Mapping[str, str] = field(default_factory=dict)
    two_classes: bool | None = None
    code: Code = field(default_factory=Code)


@dataclass(frozen=True)
class Way:
    """How a function is called where it is not called as the course does.

    words: what it calls the activations. by_name: whether the arguments are given by their names.
    own_memory: whether the memory that it takes is made by the file's own functions. note: what is
    said of it, a sentence.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    by_name: bool = False
    own_memory: bool = False
    note: str = ""


PLAIN = Way()


def request_of(exercise: Exercise, case: Case, file: LearnersFile, way: Way) -> dict[str, Any]:
    """The arguments of `ask` for a case; {} for one that the function cannot be called with."""
    case = file.convention.case(exercise.arguments, case)
    call = _fitted(exercise, case, file, way)
    if call is None:
        return {}
    request: dict[str, Any] = {
        "name": exercise.name,
        "arguments": call[0],
        "named": call[1],
        "start": case.start,
    }
    if file.convention.rows:
        request["turned"] = True
    if way.own_memory:
        made = _making(exercise, case, file, way)
        return request | {"through": made} if made else {}
    return request


def _fitted(
    exercise: Exercise, case: Case, file: LearnersFile, way: Way
) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    signature = file.signatures[exercise.name]
    if way.by_name:
        given = dict(zip(exercise.arguments, case.arguments, strict=True)) | case.named
        named = signature.by_name(exercise.arguments, given, _more(exercise, case, file))
        return None if named is None else ((), named)
    call = signature.fitted(exercise.arguments, case)
    if call is None or not way.words:
        return call
    spoken = {name: _spoken(each, way) for name, each in call[1].items()}
    return tuple(_spoken(each, way) for each in call[0]), spoken


def takes_names(exercise: Exercise, file: LearnersFile) -> bool:
    """Whether a function can be called by its arguments' names, and not as the course does."""
    case = exercise.cases()[0]
    return _fitted(exercise, case, file, Way(by_name=True)) is not None


def _more(exercise: Exercise, case: Case, file: LearnersFile) -> dict[str, Any]:
    """What some functions ask for beside the course's arguments."""
    known = vars(case.given)
    more: dict[str, Any] = {
        name: file.convention.given(name, known[name])
        for name in ("X", "parameters")
        if name in known
    }
    if case.start is not None:
        more["parameters"] = case.start
    more |= {name: value for name, value in (("m", known.get("m")), ("L", case.depth)) if value}
    return {name: value for name, value in more.items() if name not in exercise.arguments}


def _spoken(value: Any, way: Way) -> Any:
    return way.words.get(value, value) if isinstance(value, str) else value


def _making(exercise: Exercise, case: Case, file: LearnersFile, way: Way) -> dict[str, Any]:
    """The call that makes the memory of a case."""
    if exercise.maker is None or exercise.maker.function not in file.signatures:
        return {}
    maker = EXERCISES[exercise.maker.function]
    values = exercise.maker.arguments(case)
    made = file.convention.case(maker.arguments, Case(case.label, values, case.given))
    call = _fitted(maker, made, file, Way(way.words))
    if call is None:
        return {}
    place = exercise.maker.place
    return {"name": maker.name, "arguments": call[0], "named": call[1], "place": place}
