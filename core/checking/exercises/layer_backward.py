"""layer_backward: from dH by dZ to dH_prev; dW and db branch off on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Formula, Maker, Slip, variants
from core.checking.exercises.activations_backward import RELU_SLOPE, SIGMOID_SLOPE, TIMES
from core.checking.exercises.examples import WHOLE, layers
from core.checking.exercises.formulas import NUDGE, sigmoid_slope
from core.checking.exercises.layer_gradients import DB_SUM, DW_PRODUCT, share
from core.checking.exercises.outputs import read_several
from core.network.arrays import Array
from core.network.layers import layer_backward, layer_forward


def _only(activation: str, slips: tuple[Slip, ...]) -> tuple[Slip, ...]:
    """Slips of one activation; with the other, all is right."""

    def bound(formula: Formula) -> Formula:
        return lambda c, _: formula(c, _) if c.activation == activation else _slope(c, _)

    return tuple(replace(slip, formula=bound(slip.formula)) for slip in slips)


def _slope(c: Any, _: Any) -> Any:
    return sigmoid_slope(c.Z) if c.activation == "sigmoid" else c.Z > 0


_SLOPE = ChainStep(
    "dZ",
    _slope,
    (
        *_only("relu", RELU_SLOPE),
        *_only("sigmoid", SIGMOID_SLOPE),
        Slip(
            "slope-missing",
            "The activation's derivative is left out",
            "dZ is dH itself, with any activation.",
            "dZ = relu_backward(dH, Z) or sigmoid_backward(dH, Z).",
            lambda c, _: np.ones(c.Z.shape),
        ),
        Slip(
            "always-relu",
            "Always ReLU",
            "The derivative is that of ReLU, whatever `activation` says.",
            'Look at `activation`: it is "relu" or "sigmoid".',
            lambda c, _: c.Z > 0,
        ),
        Slip(
            "always-sigmoid",
            "Always sigmoid",
            "The derivative is that of the sigmoid, whatever `activation` says.",
            'Look at `activation`: it is "relu" or "sigmoid".',
            lambda c, _: sigmoid_slope(c.Z),
        ),
        Slip(
            "activations-swapped",
            "ReLU and sigmoid are swapped",
            "The derivative of ReLU is used for “sigmoid” and the other way round.",
            "Swap the two branches.",
            lambda c, _: sigmoid_slope(c.Z) if c.activation == "relu" else c.Z > 0,
        ),
        Slip(
            "mask-from-H_prev",
            "The mask looks at H_prev",
            "dZ is 0 where the layer's input is; it should be where Z is not positive.",
            "The activation's memory is Z, the second part of the layer's memory.",
            lambda c, _: c.H_prev > 0 if c.activation == "relu" else _slope(c, _),
        ),
    ),
)
_DZ = ChainStep("dZ", lambda c, slope: c.dH * slope, TIMES)
_DH_PRODUCT = ChainStep(
    "dH_prev",
    lambda c, dZ: c.W.T @ dZ,
    (
        Slip(
            "W-not-transposed",
            "W is not transposed",
            "dH_prev = W·dZ; that runs only where W is square, and is wrong there.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: c.W @ dZ,
        ),
        *variants(
            "product-reversed",
            "The product is the wrong way round",
            "dH_prev = Wᵀ·dZ.",
            (
                "dH_prev = dZ·W…; that runs only on square arrays, and is wrong there.",
                lambda c, dZ: dZ @ c.W,
            ),
            (
                "dH_prev = dZ·Wᵀ; that runs only on square arrays, and is wrong there.",
                lambda c, dZ: dZ @ c.W.T,
            ),
        ),
        Slip(
            "product-transposed",
            "The product is transposed",
            "dH_prev = dZᵀ·W, which is (m, n_prev); H_prev is (n_prev, m).",
            "dH_prev = Wᵀ·dZ has H_prev's shape.",
            lambda c, dZ: dZ.T @ c.W,
        ),
        *variants(
            "product-entrywise",
            "* for the matrix product",
            "dH_prev = Wᵀ·dZ, with @ or np.dot.",
            ("W and dZ are multiplied entry by entry.", lambda c, dZ: c.W.T * dZ),
            ("W and dZ are multiplied entry by entry.", lambda c, dZ: c.W * dZ),
        ),
        Slip(
            "dH-for-dZ",
            "dH where dZ belongs",
            "dH_prev = Wᵀ·dH, so the activation's derivative is missing.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: c.W.T @ c.dH,
        ),
        Slip(
            "dH-returned",
            "dH itself is returned",
            "dH_prev is the dH that was handed in.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: c.dH,
        ),
        Slip(
            "dZ-for-dH_prev",
            "dZ where dH_prev belongs",
            "The first value is dZ, of this layer.",
            "dH_prev = Wᵀ·dZ goes on to the layer before.",
            lambda c, dZ: dZ * 1.0,
        ),
        Slip(
            "H_prev-for-W",
            "H_prev where W belongs",
            "dH_prev = H_prevᵀ·dZ….",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: c.H_prev.T @ dZ,
        ),
    ),
)
_DH_SHARE = ChainStep(
    "dH_prev",
    lambda c, dH_prev: dH_prev,
    (
        Slip(
            "dH_prev-divided-by-m",
            "dH_prev is divided by m",
            "dH_prev is kept for each example; only dW and db are means.",
            "Leave out the 1/m in dH_prev.",
            lambda c, dH_prev: dH_prev / c.m,
        ),
        Slip(
            "dH_prev-times-m",
            "dH_prev is multiplied by m",
            "dH_prev is kept for each example; only dW and db are means.",
            "Leave out the m in dH_prev.",
            lambda c, dH_prev: dH_prev * c.m,
        ),
    ),
)
_CHAINS: dict[str, Chain] = {
    "dH_prev": (_SLOPE, _DZ, _DH_PRODUCT, _DH_SHARE),
    "dW": (_SLOPE, _DZ, DW_PRODUCT, share("dW")),
    "db": (_SLOPE, _DZ, DB_SUM, share("db")),
}


def _cases() -> list[Case]:
    return [
        Case(
            label,
            (
                c.dH.copy(),
                ((c.H_prev.copy(), c.W.copy(), c.b.copy()), c.Z.copy()),
                c.activation,
            ),
            c,
            hard=label == WHOLE,
        )
        for label, c in layers()
    ]


def _forward_arguments(c: Any) -> tuple[Any, ...]:
    return c.H_prev, c.W, c.b, c.activation


def _reference(case: Case) -> dict[str, Array]:
    c = case.given
    dH_prev, dW, db = layer_backward(c.dH, ((c.H_prev, c.W, c.b), c.Z), c.activation)
    assert dH_prev is not None
    return {"dH_prev": dH_prev, "dW": dW, "db": db}


def _numeric(case: Case, what: str, index: tuple[int, ...]) -> float | None:
    """Of sum(dH · H), by H_prev itself, by W and b of its mean; None at a kink of ReLU."""
    c = case.given
    name = {"dH_prev": "H_prev", "dW": "W", "db": "b"}[what]
    totals, signs = [], []
    for nudge in (NUDGE, -NUDGE):
        nudged = {each: np.array(vars(c)[each], float) for each in ("H_prev", "W", "b")}
        nudged[name][index] += nudge
        H, (_, Z) = layer_forward(nudged["H_prev"], nudged["W"], nudged["b"], c.activation)
        totals.append(float(np.sum(c.dH * H)))
        signs.append(Z > 0)
    if c.activation == "relu" and (signs[0] != signs[1]).any():
        return None
    return (totals[0] - totals[1]) / (2 * NUDGE) / (1 if what == "dH_prev" else c.m)


LAYER_BACKWARD = Exercise(
    "layer_backward",
    "layer",
    ("dH", "memory", "activation"),
    _cases,
    read_several("dH_prev", "dW", "db"),
    _reference,
    _CHAINS.__getitem__,
    _numeric,
    Maker(1, "layer_forward", lambda case: _forward_arguments(case.given)),
)
