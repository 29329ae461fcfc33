"""The ids of all mistakes that a check can name, each with its title."""

from __future__ import annotations

from functools import cache

from core.checking.code.edit_words import KINDS
from core.checking.code.edits import FORMULA
from core.checking.code.spot import CHANGE
from core.checking.course_functions import JUDGED
from core.checking.exercises import EXERCISES

# Those that are no slip in a chain.
_OTHERS = {
    "after-the-loop": "This stands after the loop",
    "argument-unused": "An argument is not used",
    "begun-anew": "It is emptied in each turn of the loop",
    "blank": "Not written yet",
    "changes-input": "The input is changed in place",
    "default-kept": "A default is kept from call to call",
    "divided-in-loop": "Divided in each turn of the loop",
    "doubled": "A factor of 2",
    "endless-loop": "A loop never ends",
    "endless-recursion": "It calls itself without end",
    "error-hidden": "An error is hidden",
    "factor": "A constant factor",
    "flat": "Flattened",
    "from-outside": "Something comes from outside",
    "half": "A factor of ½",
    "init-b-flat": "b is flat",
    "init-b-lying": "b lies on its side",
    "init-b-of-inputs": "b belongs to the inputs",
    "init-equal": "The weights are all alike",
    "init-layer-too-many": "A layer too many",
    "init-not-finite": "Not finite",
    "init-not-floating": "No floating-point numbers",
    "init-one-sided": "The weights all have one sign",
    "init-too-wide": "The weights are too large",
    "init-transposed": "W is transposed",
    "init-zeros": "The weights are all alike",
    "key-missing": "An entry is not there",
    "memories-count": "The memories are not one a layer",
    "memory-form": "The memory has another form",
    "memory-missing": "The memory is not returned",
    "missing-entry": "An entry is missing",
    "name-unknown": "A name is not defined",
    "no-return": "Nothing is returned",
    "outside-the-loop": "A pass stands outside of the loop",
    "own-assert": "The learner's own assert does not hold",
    "power": "^ is no power",
    "printed": "Printed, not returned",
    "random-numbers": "Chance has a part in it",
    "result-lost": "The result is not kept",
    "return-in-loop": "return stands in the loop",
    "rounded": "Rounded",
    "shadowed": "A name means something else",
    "shapes": "The shapes do not fit",
    "sign": "The sign is wrong",
    "state-kept": "Something is remembered from call to call",
    "too-few-values": "Too few values",
    "too-many-values": "Too many values",
    "transposed": "Transposed",
    "two-answers": "Two calls differ",
    "unpacking": "The values are unpacked otherwise",
    "update-in-place": "The update is made in place",
    "values-reordered": "The values come in another order",
    "whole-numbers": "Whole numbers",
    "zeros": "All zeros",
    **{f"{CHANGE}{kind}": each.title for kind, each in KINDS.items()},
    f"{CHANGE}{FORMULA}": "Another formula belongs here",
    **{f"because-of-{name}": f"{name} is wrong" for name in JUDGED},
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
