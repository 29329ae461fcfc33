"""layer_forward: H and the memory of one layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.checking.anatomy import Case, Chain, ChainStep, Exercise, Formula, Misfit, Slip
from core.checking.exercises.activations_forward import H_IS_MEMORY
from core.checking.exercises.examples import WHOLE, layers
from core.checking.exercises.formulas import activate, relu, sigmoid
from core.checking.exercises.outputs import array_or_misfit, memory_parts, parts_of, read_several
from core.network.arrays import Array
from core.network.layers import layer_forward

_PRODUCT = ChainStep(
    "Z",
    lambda c, _: c.W @ c.H_prev,
    (
        Slip(
            "W-transposed",
            "W is transposed",
            "Z = Wᵀ·H_prev + b; that runs only where W is square, and is wrong there.",
            "W is (n, n_prev): Z = W·H_prev + b.",
            lambda c, _: c.W.T @ c.H_prev,
        ),
        Slip(
            "product-reversed",
            "The product is the wrong way round",
            "Z = H_prev·W + b; that runs only on square arrays, and is wrong there.",
            "Z = W·H_prev + b: the weights come first.",
            lambda c, _: c.H_prev @ c.W,
        ),
        Slip(
            "product-reversed",
            "The product is the wrong way round",
            "Z is the transpose of what it should be.",
            "Z = W·H_prev + b, without a transpose.",
            lambda c, _: (c.W @ c.H_prev).T,
        ),
        Slip(
            "product-entrywise",
            "* for the matrix product",
            "W and H_prev are multiplied entry by entry.",
            "Use @ or np.dot: each row of W meets each column of H_prev.",
            lambda c, _: c.W * c.H_prev,
        ),
    ),
)
_BIAS = ChainStep(
    "Z",
    lambda c, product: product + c.b,
    (
        Slip(
            "b-missing",
            "b is left out",
            "Z = W·H_prev, without the bias.",
            "Add b.",
            lambda c, product: product,
        ),
        Slip(
            "b-twice",
            "b is added twice",
            "Z = W·H_prev + 2 · b.",
            "Add b once.",
            lambda c, product: product + 2 * c.b,
        ),
        Slip(
            "b-subtracted",
            "b is subtracted",
            "Z = W·H_prev - b.",
            "Add b.",
            lambda c, product: product - c.b,
        ),
        Slip(
            "b-along-the-row",
            "b lies along the wrong axis",
            "b is added to the columns instead of the rows.",
            "b is (n, 1): add it as it is, without a transpose.",
            lambda c, product: product + c.b.T,
        ),
        Slip(
            "b-multiplied",
            "b is multiplied",
            "Z = (W·H_prev) · b.",
            "Add b.",
            lambda c, product: product * c.b,
        ),
    ),
)
_ACTIVATION = ChainStep(
    "H",
    lambda c, Z: activate(c.activation, Z),
    (
        Slip(
            "activation-missing",
            "There is no activation",
            "H is Z itself.",
            "Run Z through the activation that was asked for.",
            lambda c, Z: Z,
        ),
        Slip(
            "always-relu",
            "Always ReLU",
            "ReLU is used whatever `activation` says.",
            'Look at `activation`: it is "relu" or "sigmoid".',
            lambda c, Z: relu(Z),
        ),
        Slip(
            "always-sigmoid",
            "Always sigmoid",
            "The sigmoid is used whatever `activation` says.",
            'Look at `activation`: it is "relu" or "sigmoid".',
            lambda c, Z: sigmoid(Z),
        ),
        Slip(
            "activations-swapped",
            "ReLU and sigmoid are swapped",
            "ReLU is used for “sigmoid” and the sigmoid for “relu”.",
            "Swap the two branches.",
            lambda c, Z: sigmoid(Z) if c.activation == "relu" else relu(Z),
        ),
        Slip(
            "activation-twice",
            "The activation is taken twice",
            "H = g(g(Z)).",
            "Run Z through the activation once.",
            lambda c, Z: activate(c.activation, activate(c.activation, Z)),
        ),
        Slip(
            "relu-leaks",
            "The ReLU leaks",
            "Negative Z come through, 100 times smaller.",
            "Where Z is negative, H is exactly 0.",
            lambda c, Z: sigmoid(Z) if c.activation == "sigmoid" else np.maximum(Z, 0.01 * Z),
        ),
    ),
)


def _given(which: Callable[[Any], Any]) -> Formula:
    return lambda c, _: which(c)


def _memory_of(*others: Callable[[Any], Any]) -> tuple[Slip, ...]:
    return tuple(
        Slip(
            "memory-reordered",
            "The memory is in another order",
            "The arrays of the memory are not in the order (H_prev, W, b).",
            "Keep them as layer_backward unpacks them: memory = ((H_prev, W, b), Z).",
            _given(other),
        )
        for other in others
    )


_CHAINS: dict[str, Chain] = {
    "H": (_PRODUCT, _BIAS, _ACTIVATION),
    "Z in memory": (
        _PRODUCT,
        _BIAS,
        ChainStep("Z in memory", lambda c, Z: Z, (H_IS_MEMORY,)),
    ),
    "H_prev in memory": (
        ChainStep(
            "H_prev in memory",
            lambda c, _: c.H_prev,
            (
                Slip(
                    "memory-H-for-H_prev",
                    "The memory holds H for H_prev",
                    "The first array of the memory is this layer's own H.",
                    "Keep the input: memory = ((H_prev, W, b), Z).",
                    lambda c, _: c.H,
                ),
            ),
        ),
    ),
    "W in memory": (
        ChainStep("W in memory", lambda c, _: c.W, _memory_of(lambda c: c.H_prev, lambda c: c.b)),
    ),
    "b in memory": (
        ChainStep("b in memory", lambda c, _: c.b, _memory_of(lambda c: c.W, lambda c: c.H_prev)),
    ),
}


def _cases() -> list[Case]:
    return [
        Case(
            label,
            (c.H_prev.copy(), c.W.copy(), c.b.copy(), c.activation),
            c,
            hard=label == WHOLE,
        )
        for label, c in layers()
    ]


def _read(value: Any, case: Case) -> dict[str, Any]:
    both = read_several("H", "memory")(value, case) if parts_of(value, 2) is None else None
    if both:
        return {"H": both["H"]}
    found = {"H": array_or_misfit(value[0], "H")}
    parts = memory_parts(value[1])
    names = ("H_prev in memory", "W in memory", "b in memory", "Z in memory")
    if isinstance(parts, Misfit):
        return found | {"Z in memory": parts}
    return found | {
        name: array_or_misfit(part, name) for name, part in zip(names, parts, strict=True)
    }


def _reference(case: Case) -> dict[str, Array]:
    c = case.given
    H, ((H_prev, W, b), Z) = layer_forward(c.H_prev, c.W, c.b, c.activation)
    return {
        "H": H,
        "H_prev in memory": H_prev,
        "W in memory": W,
        "b in memory": b,
        "Z in memory": Z,
    }


LAYER_FORWARD = Exercise(
    "layer_forward",
    "forward",
    ("H_prev", "W", "b", "activation"),
    _cases,
    _read,
    _reference,
    _CHAINS.__getitem__,
)
