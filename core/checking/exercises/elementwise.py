"""sigmoid, relu and softmax, and the way back through the first two.

Long because it is a table: one entry a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from core import activations
from core.arrays import Array
from core.checking.anatomy import Case, Chain, Exercise, Misfit, Slip, Step
from core.checking.exercises.examples import COURSE, course_dH, course_Z, random_Z
from core.checking.exercises.reading import kind_of, numbers, one

NUDGE = 1e-6


def sigmoid(Z: Array) -> Array:
    return activations.sigmoid(np.asarray(Z, float))[0]


def _of_H(id: str, title: str, sentence: str, hint: str, formula: Callable[[Any], Any]) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, _: formula(c.Z))


H_IS_MEMORY = Slip(
    "memory-is-H",
    "The memory holds H",
    "The second value is H; the way back needs Z.",
    "Return (H, Z): the memory of an activation is its Z.",
    lambda c, _: c.H,
)
_MEMORY = Step("memory", lambda c, _: c.Z, (H_IS_MEMORY,))

_SIGMOID = Step(
    "H",
    lambda c, _: sigmoid(c.Z),
    (
        _of_H(
            "sigmoid-sign",
            "The exponent has the wrong sign",
            "H = 1 / (1 + exp(Z)), which falls where it should rise.",
            "Write exp(-Z).",
            lambda Z: 1 / (1 + np.exp(Z)),
        ),
        _of_H(
            "sigmoid-parentheses",
            "Parentheses are missing",
            "1 / 1 + exp(-Z) is 1 + exp(-Z): the division comes first.",
            "Put 1 + exp(-Z) into parentheses.",
            lambda Z: 1 + np.exp(-Z),
        ),
        _of_H(
            "sigmoid-minus",
            "A minus in the denominator",
            "H = 1 / (1 - exp(-Z)).",
            "The denominator is 1 + exp(-Z).",
            lambda Z: 1 / (1 - np.exp(-Z)),
        ),
        _of_H(
            "sigmoid-slope",
            "The derivative instead of the function",
            "These are the values of sigmoid(Z) · (1 - sigmoid(Z)).",
            "The derivative belongs into sigmoid_backward.",
            lambda Z: sigmoid(Z) * (1 - sigmoid(Z)),
        ),
        _of_H(
            "sigmoid-is-tanh",
            "This is tanh",
            "These are the values of tanh(Z), from -1 to 1.",
            "The sigmoid is 1 / (1 + exp(-Z)), from 0 to 1.",
            np.tanh,
        ),
        _of_H(
            "sigmoid-exp",
            "Only the exponential",
            "These are the values of exp(-Z).",
            "The sigmoid is 1 / (1 + exp(-Z)).",
            lambda Z: np.exp(-Z),
        ),
    ),
)

_RELU = Step(
    "H",
    lambda c, _: np.maximum(c.Z, 0.0),
    (
        _of_H(
            "relu-leaks",
            "The ReLU leaks",
            "Negative Z come through, 100 times smaller, as in a leaky ReLU.",
            "Where Z is negative, H is exactly 0.",
            lambda Z: np.where(Z > 0, Z, 0.01 * Z),
        ),
        _of_H(
            "relu-leaks",
            "The ReLU leaks",
            "Negative Z come through, ten times smaller, as in a leaky ReLU.",
            "Where Z is negative, H is exactly 0.",
            lambda Z: np.where(Z > 0, Z, 0.1 * Z),
        ),
        _of_H(
            "relu-is-mask",
            "The mask instead of the values",
            "H is 1 where Z is positive; it should be Z there.",
            "Multiply the mask by Z, or take np.maximum(Z, 0).",
            lambda Z: (Z > 0) * 1.0,
        ),
        _of_H(
            "relu-minimum",
            "The minimum instead of the maximum",
            "Negative Z are kept and positive ones are set to 0.",
            "Take np.maximum(Z, 0).",
            lambda Z: np.minimum(Z, 0),
        ),
        _of_H(
            "relu-abs",
            "The absolute value",
            "Negative Z change their sign; they should become 0.",
            "Take np.maximum(Z, 0).",
            np.abs,
        ),
        _of_H(
            "relu-max",
            "One maximum for all",
            "np.max gives the largest of all numbers; each Z is to be compared with 0.",
            "np.maximum compares entry by entry.",
            lambda Z: np.maximum(np.max(Z), 0),
        ),
        _of_H(
            "relu-nothing",
            "Negative numbers come through",
            "H is Z itself.",
            "Where Z is negative, H is 0.",
            lambda Z: Z,
        ),
    ),
)


def _over(axis: int | None) -> Callable[[Any], Any]:
    def formula(Z: Any) -> Any:
        e = np.exp(Z - np.max(Z))
        return e / np.sum(e, axis=axis, keepdims=True)

    return formula


def _unshifted(Z: Any) -> Any:
    return np.exp(Z) / np.sum(np.exp(Z), axis=0)


_SOFTMAX = Step(
    "H",
    lambda c, _: activations.softmax(np.asarray(c.Z, float))[0],
    (
        Slip(
            "softmax-overflow",
            "Large numbers overflow",
            "exp(Z) is infinite for Z above 709, and the probabilities become nan.",
            "Subtract the largest Z of each column before exp; the result stays the same.",
            lambda c, _: _unshifted(c.Z),
            harmless=True,
        ),
        _of_H(
            "softmax-axis",
            "Summed along the wrong axis",
            "Each row adds up to 1; each column, which is an example, should.",
            "Sum over axis=0 with keepdims=True.",
            _over(1),
        ),
        _of_H(
            "softmax-all",
            "Summed over everything",
            "All examples share one sum; each column should have its own.",
            "Sum over axis=0 with keepdims=True.",
            _over(None),
        ),
        _of_H(
            "softmax-is-sigmoid",
            "This is the sigmoid",
            "These are the values of sigmoid(Z), which do not add up to 1.",
            "Divide exp(Z) by its sum down each column.",
            sigmoid,
        ),
        _of_H(
            "softmax-no-exp",
            "No exponential",
            "Z itself is divided by its sum.",
            "Take exp(Z) first.",
            lambda Z: Z / np.sum(Z, axis=0),
        ),
        _of_H(
            "softmax-no-sum",
            "Not divided by the sum",
            "These are the values of exp(Z).",
            "Divide by the sum down each column.",
            np.exp,
        ),
        _of_H(
            "softmax-log",
            "The logarithm of it",
            "These are the logarithms of the probabilities.",
            "Return the probabilities; compute_loss takes the logarithm.",
            lambda Z: np.log(activations.softmax(Z)[0]),
        ),
    ),
)


def _slope(id: str, title: str, sentence: str, hint: str, formula: Callable[[Any], Any]) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, _: formula(c))


SIGMOID_SLOPE = (
    _slope(
        "sigmoid-derivative-from-Z",
        "The derivative is taken from Z",
        "The slope is Z · (1 - Z); it should be s · (1 - s) with s = sigmoid(Z).",
        "The memory holds Z: compute s = sigmoid(Z) first.",
        lambda c: c.Z * (1 - c.Z),
    ),
    _slope(
        "sigmoid-plus",
        "A plus for a minus",
        "The slope is s · (1 + s).",
        "The derivative of the sigmoid is s · (1 - s).",
        lambda c: sigmoid(c.Z) * (1 + sigmoid(c.Z)),
    ),
    _slope(
        "sigmoid-negative-slope",
        "The slope has the wrong sign",
        "The slope is s · (s - 1), which is negative.",
        "The derivative of the sigmoid is s · (1 - s).",
        lambda c: sigmoid(c.Z) * (sigmoid(c.Z) - 1),
    ),
    _slope(
        "sigmoid-not-derived",
        "The function instead of its derivative",
        "dH is multiplied by s = sigmoid(Z) itself.",
        "Multiply by s · (1 - s).",
        lambda c: sigmoid(c.Z),
    ),
    _slope(
        "sigmoid-half-derived",
        "Half of the derivative",
        "dH is multiplied by 1 - s alone.",
        "Multiply by s · (1 - s).",
        lambda c: 1 - sigmoid(c.Z),
    ),
    _slope(
        "sigmoid-parentheses",
        "Parentheses are missing",
        "s * 1 - s is 0, since the product comes first.",
        "Write s * (1 - s).",
        lambda c: np.zeros_like(c.dH, dtype=float),
    ),
    _slope(
        "sigmoid-parentheses",
        "Parentheses are missing",
        "dH * s * 1 - s is dH · s - s, since the products come first.",
        "Write dH * s * (1 - s).",
        lambda c: (c.dH * sigmoid(c.Z) - sigmoid(c.Z)) / c.dH,
    ),
    _slope(
        "sigmoid-twice",
        "The sigmoid is taken twice",
        "s is sigmoid(sigmoid(Z)).",
        "The memory holds Z: take the sigmoid once.",
        lambda c: sigmoid(sigmoid(c.Z)) * (1 - sigmoid(sigmoid(c.Z))),
    ),
    _slope(
        "sigmoid-from-dH",
        "The derivative is taken from dH",
        "s is sigmoid(dH).",
        "The slope belongs to the place where the layer was: s = sigmoid(Z).",
        lambda c: sigmoid(c.dH) * (1 - sigmoid(c.dH)),
    ),
    _slope(
        "sigmoid-square",
        "The square for the product",
        "The slope is 1 - s², which is that of tanh with s put in.",
        "The derivative of the sigmoid is s · (1 - s).",
        lambda c: 1 - sigmoid(c.Z) ** 2,
    ),
    _slope(
        "sigmoid-is-tanh",
        "This is the slope of tanh",
        "The slope is 1 - tanh(Z)².",
        "The derivative of the sigmoid is s · (1 - s).",
        lambda c: 1 - np.tanh(c.Z) ** 2,
    ),
)
RELU_SLOPE = (
    _slope(
        "relu-mask-at-zero",
        "< where <= belongs",
        "Where Z is exactly 0 the gradient comes through; the slope there is taken as 0.",
        "Let through where Z > 0 only, that is, set dZ to 0 where Z <= 0.",
        lambda c: c.Z >= 0,
    ),
    _slope(
        "relu-mask-on-dH",
        "The mask looks at dH",
        "dZ is 0 where dH is negative; it should be where Z is.",
        "The memory holds Z: compare that with 0.",
        lambda c: c.dH > 0,
    ),
    _slope(
        "relu-mask-reversed",
        "The mask is the wrong way round",
        "The gradient comes through where Z is negative.",
        "Keep dH where Z > 0 and set it to 0 elsewhere.",
        lambda c: c.Z <= 0,
    ),
    _slope(
        "relu-mask-missing",
        "There is no mask",
        "dZ is dH itself.",
        "Set dZ to 0 where Z <= 0.",
        lambda c: np.ones_like(c.dH),
    ),
    _slope(
        "relu-leaks",
        "The ReLU leaks",
        "A hundredth of the gradient comes through where Z is negative.",
        "There the gradient is exactly 0.",
        lambda c: np.where(c.Z > 0, 1, 0.01),
    ),
    _slope(
        "relu-not-derived",
        "The function instead of its derivative",
        "dH is multiplied by relu(Z).",
        "The slope is 1 where Z > 0, whatever Z is.",
        lambda c: np.maximum(c.Z, 0),
    ),
    _slope(
        "relu-times-Z",
        "Multiplied by Z",
        "dH is multiplied by Z.",
        "The slope is 1 where Z > 0, else 0.",
        lambda c: c.Z,
    ),
    _slope(
        "relu-mask-above-one",
        "The threshold is not 0",
        "The gradient comes through where Z > 1.",
        "The kink of the ReLU is at 0.",
        lambda c: c.Z > 1,
    ),
)
WITHOUT_DH = Slip(
    "no-dH",
    "dH is left out",
    "dZ is the slope alone.",
    "The chain rule multiplies: dZ = dH · g'(Z).",
    lambda c, slope: slope * 1.0,
)
TIMES = (
    WITHOUT_DH,
    Slip(
        "dH-added",
        "A sum for the product",
        "dH and the slope are added.",
        "The chain rule multiplies: dZ = dH · g'(Z).",
        lambda c, slope: c.dH + slope,
    ),
    Slip(
        "dH-dot",
        "A matrix product for the entry by entry one",
        "dH and the slope are multiplied as matrices.",
        "Each entry of dH meets its own slope: use * instead of @ or np.dot.",
        lambda c, slope: c.dH @ (slope * 1.0),
    ),
    Slip(
        "dZ-divided-by-m",
        "Divided by m too early",
        "dZ is divided by m; dZ is kept for each example.",
        "The mean is taken in dW and db only.",
        lambda c, slope: c.dH * slope / c.m,
    ),
)
_SIGMOID_DZ: Chain = (
    Step("slope", lambda c, _: sigmoid(c.Z) * (1 - sigmoid(c.Z)), SIGMOID_SLOPE),
    Step("dZ", lambda c, slope: c.dH * slope, TIMES),
)
_RELU_DZ: Chain = (
    Step("slope", lambda c, _: c.Z > 0, RELU_SLOPE),
    Step("dZ", lambda c, slope: c.dH * slope, TIMES),
)


def _forward_cases(largest: float | None) -> Callable[[], Sequence[Case]]:
    def cases() -> list[Case]:
        Zs = [(COURSE, course_Z()), *random_Z()]
        if largest is not None:
            hard = np.array([[-largest, 0.0, 3.0], [largest, -3.0, 2.0], [0.5, -largest, 1.0]])
            Zs.append(("very large numbers", hard))
        return [
            Case(label, (Z.copy(),), SimpleNamespace(Z=Z), hard=label.startswith("very"))
            for label, Z in Zs
        ]

    return cases


def _backward_cases() -> list[Case]:
    rng = np.random.default_rng(5)
    pairs = [(COURSE, course_Z()), *random_Z()]
    cases = []
    for label, Z in pairs:
        dH = course_dH() if label == COURSE else rng.standard_normal(Z.shape)
        given = SimpleNamespace(dH=dH, Z=Z, m=Z.shape[1], n=Z.shape[0])
        cases.append(Case(label, (dH.copy(), Z.copy()), given))
    return cases


def _activated(value: Any, case: Case) -> dict[str, Any]:
    """H alone, or (H, memory)."""
    if not isinstance(value, (tuple, list)):
        return {"H": numbers(value, "H", alone=True)}
    if len(value) != 2:
        return {"H": Misfit(f"{kind_of(value).capitalize()} are returned, not (H, memory).")}
    return {"H": numbers(value[0], "H"), "memory": numbers(value[1], "memory")}


def _softmax_activated(value: Any, case: Case) -> dict[str, Any]:
    """As _activated. Nobody asks for softmax's memory, so it may be left empty."""
    if isinstance(value, (tuple, list)) and len(value) == 2 and value[1] is None:
        value = value[0]
    return _activated(value, case)


def _forward(name: str, page: str, step: Step, largest: float | None) -> Exercise:
    function = activations.ACTIVATIONS[name].forward

    def reference(case: Case) -> dict[str, Array]:
        case.given.H, _ = function(np.asarray(case.given.Z, float))
        return {"H": case.given.H, "memory": case.given.Z}

    chains = {"H": (step,), "memory": (_MEMORY,)}
    cases = _forward_cases(largest)
    read = _softmax_activated if name == "softmax" else _activated
    return Exercise(name, page, ("Z",), cases, read, reference, chains.__getitem__)


def _backward(name: str, chain: Chain) -> Exercise:
    activation = activations.ACTIVATIONS[name]

    def reference(case: Case) -> dict[str, Array]:
        return {"dZ": activation.backward(case.given.dH, np.asarray(case.given.Z, float))}

    def numeric(case: Case, what: str, index: tuple[int, ...]) -> float | None:
        Z = float(case.given.Z[index])
        if name == "relu" and abs(Z) <= NUDGE:
            return None
        above, below = (activation.forward(np.array(Z + each))[0] for each in (NUDGE, -NUDGE))
        return float(case.given.dH[index] * (above - below) / (2 * NUDGE))

    arguments = ("dH", f"{name}_memory")
    return Exercise(
        f"{name}_backward",
        "activations",
        arguments,
        _backward_cases,
        one("dZ"),
        reference,
        lambda what: chain,
        numeric,
    )


SIGMOID = _forward("sigmoid", "activations", _SIGMOID, None)
RELU = _forward("relu", "activations", _RELU, None)
SOFTMAX = _forward("softmax", "forward", _SOFTMAX, 1000.0)
SIGMOID_BACKWARD = _backward("sigmoid", _SIGMOID_DZ)
RELU_BACKWARD = _backward("relu", _RELU_DZ)
