"""The ids of all mistakes that a check can name, each with its title."""

from __future__ import annotations

from functools import cache

from core.checking.course_functions import FUNCTIONS
from core.checking.exercises import EXERCISES

# Those that are no slip in a chain.
_OTHERS = {
    "blank": "Not written yet",
    "changes-input": "The input is changed in place",
    "doubled": "A factor of 2",
    "factor": "A constant factor",
    "flat": "Flattened",
    "half": "A factor of ½",
    "init-b-flat": "b is flat",
    "init-b-lying": "b lies on its side",
    "init-b-of-inputs": "b belongs to the inputs",
    "init-equal": "The weights are all alike",
    "init-not-finite": "Not finite",
    "init-not-floating": "No floating-point numbers",
    "init-one-sided": "The weights all have one sign",
    "init-too-wide": "The weights are too large",
    "init-transposed": "W is transposed",
    "init-zeros": "The weights are all alike",
    "memory-form": "The memory has another form",
    "missing-entry": "An entry is missing",
    "no-return": "Nothing is returned",
    "rounded": "Rounded",
    "sign": "The sign is wrong",
    "too-few-values": "Too few values",
    "too-many-values": "Too many values",
    "transposed": "Transposed",
    "update-in-place": "The update is made in place",
    "values-reordered": "The values come in another order",
    "zeros": "All zeros",
    **{f"because-of-{name}": f"{name} is wrong" for name in FUNCTIONS},
}


@cache
def known_mistakes() -> dict[str, str]:
    """Titles by ids."""
    known = dict(_OTHERS)
    for exercise in EXERCISES.values():
        names = {name for case in exercise.cases() for name in exercise.reference(case)}
        for name in sorted(names):
            for step in exercise.chains(name):
                for slip in step.slips:
                    known.setdefault(slip.id, slip.title)
    return known
