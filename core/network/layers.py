"""One layer: Z = W·H_prev + b, H = g(Z); and back.

Shapes: H_prev (n_prev, m), W (n, n_prev), b (n, 1), Z and H (n, m). A layer's memory is
((H_prev, W, b), Z). The `out` arguments receive results instead of new arrays; that is the whole
difference between the course's functions and the fast path.

Formulas: Goodfellow, Bengio and Courville, "Deep Learning" (2016), algorithms 6.3 and 6.4.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from core.network.activations import activation_named
from core.network.arrays import Array

LayerMemory = tuple[tuple[Array, Array, Array], Array]


class LayerGradients(NamedTuple):
    """(dH_prev, dW, db): what layer_backward gives, and where it may write.

    dH_prev is None where it is not wanted: nobody needs dX to train.
    """

    dH_prev: Array | None
    dW: Array
    db: Array


def layer_forward(
    H_prev: Array,
    W: Array,
    b: Array,
    activation: str = "relu",
    *,
    out: tuple[Array, Array] | None = None,
) -> tuple[Array, LayerMemory]:
    """(H, memory). `out` is (Z, H), two arrays (n, m) to write to."""
    Z_out, H_out = out if out is not None else (None, None)
    Z = np.matmul(W, H_prev, out=Z_out)
    Z = np.add(Z, b, out=Z_out)
    H, _ = activation_named(activation).forward(Z, out=H_out)
    return H, ((H_prev, W, b), Z)


def layer_backward(
    dH: Array,
    memory: LayerMemory,
    activation: str = "relu",
    *,
    H: Array | None = None,
    out: LayerGradients | None = None,
    dZ_out: Array | None = None,
    scale: float | None = None,
) -> LayerGradients:
    """(dH_prev, dW, db) from dH, the gradient of the loss of each example by this layer's H.

    dH and dH_prev are per example; dW = dZ·H_prevᵀ / m and db = mean of dZ, as the course has
    them. H, the activation that layer_forward gave, spares its recomputation. `scale` replaces
    the factor 1 / m, for a caller whose dH carries it already. With `out`, results are written
    there, and dH_prev is left out where its place is None.
    """
    linear_memory, Z = memory
    dZ = activation_named(activation).backward(dH, Z, out=dZ_out, H=H)
    return linear_backward(dZ, linear_memory, out=out, scale=scale)


def linear_backward(
    dZ: Array,
    linear_memory: tuple[Array, Array, Array],
    *,
    out: LayerGradients | None = None,
    scale: float | None = None,
) -> LayerGradients:
    """(dH_prev, dW, db) from dZ; the second half of layer_backward, with its arguments."""
    H_prev, W, _ = linear_memory
    m = dZ.shape[1]
    factor = 1 / m if scale is None else scale
    dH_out, dW_out, db_out = out if out is not None else (None, None, None)
    dW = np.matmul(dZ, H_prev.T, out=dW_out)
    db = np.matmul(dZ, _ones(m, dZ.dtype), out=db_out)
    if factor != 1:
        dW *= dW.dtype.type(factor)
        db *= db.dtype.type(factor)
    wanted = out is None or dH_out is not None
    return LayerGradients(np.matmul(W.T, dZ, out=dH_out) if wanted else None, dW, db)


@lru_cache(maxsize=16)
def _ones(m: int, dtype: np.dtype[Any]) -> Array:
    """A column of ones: a product with it sums over the examples, faster than a sum does."""
    ones = np.ones((m, 1), dtype)
    ones.flags.writeable = False
    return ones
