"""From what a learner's function returned to the outputs it stands for, read generously."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Misfit
from core.checking.report import Mistake
from core.checking.wire import ConvertedArray, UnreadableValue
from core.network.arrays import Array

NO_RETURN = Mistake(
    "no-return",
    "Nothing is returned",
    "The function gives None: it ends without a return.",
    "End it with a return of the result.",
    "network",
    "",
)
BLANK = Mistake(
    "blank",
    "Not written yet",
    "The blank of the exercise, “...”, is still there.",
    "Put your own code in its place.",
    "network",
    "",
)
MEMORY_FORM = Mistake(
    "memory-form",
    "The memory has another form",
    "A layer's memory is two things: what went in, (H_prev, W, b), and Z.",
    "memory = ((H_prev, W, b), Z)",
    "forward",
    "memory",
)


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    match value:
        case None:
            return "None"
        case UnreadableValue(name):
            return f"a {name}"
        case tuple() | list():
            return f"{len(value)} values"
        case dict():
            return "a dictionary"
        case str():
            return "a text"
    array = as_array(value)
    if array is None or array.ndim == 0:
        return "a number"
    return f"an array of shape {array.shape}"


def as_array(value: Any) -> Array | None:
    """The numbers of `value`, None where it holds none. np.matrix, lists and objects are fine."""
    if isinstance(value, ConvertedArray):
        return value.array
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, (bool, int, float)):
        return np.asarray(value)
    if isinstance(value, list) and value:
        rows = [row for row in map(as_array, value) if row is not None]
        if len(rows) == len(value) and len({row.shape for row in rows}) == 1:
            return np.asarray(rows)
    return None


def array_or_misfit(value: Any, wanted: str, alone: bool = False) -> Any:
    """The array of an output, or a Misfit.

    wanted: the output's name. alone: whether it is all that the function returns.
    """
    array = as_array(value)
    if array is not None:
        return array
    if value == UnreadableValue("ellipsis"):
        return Misfit(f"{wanted} is still a blank, “...”.", BLANK)
    if value is None and alone:
        return Misfit(f"None is returned, not {wanted}: is there a return?", NO_RETURN)
    return Misfit(f"{wanted} should be an array; this is {kind_of(value)}.")


def read_one(name: str) -> Any:
    """A reader of functions that return one array; a memory beside it is ignored."""

    def read(value: Any, case: Case) -> dict[str, Any]:
        if isinstance(value, tuple) and len(value) == 1:
            value = value[0]
        if isinstance(value, tuple):
            return {
                name: Misfit(
                    f"{len(value)} values are returned; {name} alone should be.",
                    _count("too-many-values", len(value), 1, name),
                )
            }
        return {name: array_or_misfit(value, name, alone=True)}

    return read


def read_several(*names: str) -> Any:
    """A reader of functions that return these arrays, as a tuple, a list or a dictionary."""

    def read(value: Any, case: Case) -> dict[str, Any]:
        if isinstance(value, dict) and set(names) <= value.keys():
            value = tuple(value[name] for name in names)
        parts = parts_of(value, len(names))
        if parts is None:
            misfit = _not_so_many(value, names)
            return dict.fromkeys(names, misfit)
        return {name: array_or_misfit(each, name) for name, each in zip(names, parts, strict=True)}

    return read


def parts_of(value: Any, count: int) -> Sequence[Any] | None:
    """The `count` values of a tuple or a list, else None."""
    if isinstance(value, (tuple, list)) and len(value) == count:
        return value
    return None


def _not_so_many(value: Any, names: Sequence[str]) -> Misfit:
    wanted = f"({', '.join(names)})"
    if value is None:
        return Misfit(f"None is returned, not {wanted}: is there a return?", NO_RETURN)
    if not isinstance(value, (tuple, list)):
        return Misfit(
            f"{kind_of(value).capitalize()} is returned, not the {len(names)} values {wanted}.",
            _count("too-few-values", 1, len(names), names[0]),
        )
    kind = "too-many-values" if len(value) > len(names) else "too-few-values"
    return Misfit(
        f"{len(value)} values are returned; there should be {len(names)}: {wanted}.",
        _count(kind, len(value), len(names), names[0]),
    )


def _count(kind: str, got: int, wanted: int, array: str) -> Mistake:
    title = "Too many values" if got > wanted else "Too few values"
    return Mistake(
        kind,
        title,
        f"The function returns {got} value{'s' * (got != 1)}; whoever calls it expects {wanted}.",
        "Return exactly what the exercise asks for, in its order.",
        "layer",
        array,
    )


def memory_parts(memory: Any) -> Any:
    """(H_prev, W, b, Z) of ((H_prev, W, b), Z), else a Misfit. Z may come in brackets."""
    halves = parts_of(memory, 2)
    linear = parts_of(halves[0], 3) if halves else None
    if halves is None or linear is None:
        problem = f"The memory should be ((H_prev, W, b), Z); this is {kind_of(memory)}."
        return Misfit(problem, MEMORY_FORM)
    return (*linear, halves[1])


def linear_memory_parts(memory: Any) -> Any:
    """(H_prev, W, b), else a Misfit."""
    return parts_of(memory, 3) or Misfit(
        f"The memory should be (H_prev, W, b); this is {kind_of(memory)}.", MEMORY_FORM
    )


def read_dictionary(value: Any, names: list[str], kind: str) -> dict[str, Any]:
    """The outputs of a dictionary of arrays, such as gradients or parameters; losses beside it are
    ignored.

    names: the entries it should have. kind: what the dictionary is called in sentences.
    """
    if isinstance(value, (tuple, list)):
        value = next((each for each in value if isinstance(each, dict)), value)
    if value is None:
        return {names[0]: array_or_misfit(None, kind, alone=True)}
    if not isinstance(value, dict):
        return {names[0]: Misfit(f"{kind} should be a dictionary; this is {kind_of(value)}.")}
    return {
        name: array_or_misfit(value[name], name) if name in value else _missing(name, kind)
        for name in names
    }


def _missing(name: str, kind: str) -> Misfit:
    mistake = Mistake(
        "missing-entry",
        "An entry is missing",
        f"There is no “{name}” in {kind}.",
        "Layers are counted from 1, and every one has its W and its b.",
        "network",
        name,
    )
    return Misfit(mistake.sentence, mistake)
