"""Mistakes with a number in them that is found by solving for it: the same number in every case.

A fixed count for m, a weight decay that was left in, a learning rate of one's own, any factor; and
the answer that is always the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.checking.anatomy import Case, Exercise
from core.checking.compare import agree
from core.checking.diagnosis import CaseOutputs, DiagnosedMistake
from core.checking.report import Mistake
from core.network.arrays import Array

SAME = 1e-6  # numbers that differ by less, relative to them, are one number


@dataclass(frozen=True, eq=False)
class _Pair:
    """An output in one case: what came, and what is right."""

    case: Case
    name: str
    got: Array
    right: Array

    def of_case(self, where: str, name: str) -> Array | None:
        """An array of the case's dictionary `where`, such as parameters."""
        arrays = getattr(self.case.given, where, None)
        return arrays.get(name) if isinstance(arrays, dict) else None


# Of an output in all cases to (id, title, sentence, hint), or None where it does not fit.
_Fit = Callable[[str, list[_Pair]], tuple[str, str, str, str] | None]


@np.errstate(all="ignore")
def fitted_mistakes(exercise: Exercise, seen: Sequence[CaseOutputs]) -> list[DiagnosedMistake]:
    """The mistakes that explain every wrong output; [] when one of them is wrong in another way."""
    found: dict[str, DiagnosedMistake] = {}
    references = [exercise.reference(each.case) for each in seen]
    for letters, pairs in _by_letters(seen, references).items():
        if all(agree(each.got, each.right) for each in pairs):
            continue
        if any(each.got.size != each.right.size for each in pairs):
            return []
        pairs = [_shaped(each) for each in pairs]
        fitting = next((fit for fit in (each(letters, pairs) for each in FITS) if fit), None)
        if fitting is None:
            return []
        mistake = Mistake(*fitting, exercise.page, pairs[0].name)
        found[letters] = DiagnosedMistake(mistake, False)
    return list(found.values())


def _by_letters(
    seen: Sequence[CaseOutputs], references: Sequence[dict[str, Array]]
) -> dict[str, list[_Pair]]:
    """dW of dW1 and dW2: one output, in however many layers it is."""
    found: dict[str, list[_Pair]] = {}
    for each, reference in zip(seen, references, strict=True):
        for name, got in each.outputs.items():
            if name in reference:
                pair = _Pair(each.case, name, np.asarray(got), np.asarray(reference[name]))
                found.setdefault(re.sub(r"\d+", "", name), []).append(pair)
    return found


def _shaped(pair: _Pair) -> _Pair:
    return _Pair(pair.case, pair.name, pair.got.reshape(pair.right.shape), pair.right)


def _constant(name: str, pairs: list[_Pair]) -> tuple[str, str, str, str] | None:
    first = pairs[0].got.flat[0] if pairs[0].got.size else np.nan
    others = {round(float(each.right.flat[0]), 9) for each in pairs if each.right.size}
    same = all(each.got.size and np.all(each.got == first) for each in pairs)
    if not same or len(others) < 2 or first == 0:
        return None
    return (
        "constant-answer",
        "Always the same answer",
        f"{name} is {first:.4g}, whatever the function is given.",
        "Compute it from the arguments.",
    )


def _counted(name: str, pairs: list[_Pair]) -> tuple[str, str, str, str] | None:
    if not all(hasattr(each.case.given, "m") for each in pairs):
        return None
    factors = [(each.case.given.m, factor) for each, factor in _factors(pairs)]
    if len({m for m, _ in factors}) < 2:
        return None
    count = _one([None if factor is None else m / factor for m, factor in factors])
    if count is None or abs(count - 1) < SAME:
        return None
    return (
        "m-fixed",
        "m is a fixed number",
        f"{name} is divided by {count:g}, however many examples there are.",
        "m is the number of columns: m = Y.shape[1], or H_prev.shape[1].",
    )


def _decayed(name: str, pairs: list[_Pair]) -> tuple[str, str, str, str] | None:
    weights = [_weights_of(each) for each in pairs]
    if any(each is None for each in weights):
        return None
    telling = [
        (pair, W) for pair, W in zip(pairs, weights, strict=True) if W is not None and W.any()
    ]
    added = [_share(pair.got - pair.right, W) for pair, W in telling]
    by_m = [
        None if share is None else share * getattr(pair.case.given, "m", 1)
        for share, (pair, _) in zip(added, telling, strict=True)
    ]
    decay = _one(added) or _one(by_m)
    if decay is None:
        return None
    return (
        "weight-decay",
        "A weight decay is left in",
        f"{abs(decay):.4g} times the weights is mixed into {name}, as for L2 regularization.",
        "The course's loss has no such term: leave it out.",
    )


def _weights_of(pair: _Pair) -> Array | None:
    name = pair.name.removeprefix("d")
    if not name.startswith("W"):
        return None
    own = getattr(pair.case.given, "W", None)
    for where in ("before", "parameters"):
        if own is None:
            own = pair.of_case(where, name)
    return own if own is not None and own.shape == pair.right.shape else None


def _rate(name: str, pairs: list[_Pair]) -> tuple[str, str, str, str] | None:
    rates: list[float | None] = []
    for each in pairs:
        before, gradient = (
            each.of_case("before", each.name),
            each.of_case("gradients", f"d{each.name}"),
        )
        if before is None or gradient is None:
            return None
        rates.append(_share(before - each.got, gradient))
    rate = _one(rates)
    if rate is None or rate <= 0:
        return None
    return (
        "rate-fixed",
        "The learning rate is a fixed number",
        f"{rate:.4g} is used, whatever learning_rate says.",
        "Use the argument learning_rate.",
    )


def _any_factor(name: str, pairs: list[_Pair]) -> tuple[str, str, str, str] | None:
    factor = _one([factor for _, factor in _factors(pairs)])
    if factor is None:
        return None
    return (
        "factor",
        "A constant factor",
        f"Every number of {name} is {factor:.4g} times what it should be.",
        "Look for a number that is multiplied in or left out.",
    )


FITS: tuple[_Fit, ...] = (_counted, _decayed, _rate, _constant, _any_factor)


def _factors(pairs: list[_Pair]) -> list[tuple[_Pair, float | None]]:
    """What each right array is multiplied by, None where that is no number; of zeros nothing can be
    told."""
    telling = [each for each in pairs if each.right.any() or each.got.any()]
    return [(each, _share(each.got, each.right)) for each in telling]


def _share(got: Array, right: Array) -> float | None:
    """The number by which all of `right` is multiplied to give `got`, not 0; None for none."""
    place = int(np.argmax(np.abs(right))) if right.size else 0
    if not right.size or right.flat[place] == 0:
        return None
    share = float(got.flat[place] / right.flat[place])
    is_one = np.isfinite(share) and share != 0 and agree(got, share * right)
    return share if is_one else None


def _one(numbers: Sequence[float | None]) -> float | None:
    """The number that all of them are; None when they differ, or one is None."""
    known = [each for each in numbers if each is not None]
    if len(known) < len(numbers) or not known:
        return None
    is_same = np.allclose(known, known[0], rtol=SAME, atol=0)
    return known[0] if is_same else None
