"""sigmoid, relu and softmax."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from core.checking.anatomy import Case, ChainStep, Exercise, Misfit, Slip
from core.checking.exercises.examples import CLASSES, COURSE, course_Z, output_Z, random_Z
from core.checking.exercises.formulas import sigmoid, sigmoid_slope
from core.checking.exercises.outputs import array_or_misfit, kind_of
from core.network import activations
from core.network.arrays import Array


def _of_H(id: str, title: str, sentence: str, hint: str, formula: Callable[[Any], Any]) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, _: formula(c.Z))


H_IS_MEMORY = Slip(
    "memory-is-H",
    "The memory holds H",
    "The second value is H; the way back needs Z.",
    "Return (H, Z): the memory of an activation is its Z.",
    lambda c, _: c.H,
)
_MEMORY = ChainStep("memory", lambda c, _: c.Z, (H_IS_MEMORY,))
_SIGMOID = ChainStep(
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
            lambda Z: sigmoid_slope(Z),
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
_RELU = ChainStep(
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
        *(
            _of_H(
                "relu-threshold",
                "The threshold is not 0",
                f"Z below {floor:g} gives {floor:g}.",
                "Take np.maximum(0, Z).",
                partial(np.maximum, floor),
            )
            for floor in (1.0, 0.1, 0.5, -1.0, 1e-3)
        ),
        *(
            _of_H(
                "relu-capped",
                "Cut off above",
                f"Z above {ceiling:g} gives {ceiling:g}.",
                "ReLU has no upper end: take np.maximum(0, Z).",
                partial(np.clip, a_min=0, a_max=ceiling),
            )
            for ceiling in (1.0, 6.0)
        ),
        _of_H(
            "relu-is-tanh",
            "This is tanh",
            "These are the values of tanh(Z).",
            "Take np.maximum(0, Z).",
            np.tanh,
        ),
        _of_H(
            "relu-is-sigmoid",
            "This is the sigmoid",
            "These are the values of 1 / (1 + exp(-Z)).",
            "Take np.maximum(0, Z).",
            lambda Z: 1 / (1 + np.exp(-Z)),
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


def _by_rows(Z: Any) -> Any:
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


_SOFTMAX = ChainStep(
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
            "softmax-axis",
            "Summed along the wrong axis",
            "The exponentials are divided by the sums of the rows, not of the columns.",
            "Sum over axis=0 with keepdims=True.",
            _by_rows,
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


def _forward_cases(largest: float | None) -> Callable[[], Sequence[Case]]:
    def cases() -> list[Case]:
        Zs = [(COURSE, course_Z()), *random_Z()]
        if largest is not None:
            Zs += output_Z()
            hard = np.array([[-largest, 0.0, 3.0], [largest, -3.0, 2.0], [0.5, -largest, 1.0]])
            Zs.append(("very large numbers", hard))
        return [
            Case(
                label,
                (Z.copy(),),
                SimpleNamespace(Z=Z),
                hard=label.startswith("very"),
                course=int(len(Z) == CLASSES),
            )
            for label, Z in Zs
        ]

    return cases


def _activated(value: Any, case: Case) -> dict[str, Any]:
    """H alone, or (H, memory)."""
    if not isinstance(value, (tuple, list)):
        return {"H": array_or_misfit(value, "H", alone=True)}
    if len(value) != 2:
        return {"H": Misfit(f"{kind_of(value).capitalize()} are returned, not (H, memory).")}
    return {"H": array_or_misfit(value[0], "H"), "memory": array_or_misfit(value[1], "memory")}


def _softmax_activated(value: Any, case: Case) -> dict[str, Any]:
    """As _activated. Nobody asks for softmax's memory, so it may be left empty."""
    if isinstance(value, (tuple, list)) and len(value) == 2 and value[1] is None:
        value = value[0]
    return _activated(value, case)


def _forward(name: str, page: str, step: ChainStep, largest: float | None) -> Exercise:
    function = activations.ACTIVATIONS[name].forward

    def reference(case: Case) -> dict[str, Array]:
        case.given.H, _ = function(np.asarray(case.given.Z, float))
        return {"H": case.given.H, "memory": case.given.Z}

    chains = {"H": (step,), "memory": (_MEMORY,)}
    cases = _forward_cases(largest)
    read = _softmax_activated if name == "softmax" else _activated
    return Exercise(name, page, ("Z",), cases, read, reference, chains.__getitem__)


SIGMOID = _forward("sigmoid", "activations", _SIGMOID, None)
RELU = _forward("relu", "activations", _RELU, None)
SOFTMAX = _forward("softmax", "forward", _SOFTMAX, 1000.0)
