"""layer_forward and layer_backward: one layer, there and back.

Long because it is a table: one entry a mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from core.arrays import Array
from core.checking.anatomy import Case, Chain, Exercise, Formula, Misfit, Slip, Step
from core.checking.exercises.elementwise import (
    H_IS_MEMORY,
    NUDGE,
    RELU_SLOPE,
    SIGMOID_SLOPE,
    TIMES,
    sigmoid,
)
from core.checking.exercises.examples import COURSE, course_dH, course_layer
from core.checking.exercises.reading import kind_of, numbers, parts_of, several
from core.checking.report import Mistake
from core.layers import layer_backward, layer_forward

# (n_prev, n, m); the last is square, where products the wrong way round go through.
WHOLE = "arrays of whole numbers (dtype int)"
SHAPES = ((3, 4, 1), (2, 3, 6), (5, 2, 4), (1, 4, 3), (4, 4, 4), (3, 3, 3))


def _g(c: Any, Z: Any) -> Any:
    return sigmoid(Z) if c.activation == "sigmoid" else np.maximum(Z, 0.0)


def _product(id: str, title: str, sentence: str, hint: str, formula: Callable[[Any], Any]) -> Slip:
    return Slip(id, title, sentence, hint, lambda c, _: formula(c))


FORWARD_PRODUCT = Step(
    "Z",
    lambda c, _: c.W @ c.H_prev,
    (
        _product(
            "W-transposed",
            "W is transposed",
            "Z = Wᵀ·H_prev + b; that runs only where W is square, and is wrong there.",
            "W is (n, n_prev): Z = W·H_prev + b.",
            lambda c: c.W.T @ c.H_prev,
        ),
        _product(
            "product-reversed",
            "The product is the wrong way round",
            "Z = H_prev·W + b; that runs only on square arrays, and is wrong there.",
            "Z = W·H_prev + b: the weights come first.",
            lambda c: c.H_prev @ c.W,
        ),
        _product(
            "product-reversed",
            "The product is the wrong way round",
            "Z is the transpose of what it should be.",
            "Z = W·H_prev + b, without a transpose.",
            lambda c: (c.W @ c.H_prev).T,
        ),
        _product(
            "product-entrywise",
            "* for the matrix product",
            "W and H_prev are multiplied entry by entry.",
            "Use @ or np.dot: each row of W meets each column of H_prev.",
            lambda c: c.W * c.H_prev,
        ),
    ),
)
FORWARD_BIAS = Step(
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
MEMORY_FORM = Mistake(
    "memory-form",
    "The memory has another form",
    "A layer's memory is two things: what went in, (H_prev, W, b), and Z.",
    "memory = ((H_prev, W, b), Z)",
    "forward",
    "memory",
)
_ACTIVATION = Step(
    "H",
    _g,
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
            lambda c, Z: np.maximum(Z, 0.0),
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
            lambda c, Z: sigmoid(Z) if c.activation == "relu" else np.maximum(Z, 0.0),
        ),
        Slip(
            "activation-twice",
            "The activation is taken twice",
            "H = g(g(Z)).",
            "Run Z through the activation once.",
            lambda c, Z: _g(c, _g(c, Z)),
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
_FORWARD: dict[str, Chain] = {
    "H": (FORWARD_PRODUCT, FORWARD_BIAS, _ACTIVATION),
    "Z in memory": (
        FORWARD_PRODUCT,
        FORWARD_BIAS,
        Step("Z in memory", lambda c, Z: Z, (H_IS_MEMORY,)),
    ),
    "H_prev in memory": (
        Step(
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
    "W in memory": (Step("W in memory", lambda c, _: c.W),),
    "b in memory": (Step("b in memory", lambda c, _: c.b),),
}


def _only(activation: str, slips: tuple[Slip, ...]) -> tuple[Slip, ...]:
    """Slips of one activation; with the other, all is right."""

    def bound(formula: Formula) -> Formula:
        return lambda c, _: formula(c, _) if c.activation == activation else _slope(c, _)

    return tuple(replace(slip, formula=bound(slip.formula)) for slip in slips)


def _slope(c: Any, _: Any) -> Any:
    return sigmoid(c.Z) * (1 - sigmoid(c.Z)) if c.activation == "sigmoid" else c.Z > 0


_SLOPE = Step(
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
            lambda c, _: sigmoid(c.Z) * (1 - sigmoid(c.Z)),
        ),
        Slip(
            "activations-swapped",
            "ReLU and sigmoid are swapped",
            "The derivative of ReLU is used for “sigmoid” and the other way round.",
            "Swap the two branches.",
            lambda c, _: sigmoid(c.Z) * (1 - sigmoid(c.Z)) if c.activation == "relu" else c.Z > 0,
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
_DZ = Step("dZ", lambda c, slope: c.dH * slope, TIMES)


def _of_dZ(id: str, title: str, sentence: str, hint: str, formula: Formula) -> Slip:
    return Slip(id, title, sentence, hint, formula)


DW_PRODUCT = Step(
    "dW",
    lambda c, dZ: dZ @ c.H_prev.T,
    (
        _of_dZ(
            "product-transposed",
            "The product is transposed",
            "dW = H_prev·dZᵀ, which is (n_prev, n); W is (n, n_prev).",
            "dW = dZ·H_prevᵀ / m has W's shape.",
            lambda c, dZ: c.H_prev @ dZ.T,
        ),
        _of_dZ(
            "H_prev-not-transposed",
            "H_prev is not transposed",
            "dW = dZ·H_prev; that runs only on square arrays, and is wrong there.",
            "dW = dZ·H_prevᵀ / m: the sum goes over the examples.",
            lambda c, dZ: dZ @ c.H_prev,
        ),
        _of_dZ(
            "dZ-transposed",
            "dZ is transposed",
            "dW = dZᵀ·H_prev…; that runs only on square arrays, and is wrong there.",
            "dW = dZ·H_prevᵀ / m.",
            lambda c, dZ: dZ.T @ c.H_prev,
        ),
        _of_dZ(
            "dZ-transposed",
            "Both are transposed",
            "dW = dZᵀ·H_prevᵀ; that runs only on square arrays, and is wrong there.",
            "dW = dZ·H_prevᵀ / m.",
            lambda c, dZ: dZ.T @ c.H_prev.T,
        ),
        _of_dZ(
            "product-reversed",
            "The product is the wrong way round",
            "dW = H_prevᵀ·dZ; that runs only on square arrays, and is wrong there.",
            "dW = dZ·H_prevᵀ / m.",
            lambda c, dZ: c.H_prev.T @ dZ,
        ),
        _of_dZ(
            "product-reversed",
            "The product is the wrong way round",
            "dW = H_prev·dZ; that runs only on square arrays, and is wrong there.",
            "dW = dZ·H_prevᵀ / m.",
            lambda c, dZ: c.H_prev @ dZ,
        ),
        _of_dZ(
            "product-entrywise",
            "* for the matrix product",
            "dZ and H_prev are multiplied entry by entry.",
            "dW = dZ·H_prevᵀ / m, with @ or np.dot.",
            lambda c, dZ: dZ * c.H_prev,
        ),
        _of_dZ(
            "product-entrywise",
            "* for the matrix product",
            "dZ and H_prevᵀ are multiplied entry by entry.",
            "dW = dZ·H_prevᵀ / m, with @ or np.dot.",
            lambda c, dZ: dZ * c.H_prev.T,
        ),
        _of_dZ(
            "dH-for-dZ",
            "dH where dZ belongs",
            "dW is computed from dH, so the activation's derivative is missing in it.",
            "dW = dZ·H_prevᵀ / m.",
            lambda c, dZ: c.dH @ c.H_prev.T,
        ),
        _of_dZ(
            "W-for-H_prev",
            "W where H_prev belongs",
            "dW = dZ·W….",
            "dW = dZ·H_prevᵀ / m: the layer's input comes in.",
            lambda c, dZ: dZ @ c.W,
        ),
        _of_dZ(
            "H-for-H_prev",
            "H where H_prev belongs",
            "dW = dZ·Hᵀ, with this layer's own output.",
            "dW = dZ·H_prevᵀ / m: the layer's input comes in.",
            lambda c, dZ: dZ @ c.H.T,
        ),
        _of_dZ(
            "Z-for-H_prev",
            "Z where H_prev belongs",
            "dW = dZ·Zᵀ.",
            "dW = dZ·H_prevᵀ / m: the layer's input comes in.",
            lambda c, dZ: dZ @ c.Z.T,
        ),
    ),
)
DB_SUM = Step(
    "db",
    lambda c, dZ: np.sum(dZ, axis=1, keepdims=True),
    (
        _of_dZ(
            "db-keepdims",
            "keepdims is missing",
            "db is a flat vector (n,); added to Z it would lie along the wrong axis.",
            "Sum with axis=1 and keepdims=True: db has b's shape (n, 1).",
            lambda c, dZ: np.sum(dZ, axis=1),
        ),
        _of_dZ(
            "db-axis",
            "Summed over the wrong axis",
            "db is summed over the units; there is a number for each example.",
            "Sum over the examples: axis=1, keepdims=True.",
            lambda c, dZ: np.sum(dZ, axis=0, keepdims=True),
        ),
        _of_dZ(
            "db-axis",
            "Summed over the wrong axis",
            "db is summed over the units; there is a number for each example.",
            "Sum over the examples: axis=1, keepdims=True.",
            lambda c, dZ: np.sum(dZ, axis=0),
        ),
        _of_dZ(
            "db-axis",
            "Summed over the wrong axis",
            "db is summed over the units and stood upright; it has a number for each example.",
            "Sum over the examples: axis=1, keepdims=True.",
            lambda c, dZ: np.sum(dZ, axis=0, keepdims=True).T,
        ),
        _of_dZ(
            "db-all",
            "Summed over everything",
            "db is a single number; there should be one for each unit.",
            "Sum over the examples alone: axis=1, keepdims=True.",
            lambda c, dZ: np.sum(dZ),
        ),
        _of_dZ(
            "db-all",
            "Summed over everything",
            "db is a single number in brackets; there should be one for each unit.",
            "Sum over the examples alone: axis=1, keepdims=True.",
            lambda c, dZ: np.sum(dZ, keepdims=True),
        ),
        _of_dZ(
            "db-all",
            "Summed over everything",
            "db holds the same number for each unit: the sum of all of dZ.",
            "Sum over the examples alone: axis=1, keepdims=True.",
            lambda c, dZ: np.full((c.n, 1), np.sum(dZ)),
        ),
        _of_dZ(
            "db-all",
            "The mean of everything",
            "np.mean(dZ) is a single number; there should be one for each unit.",
            "Take the mean over the examples alone: axis=1, keepdims=True.",
            lambda c, dZ: np.sum(dZ) / c.n,
        ),
        _of_dZ(
            "db-axis",
            "The mean over the wrong axis",
            "db is the mean over the units; there is a number for each example.",
            "Take the mean over the examples: axis=1, keepdims=True.",
            lambda c, dZ: np.mean(dZ, axis=0, keepdims=True) * c.m,
        ),
        _of_dZ(
            "db-axis",
            "The mean over the wrong axis",
            "db is the mean over the units; there is a number for each example.",
            "Take the mean over the examples: axis=1, keepdims=True.",
            lambda c, dZ: np.mean(dZ, axis=0) * c.m,
        ),
        _of_dZ(
            "db-lying",
            "db lies on its side",
            "db is (1, n); b is (n, 1).",
            "Sum with axis=1 and keepdims=True.",
            lambda c, dZ: np.sum(dZ, axis=1, keepdims=True).T,
        ),
        _of_dZ(
            "db-not-summed",
            "Not summed",
            "db is dZ, a number for each unit and example.",
            "Sum over the examples: axis=1, keepdims=True.",
            lambda c, dZ: dZ * 1.0,
        ),
        _of_dZ(
            "dH-for-dZ",
            "dH where dZ belongs",
            "db is computed from dH, so the activation's derivative is missing in it.",
            "db is the mean of dZ over the examples.",
            lambda c, dZ: np.sum(c.dH, axis=1, keepdims=True),
        ),
        _of_dZ(
            "b-for-dZ",
            "b where dZ belongs",
            "db is computed from b itself.",
            "db is the mean of dZ over the examples.",
            lambda c, dZ: np.sum(c.b, axis=1, keepdims=True),
        ),
    ),
)


def share(letter: str) -> Step:
    """The mean over the examples, in dW or in db."""

    def slip(id: str, title: str, sentence: str, factor: Callable[[Any], float]) -> Slip:
        hint = f"Divide {letter} by m = dH.shape[1], the number of examples, once."
        return Slip(id, title, sentence, hint, lambda c, total: total * factor(c))

    return Step(
        letter,
        lambda c, total: total / c.m,
        (
            slip(
                "missing-1/m",
                "The 1/m is missing",
                f"{letter} is a sum over the examples; it should be their mean.",
                lambda c: 1,
            ),
            slip(
                "1/m-twice",
                "1/m is applied twice",
                f"{letter} is divided by m two times.",
                lambda c: 1 / c.m**2,
            ),
            slip(
                "1/n-for-1/m",
                "Divided by the wrong length",
                f"{letter} is divided by the number of units, n; m is the number of columns.",
                lambda c: 1 / c.n,
            ),
            slip(
                "1/n-for-1/m",
                "Divided by the wrong length",
                f"{letter} is divided by the number of inputs, n_prev; m is the number of columns.",
                lambda c: 1 / c.n_prev,
            ),
            slip(
                "mean-over-entries",
                "The mean over all entries",
                f"{letter} is divided by n · m.",
                lambda c: 1 / (c.n * c.m),
            ),
            slip(
                "times-m",
                "Multiplied by m",
                f"{letter} is multiplied by m instead of divided.",
                lambda c: c.m,
            ),
            slip(
                "m-fixed",
                "m is a fixed number",
                f"{letter} is divided by 5, whatever the number of examples is.",
                lambda c: 1 / 5,
            ),
            slip(
                "half",
                "A factor of ½",
                f"{letter} is divided by 2m.",
                lambda c: 0.5 / c.m,
            ),
        ),
    )


DH_PRODUCT = Step(
    "dH_prev",
    lambda c, dZ: c.W.T @ dZ,
    (
        _of_dZ(
            "W-not-transposed",
            "W is not transposed",
            "dH_prev = W·dZ; that runs only where W is square, and is wrong there.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: c.W @ dZ,
        ),
        _of_dZ(
            "product-reversed",
            "The product is the wrong way round",
            "dH_prev = dZ·W…; that runs only on square arrays, and is wrong there.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: dZ @ c.W,
        ),
        _of_dZ(
            "product-reversed",
            "The product is the wrong way round",
            "dH_prev = dZ·Wᵀ; that runs only on square arrays, and is wrong there.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: dZ @ c.W.T,
        ),
        _of_dZ(
            "product-transposed",
            "The product is transposed",
            "dH_prev = dZᵀ·W, which is (m, n_prev); H_prev is (n_prev, m).",
            "dH_prev = Wᵀ·dZ has H_prev's shape.",
            lambda c, dZ: dZ.T @ c.W,
        ),
        _of_dZ(
            "product-entrywise",
            "* for the matrix product",
            "W and dZ are multiplied entry by entry.",
            "dH_prev = Wᵀ·dZ, with @ or np.dot.",
            lambda c, dZ: c.W.T * dZ,
        ),
        _of_dZ(
            "product-entrywise",
            "* for the matrix product",
            "W and dZ are multiplied entry by entry.",
            "dH_prev = Wᵀ·dZ, with @ or np.dot.",
            lambda c, dZ: c.W * dZ,
        ),
        _of_dZ(
            "dH-for-dZ",
            "dH where dZ belongs",
            "dH_prev = Wᵀ·dH, so the activation's derivative is missing.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: c.W.T @ c.dH,
        ),
        _of_dZ(
            "dH-returned",
            "dH itself is returned",
            "dH_prev is the dH that was handed in.",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: c.dH,
        ),
        _of_dZ(
            "dZ-for-dH_prev",
            "dZ where dH_prev belongs",
            "The first value is dZ, of this layer.",
            "dH_prev = Wᵀ·dZ goes on to the layer before.",
            lambda c, dZ: dZ * 1.0,
        ),
        _of_dZ(
            "H_prev-for-W",
            "H_prev where W belongs",
            "dH_prev = H_prevᵀ·dZ….",
            "dH_prev = Wᵀ·dZ.",
            lambda c, dZ: c.H_prev.T @ dZ,
        ),
    ),
)
DH_SHARE = Step(
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
_BACKWARD: dict[str, Chain] = {
    "dH_prev": (_SLOPE, _DZ, DH_PRODUCT, DH_SHARE),
    "dW": (_SLOPE, _DZ, DW_PRODUCT, share("dW")),
    "db": (_SLOPE, _DZ, DB_SUM, share("db")),
}


def _layers() -> list[tuple[str, SimpleNamespace]]:
    """Labelled arrays H_prev, W, b, Z, dH of layers, with both activations in turn."""
    layers = []
    H_prev, W, b = course_layer()
    for activation in ("relu", "sigmoid"):
        layers.append((f"{COURSE}, {activation}", [H_prev, W, b, course_dH()], activation))
    for seed, (n_prev, n, m) in enumerate(SHAPES, start=1):
        rng = np.random.default_rng(seed)
        arrays = [rng.standard_normal(size) for size in ((n_prev, m), (n, n_prev), (n, 1), (n, m))]
        for activation in ("relu", "sigmoid"):
            label = f"{n_prev} → {n} units, m = {m}, {activation}, seed {seed}"
            layers.append((label, arrays, activation))
    whole = [*(each.astype(int) for each in course_layer()), course_dH()]
    layers.append((WHOLE, whole, "relu"))
    # Z is exactly 0 where W and b are: the kink of ReLU.
    dead = [np.ones((2, 3)), np.zeros((2, 2)), np.zeros((2, 1)), np.ones((2, 3))]
    layers.append(("W and b of zeros, relu", dead, "relu"))
    return [
        (
            label,
            SimpleNamespace(
                H_prev=H_prev,
                W=W,
                b=b,
                dH=dH,
                Z=W @ H_prev + b,
                H=_g(SimpleNamespace(activation=activation), W @ H_prev + b),
                activation=activation,
                n_prev=W.shape[1],
                n=W.shape[0],
                m=dH.shape[1],
            ),
        )
        for label, (H_prev, W, b, dH), activation in layers
    ]


def _forward_cases() -> list[Case]:
    return [
        Case(
            label,
            (c.H_prev.copy(), c.W.copy(), c.b.copy(), c.activation),
            c,
            hard=label == WHOLE,
        )
        for label, c in _layers()
    ]


def _backward_cases() -> list[Case]:
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
        for label, c in _layers()
    ]


def memory_parts(memory: Any) -> Any:
    """(H_prev, W, b, Z) of ((H_prev, W, b), Z), else a Misfit. Z may come in brackets."""
    halves = parts_of(memory, 2)
    linear = parts_of(halves[0], 3) if halves else None
    if halves is None or linear is None:
        problem = f"The memory should be ((H_prev, W, b), Z); this is {kind_of(memory)}."
        return Misfit(problem, MEMORY_FORM)
    return (*linear, halves[1])


def _read_forward(value: Any, case: Case) -> dict[str, Any]:
    both = several("H", "memory")(value, case) if parts_of(value, 2) is None else None
    if both:
        return {"H": both["H"]}
    found = {"H": numbers(value[0], "H")}
    parts = memory_parts(value[1])
    names = ("H_prev in memory", "W in memory", "b in memory", "Z in memory")
    if isinstance(parts, Misfit):
        return found | {"Z in memory": parts}
    return found | {name: numbers(part, name) for name, part in zip(names, parts, strict=True)}


def _forward_reference(case: Case) -> dict[str, Array]:
    c = case.given
    H, ((H_prev, W, b), Z) = layer_forward(c.H_prev, c.W, c.b, c.activation)
    return {
        "H": H,
        "H_prev in memory": H_prev,
        "W in memory": W,
        "b in memory": b,
        "Z in memory": Z,
    }


def _backward_reference(case: Case) -> dict[str, Array]:
    c = case.given
    result = layer_backward(c.dH, ((c.H_prev, c.W, c.b), c.Z), c.activation)
    assert result.dH_prev is not None
    return {"dH_prev": result.dH_prev, "dW": result.dW, "db": result.db}


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


LAYER_FORWARD = Exercise(
    "layer_forward",
    "forward",
    ("H_prev", "W", "b", "activation"),
    _forward_cases,
    _read_forward,
    _forward_reference,
    _FORWARD.__getitem__,
)
LAYER_BACKWARD = Exercise(
    "layer_backward",
    "layer",
    ("dH", "memory", "activation"),
    _backward_cases,
    several("dH_prev", "dW", "db"),
    _backward_reference,
    _BACKWARD.__getitem__,
    _numeric,
)
