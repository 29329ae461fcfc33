"""dW and db of one layer, from its dZ: sums over the examples, then their mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.checking.anatomy import ChainStep, Slip, variants

DW_PRODUCT = ChainStep(
    "dW",
    lambda c, dZ: dZ @ c.H_prev.T,
    (
        Slip(
            "product-transposed",
            "The product is transposed",
            "dW = H_prev·dZᵀ, which is (n_prev, n); W is (n, n_prev).",
            "dW = dZ·H_prevᵀ / m has W's shape.",
            lambda c, dZ: c.H_prev @ dZ.T,
        ),
        Slip(
            "H_prev-not-transposed",
            "H_prev is not transposed",
            "dW = dZ·H_prev; that runs only on square arrays, and is wrong there.",
            "dW = dZ·H_prevᵀ / m: the sum goes over the examples.",
            lambda c, dZ: dZ @ c.H_prev,
        ),
        Slip(
            "dZ-transposed",
            "dZ is transposed",
            "dW = dZᵀ·H_prev…; that runs only on square arrays, and is wrong there.",
            "dW = dZ·H_prevᵀ / m.",
            lambda c, dZ: dZ.T @ c.H_prev,
        ),
        Slip(
            "dZ-transposed",
            "Both are transposed",
            "dW = dZᵀ·H_prevᵀ; that runs only on square arrays, and is wrong there.",
            "dW = dZ·H_prevᵀ / m.",
            lambda c, dZ: dZ.T @ c.H_prev.T,
        ),
        *variants(
            "product-reversed",
            "The product is the wrong way round",
            "dW = dZ·H_prevᵀ / m.",
            (
                "dW = H_prevᵀ·dZ; that runs only on square arrays, and is wrong there.",
                lambda c, dZ: c.H_prev.T @ dZ,
            ),
            (
                "dW = H_prev·dZ; that runs only on square arrays, and is wrong there.",
                lambda c, dZ: c.H_prev @ dZ,
            ),
        ),
        *variants(
            "product-entrywise",
            "* for the matrix product",
            "dW = dZ·H_prevᵀ / m, with @ or np.dot.",
            ("dZ and H_prev are multiplied entry by entry.", lambda c, dZ: dZ * c.H_prev),
            ("dZ and H_prevᵀ are multiplied entry by entry.", lambda c, dZ: dZ * c.H_prev.T),
        ),
        Slip(
            "dH-for-dZ",
            "dH where dZ belongs",
            "dW is computed from dH, so the activation's derivative is missing in it.",
            "dW = dZ·H_prevᵀ / m.",
            lambda c, dZ: c.dH @ c.H_prev.T,
        ),
        Slip(
            "W-for-H_prev",
            "W where H_prev belongs",
            "dW = dZ·W….",
            "dW = dZ·H_prevᵀ / m: the layer's input comes in.",
            lambda c, dZ: dZ @ c.W,
        ),
        Slip(
            "H-for-H_prev",
            "H where H_prev belongs",
            "dW = dZ·Hᵀ, with this layer's own output.",
            "dW = dZ·H_prevᵀ / m: the layer's input comes in.",
            lambda c, dZ: dZ @ c.H.T,
        ),
        Slip(
            "Z-for-H_prev",
            "Z where H_prev belongs",
            "dW = dZ·Zᵀ.",
            "dW = dZ·H_prevᵀ / m: the layer's input comes in.",
            lambda c, dZ: dZ @ c.Z.T,
        ),
    ),
)
DB_SUM = ChainStep(
    "db",
    lambda c, dZ: np.sum(dZ, axis=1, keepdims=True),
    (
        Slip(
            "db-keepdims",
            "keepdims is missing",
            "db is a flat vector (n,); added to Z it would lie along the wrong axis.",
            "Sum with axis=1 and keepdims=True: db has b's shape (n, 1).",
            lambda c, dZ: np.sum(dZ, axis=1),
        ),
        *variants(
            "db-axis",
            "Summed over the wrong axis",
            "Sum over the examples: axis=1, keepdims=True.",
            (
                "db is summed over the units; there is a number for each example.",
                lambda c, dZ: np.sum(dZ, axis=0, keepdims=True),
            ),
            (
                "db is summed over the units; there is a number for each example.",
                lambda c, dZ: np.sum(dZ, axis=0),
            ),
            (
                "db is summed over the units and stood upright; it has a number for each example.",
                lambda c, dZ: np.sum(dZ, axis=0, keepdims=True).T,
            ),
        ),
        *variants(
            "db-all",
            "Summed over everything",
            "Sum over the examples alone: axis=1, keepdims=True.",
            ("db is a single number; there should be one for each unit.", lambda c, dZ: np.sum(dZ)),
            (
                "db is a single number in brackets; there should be one for each unit.",
                lambda c, dZ: np.sum(dZ, keepdims=True),
            ),
            (
                "db holds the same number for each unit: the sum of all of dZ.",
                lambda c, dZ: np.full((c.n, 1), np.sum(dZ)),
            ),
        ),
        Slip(
            "db-all",
            "The mean of everything",
            "np.mean(dZ) is a single number; there should be one for each unit.",
            "Take the mean over the examples alone: axis=1, keepdims=True.",
            lambda c, dZ: np.sum(dZ) / c.n,
        ),
        *variants(
            "db-axis",
            "The mean over the wrong axis",
            "Take the mean over the examples: axis=1, keepdims=True.",
            (
                "db is the mean over the units; there is a number for each example.",
                lambda c, dZ: np.mean(dZ, axis=0, keepdims=True) * c.m,
            ),
            (
                "db is the mean over the units; there is a number for each example.",
                lambda c, dZ: np.mean(dZ, axis=0) * c.m,
            ),
        ),
        Slip(
            "db-lying",
            "db lies on its side",
            "db is (1, n); b is (n, 1).",
            "Sum with axis=1 and keepdims=True.",
            lambda c, dZ: np.sum(dZ, axis=1, keepdims=True).T,
        ),
        Slip(
            "db-not-summed",
            "Not summed",
            "db is dZ, a number for each unit and example.",
            "Sum over the examples: axis=1, keepdims=True.",
            lambda c, dZ: dZ * 1.0,
        ),
        Slip(
            "dH-for-dZ",
            "dH where dZ belongs",
            "db is computed from dH, so the activation's derivative is missing in it.",
            "db is the mean of dZ over the examples.",
            lambda c, dZ: np.sum(c.dH, axis=1, keepdims=True),
        ),
        Slip(
            "b-for-dZ",
            "b where dZ belongs",
            "db is computed from b itself.",
            "db is the mean of dZ over the examples.",
            lambda c, dZ: np.sum(c.b, axis=1, keepdims=True),
        ),
    ),
)


def share(letter: str) -> ChainStep:
    """The mean over the examples, in dW or in db."""

    def slip(id: str, title: str, sentence: str, factor: Callable[[Any], float]) -> Slip:
        hint = f"Divide {letter} by m = dH.shape[1], the number of examples, once."
        return Slip(id, title, sentence, hint, lambda c, total: total * factor(c))

    return ChainStep(
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
