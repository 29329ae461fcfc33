"""compute_loss(HL, Y): the mean over the examples of -sum(Y · log(HL)) down each column."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Slip, variants
from core.checking.exercises.examples import CLASSES, COURSE, COURSE_LABELS, course_HL
from core.checking.exercises.outputs import as_array, read_one
from core.network.arrays import Array
from core.network.losses import compute_loss, one_hot

LOG_OF_ZERO = Slip(
    "log-of-zero",
    "The logarithm of zero",
    "Where a probability is exactly 0 the loss becomes nan or infinite, though Y is 0 there too.",
    "Keep the probabilities above 0, say with np.maximum(HL, 1e-15), before np.log.",
    lambda c, _: c.Y * np.log(c.HL),
    harmless=True,
)


def _terms(id: str, title: str, sentence: str, hint: str, formula: Any) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, _: formula(c.HL, c.Y))


def _dot(sentence: str, formula: Any) -> Slip:
    return Slip(
        "loss-dot",
        "np.dot in the loss",
        sentence,
        "Y and log(HL) are multiplied entry by entry (with *), then summed.",
        lambda c, _: formula(c.Y, _log(c.HL)),
    )


def _log(HL: Any) -> Any:
    return np.log(np.maximum(HL, np.finfo(float).tiny))


def _epsilon(size: float) -> Slip:
    return Slip(
        "loss-epsilon",
        "The number added in the logarithm is large",
        f"log(HL + {size:g}) changes the loss in its first digits.",
        "Take a smaller number, such as 1e-15.",
        lambda c, _: c.Y * np.log(c.HL + size),
        harmless=True,
    )


def _added(size: float) -> Slip:
    return Slip(
        "loss-epsilon",
        "The number added in the logarithm is large",
        f"log(HL + {size:g}) is quite another loss.",
        "Take a much smaller number, such as 1e-15.",
        lambda c, _: c.Y * np.log(c.HL + size),
    )


_TERMS = ChainStep(
    "terms",
    lambda c, _: c.Y * _log(c.HL),
    (
        LOG_OF_ZERO,
        _terms(
            "Y-and-HL-swapped",
            "Y and HL are swapped",
            "This is the sum of HL · log(Y); Y has zeros, whose logarithm is infinite.",
            "The logarithm is taken of the output HL, and multiplied by Y.",
            lambda HL, Y: HL * np.log(Y),
        ),
        *(
            _terms(
                "Y-and-HL-swapped",
                "Y and HL are swapped",
                "This is the sum of HL · log(Y), with zeros kept away from the logarithm.",
                "The logarithm is taken of the output HL, and multiplied by Y.",
                formula,
            )
            for e in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
            for formula in (
                lambda HL, Y, e=e: HL * np.log(Y + e),
                lambda HL, Y, e=e: HL * np.log(np.maximum(Y, e)),
                lambda HL, Y, e=e: HL * np.log(np.clip(Y, e, 1 - e)),
            )
        ),
        _terms(
            "binary-cross-entropy",
            "The loss of one yes-or-no output",
            "The terms (1 - Y) · log(1 - HL) are added, as for ten separate yes-or-no questions.",
            "With one-hot Y the loss is -sum(Y · log(HL)) alone.",
            lambda HL, Y: Y * _log(HL) + (1 - Y) * _log(1 - HL),
        ),
        _terms(
            "log10",
            "The logarithm to base 10",
            "np.log10 is taken.",
            "Take the natural logarithm, np.log.",
            lambda HL, Y: Y * np.log10(np.maximum(HL, 1e-300)),
        ),
        _terms(
            "log2",
            "The logarithm to base 2",
            "np.log2 is taken.",
            "Take the natural logarithm, np.log.",
            lambda HL, Y: Y * np.log2(np.maximum(HL, 1e-300)),
        ),
        _terms(
            "log-missing",
            "There is no logarithm",
            "Y · HL is summed.",
            "Take np.log(HL).",
            lambda HL, Y: Y * HL,
        ),
        _terms(
            "log-of-one-minus",
            "The logarithm of 1 - HL",
            "Y · log(1 - HL) is summed.",
            "Take log(HL).",
            lambda HL, Y: Y * _log(1 - HL),
        ),
        _dot(
            "np.dot(Y, log(HL).T) pairs each digit with every other one; its sum is that of all "
            "logarithms, as if Y were left out.",
            lambda Y, L: Y @ L.T,
        ),
        _dot("Y and log(HL) are multiplied as matrices.", lambda Y, L: Y @ L),
        _dot("np.dot(Y.T, log(HL)) pairs each example with every other one.", lambda Y, L: Y.T @ L),
        _terms(
            "log-without-Y",
            "Y is left out",
            "log(HL) is summed for all ten digits.",
            "Multiply by Y, so that only the true digit of each example counts.",
            lambda HL, Y: _log(HL),
        ),
        *variants(
            "squared-error",
            "The squared error",
            "The cross-entropy is -sum(Y · log(HL)).",
            ("(HL - Y)² is summed.", lambda c, _: -((c.HL - c.Y) ** 2)),
            ("(HL - Y)² / 2 is summed.", lambda c, _: -((c.HL - c.Y) ** 2) / 2),
        ),
        _terms(
            "one-times-HL",
            "HL · log(HL)",
            "The output's own entropy is summed; Y does not come in.",
            "The cross-entropy is -sum(Y · log(HL)).",
            lambda HL, Y: HL * _log(HL),
        ),
        *map(_epsilon, (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-2)),
        *map(_added, (0.05, 0.1, 0.5, 1.0)),
        _terms(
            "log-is-exp",
            "exp for log",
            "The exponential is taken where the logarithm belongs.",
            "Take np.log(HL).",
            lambda HL, Y: Y * np.exp(HL),
        ),
        *variants(
            "loss-of-one",
            "One example alone",
            "Sum over all examples: np.sum without an index.",
            ("Only the last example counts.", lambda c, _: (c.Y * _log(c.HL))[:, -1]),
            ("Only the first example counts.", lambda c, _: (c.Y * _log(c.HL))[:, 0]),
            ("Only the first class counts.", lambda c, _: (c.Y * _log(c.HL))[0]),
            ("Only the last class counts.", lambda c, _: (c.Y * _log(c.HL))[-1]),
        ),
    ),
)
_SUM = ChainStep(
    "sum",
    lambda c, terms: np.sum(terms),
    (
        *(
            _dot(f"{written} is a table of {size} numbers, not one number.", formula)
            for written, size, formula in (
                ("np.dot(Y, log(HL).T)", "n × n", lambda Y, L: Y @ L.T),
                ("np.dot(log(HL), Y.T)", "n × n", lambda Y, L: L @ Y.T),
                ("np.dot(Y.T, log(HL))", "m × m", lambda Y, L: Y.T @ L),
                ("np.dot(log(HL).T, Y)", "m × m", lambda Y, L: L.T @ Y),
            )
        ),
        Slip(
            "loss-not-summed",
            "Not summed",
            "The terms are not added up: a table is returned.",
            "Sum over everything: np.sum without an axis.",
            lambda c, terms: terms,
        ),
        *variants(
            "loss-of-each-example",
            "Summed down the columns only",
            "Sum over everything: np.sum without an axis.",
            ("There is one loss for each example.", lambda c, terms: np.sum(terms, axis=0)),
            (
                "There is one loss for each example.",
                lambda c, terms: np.sum(terms, axis=0, keepdims=True),
            ),
        ),
        *variants(
            "loss-of-each-digit",
            "Summed along the rows only",
            "Sum over everything: np.sum without an axis.",
            ("There is one loss for each digit.", lambda c, terms: np.sum(terms, axis=1)),
            (
                "There is one loss for each digit.",
                lambda c, terms: np.sum(terms, axis=1, keepdims=True),
            ),
        ),
        Slip(
            "loss-largest",
            "The largest term alone",
            "The terms' smallest number is taken, not their sum.",
            "Sum over everything: np.sum without an axis.",
            lambda c, terms: np.min(terms),
        ),
    ),
)


def _share(id: str, title: str, sentence: str, hint: str, formula: Any) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, total: total * formula(c))


_MEAN = ChainStep(
    "mean",
    lambda c, total: total / c.m,
    (
        _share(
            "missing-1/m",
            "The 1/m is missing",
            "The loss is a sum over the examples; it should be their mean.",
            "Divide by m = Y.shape[1].",
            lambda c: 1,
        ),
        _share(
            "mean-over-entries",
            "The mean over all entries",
            "np.mean divides by the number of entries, 10 · m; there are m examples.",
            "Sum everything, then divide by m = Y.shape[1].",
            lambda c: 1 / (c.m * c.n),
        ),
        _share(
            "1/m-twice",
            "1/m is applied twice",
            "The loss is divided by m two times.",
            "Divide by m once.",
            lambda c: 1 / c.m**2,
        ),
        _share(
            "1/n-for-1/m",
            "Divided by the wrong length",
            "The sum is divided by the number of classes; m is the number of columns.",
            "m = Y.shape[1].",
            lambda c: 1 / c.n,
        ),
        _share(
            "loss-halved",
            "A factor of ½",
            "The loss is half of what it should be.",
            "The cross-entropy has no ½; the squared error often has.",
            lambda c: 0.5 / c.m,
        ),
    ),
)
_SIGN = ChainStep(
    "loss",
    lambda c, mean: -mean,
    (
        Slip(
            "loss-sign",
            "The sign is wrong",
            "The loss is negative; the minus before the sum is missing.",
            "loss = -sum(Y · log(HL)) / m",
            lambda c, mean: mean,
        ),
    ),
)
_CHAIN: Chain = (_TERMS, _SUM, _MEAN, _SIGN)


def _case(label: str, HL: Array, Y: Array, **more: Any) -> Case:
    given = SimpleNamespace(HL=HL, Y=Y, m=Y.shape[1], n=Y.shape[0])
    return Case(label, (HL.copy(), Y.copy()), given, course=int(len(Y) == CLASSES), **more)


def _cases() -> list[Case]:
    cases = [_case(COURSE, course_HL(), one_hot(np.array(COURSE_LABELS), len(course_HL())))]
    for seed, (n, m) in enumerate([(10, 1), (10, 8), (3, 6), (4, 4)], start=1):
        rng = np.random.default_rng(seed)
        HL = rng.uniform(0.05, 1, (n, m))
        HL /= HL.sum(axis=0)
        label = f"{n} classes, m = {m}, seed {seed}"
        cases.append(_case(label, HL, one_hot(rng.integers(0, n, m), n)))
    certain = np.array([[1.0, 0.25, 0.0], [0.0, 0.5, 0.25], [0.0, 0.25, 0.75]])
    zeros = "probabilities of exactly 0"
    cases.append(_case(zeros, certain, one_hot(np.array([0, 1, 2]), 3), hard=True))
    soft = np.array([[0.7, 0.2, 0.4], [0.1, 0.9, 0.5]])
    cases.append(_case("Y between 0 and 1", soft[:, ::-1] * 0.9, soft, judged=False))
    return cases


def _read(value: Any, case: Case) -> dict[str, Any]:
    array = as_array(value)
    if array is not None:
        return {"loss": array}
    found: dict[str, Any] = read_one("loss")(value, case)
    return found


COMPUTE_LOSS = Exercise(
    "compute_loss",
    "loss",
    ("HL", "Y"),
    _cases,
    _read,
    lambda case: {"loss": np.asarray(compute_loss(case.given.HL, case.given.Y))},
    lambda what: _CHAIN,
)
