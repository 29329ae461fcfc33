"""Which known mistakes give the very numbers that a learner got, in every case.

The explanation with the fewest slips wins. Outputs that share steps (dH_prev, dW and db all come
from one dZ) are explained together, so that one fault in dZ is one mistake and not three.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Slip, mistake_of
from core.checking.compare import agree
from core.checking.report import Mistake
from core.network.arrays import Array

MOST_SHARED = 2
MOST_OWN = 2

Choice = dict[int, Slip]  # by the id() of the step in whose place it stands


@dataclass(frozen=True, eq=False)
class CaseOutputs:
    """What the learner's function returned in one case: arrays by the outputs' names."""

    case: Case
    outputs: dict[str, Array]


@dataclass(frozen=True)
class DiagnosedMistake:
    """A mistake that explains the numbers. harmless: it shows in hard cases alone."""

    mistake: Mistake
    harmless: bool


@np.errstate(all="ignore")
def mistakes_in(exercise: Exercise, seen: Sequence[CaseOutputs]) -> list[DiagnosedMistake]:
    """The fewest known mistakes that explain every array; [] when none do, or all is right."""
    names = sorted({name for each in seen for name in each.outputs})
    chains = {name: exercise.chains(name) for name in names}
    found = _search(chains, seen)
    if found is None:
        found = _search({name: (*chain, _whole(name)) for name, chain in chains.items()}, seen, 1)
    return _diagnosed(exercise, found or [])


@np.errstate(all="ignore")
def mistakes_in_parts(exercise: Exercise, seen: Sequence[CaseOutputs]) -> list[DiagnosedMistake]:
    """Where no few mistakes explain everything: those that explain the cases of one activation,
    or one array by itself. What is left stays unexplained."""
    groups: dict[str, list[CaseOutputs]] = {}
    for each in seen:
        groups.setdefault(getattr(each.case.given, "activation", ""), []).append(each)
    found: dict[tuple[str, str], DiagnosedMistake] = {}
    for group in groups.values():
        whole = mistakes_in(exercise, group) if len(groups) > 1 else []
        for known in whole or _one_by_one(exercise, group):
            found.setdefault((known.mistake.id, known.mistake.array), known)
    return list(found.values())


def _one_by_one(exercise: Exercise, seen: Sequence[CaseOutputs]) -> list[DiagnosedMistake]:
    names = sorted({name for each in seen for name in each.outputs})
    alone = [_search({name: exercise.chains(name)}, seen) or [] for name in names]
    return _diagnosed(exercise, [each for some in alone for each in some])


def _diagnosed(exercise: Exercise, found: list[tuple[str, Slip]]) -> list[DiagnosedMistake]:
    arrays: dict[tuple[str, str], DiagnosedMistake] = {}
    for name, slip in found:
        mistake = mistake_of(slip, name, exercise.page)
        arrays.setdefault((slip.id, _letters(name)), DiagnosedMistake(mistake, slip.harmless))
    return list(arrays.values())


def _search(
    chains: dict[str, Chain], seen: Sequence[CaseOutputs], most_own: int = MOST_OWN
) -> list[tuple[str, Slip]] | None:
    counts = [id(step) for chain in chains.values() for step in chain]
    shared = {
        id(step): step
        for chain in chains.values()
        for step in chain
        if counts.count(id(step)) > 1 and step.slips
    }
    best: list[tuple[str, Slip]] | None = None
    for common in _choices(list(shared.values()), MOST_SHARED):
        if best is not None and len(common) >= len(_unique(best)):
            break
        found = [(shared[step].what, slip) for step, slip in common.items()]
        for name, chain in chains.items():
            own = [step for step in chain if id(step) not in shared and step.slips]
            choice = _first_fit(name, chain, common, own, seen, most_own)
            if choice is None:
                break
            found += [(name, slip) for slip in choice.values()]
        else:
            if best is None or len(_unique(found)) < len(_unique(best)):
                best = found
    return best


def _unique(found: list[tuple[str, Slip]]) -> set[tuple[str, str]]:
    return {(slip.id, _letters(name)) for name, slip in found}


def _letters(name: str) -> str:
    """dW of dW1 and dW2: one mistake, in however many layers it shows."""
    return re.sub(r"\d+", "", name)


def _first_fit(
    name: str,
    chain: Chain,
    common: Choice,
    own: list[ChainStep],
    seen: Sequence[CaseOutputs],
    most: int,
) -> Choice | None:
    wanted = [(each.case.given, each.outputs[name]) for each in seen if name in each.outputs]
    for choice in _choices(own, most):
        steps = [_formula(step, common | choice) for step in chain]
        if all(_gives(steps, given, array) for given, array in wanted):
            return choice
    return None


def _choices(steps: list[ChainStep], most: int) -> Iterator[Choice]:
    """Every choice of up to `most` slips, one a step, the smaller ones first."""
    for count in range(most + 1):
        for some in itertools.combinations(steps, count):
            for slips in itertools.product(*(step.slips for step in some)):
                yield {id(step): slip for step, slip in zip(some, slips, strict=True)}


def _formula(step: ChainStep, choice: Choice) -> Any:
    return choice[id(step)].formula if id(step) in choice else step.right


def _gives(steps: list[Any], given: Any, wanted: Array) -> bool:
    value: Any = None
    try:
        for formula in steps:
            value = formula(given, value)
    except (ValueError, TypeError, IndexError, KeyError):  # shapes that do not fit in this case
        return False
    return agree(wanted, value)


def _whole(name: str) -> ChainStep:
    """A step for the mistakes that any array may have as a whole."""

    def slip(id: str, title: str, sentence: str, hint: str, formula: Any) -> Slip:
        return Slip(id, title, sentence, hint, lambda c, value: formula(np.asarray(value)))

    return ChainStep(
        name,
        lambda c, value: value,
        (
            slip(
                "sign",
                "The sign is wrong",
                f"Every number of {name} has the opposite sign.",
                "Look for a minus that is missing or too many.",
                lambda value: -value,
            ),
            slip(
                "transposed",
                "Transposed",
                f"{name} is the transpose of what it should be.",
                "Compare its shape with that of the array that it belongs to.",
                lambda value: value.T,
            ),
            slip(
                "zeros",
                "All zeros",
                f"{name} holds zeros alone.",
                "An array made with np.zeros is to be filled.",
                np.zeros_like,
            ),
            slip(
                "flat",
                "Flattened",
                f"{name} has lost its shape: it is one row of numbers.",
                "Leave out ravel, flatten and squeeze.",
                np.ravel,
            ),
            slip(
                "flat",
                "An axis is lost",
                f"{name} has lost an axis of length 1.",
                "Leave out squeeze, or keep the axis with keepdims=True.",
                np.squeeze,
            ),
            slip(
                "doubled",
                "A factor of 2",
                f"{name} is twice what it should be.",
                "Look for a sum that is taken twice, or the 2 of the squared error.",
                lambda value: 2 * value,
            ),
            slip(
                "half",
                "A factor of ½",
                f"{name} is half of what it should be.",
                "Look for a ½ that does not belong here.",
                lambda value: value / 2,
            ),
            slip(
                "rounded",
                "Rounded",
                f"The numbers of {name} are rounded to whole ones.",
                "Keep floating-point numbers: avoid int arrays, // and np.round.",
                np.round,
            ),
            slip(
                "rounded",
                "Rounded down",
                f"The numbers of {name} are rounded down to whole ones.",
                "Keep floating-point numbers: avoid int arrays, // and np.floor.",
                np.floor,
            ),
            slip(
                "rounded",
                "Cut off",
                f"The decimals of {name} are cut off.",
                "Keep floating-point numbers: avoid int arrays, // and astype(int).",
                np.trunc,
            ),
            *(
                slip(
                    "rounded",
                    "Rounded",
                    f"The numbers of {name} are rounded to {digits} decimals.",
                    "Round when you print, not when you compute.",
                    lambda value, digits=digits: np.round(value, digits),
                )
                for digits in (1, 2, 3, 4, 5, 6)
            ),
        ),
    )
