"""Cross-entropy: how far the output HL is from the true classes Y, and its gradient.

HL: (n_L, m) probabilities, a column an example. Y: one-hot (n_L, m), or the classes (m,).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ShapeError
from core.network.activations import floating
from core.network.arrays import Array


def compute_loss(HL: Array, Y: Array) -> Any:
    """Mean over the examples of -sum(Y * log(HL)) down each column; a scalar of HL's dtype.

    A probability of exactly 0 counts as the smallest normal number of the dtype, so the loss
    stays finite; NaN stays NaN. Raises ShapeError when Y does not fit HL.
    """
    HL = floating(HL)
    _check(HL, Y)
    tiny = np.finfo(HL.dtype).tiny
    if Y.ndim == 1:
        log_likelihood = HL[Y, _columns(HL.shape[1])]
        np.maximum(log_likelihood, tiny, out=log_likelihood)
        np.log(log_likelihood, out=log_likelihood)
    else:
        log_likelihood = np.log(np.maximum(HL, tiny))
        log_likelihood *= Y
    return -np.add.reduce(log_likelihood, axis=None) / HL.shape[1]


def loss_backward(HL: Array, Y: Array, *, scale: float = 1.0, out: Array | None = None) -> Array:
    """dZ of the output layer, softmax and cross-entropy taken together: scale * (HL - Y).

    Per example, so without 1/m; `scale` lets a caller fold a factor in for nothing.
    Goodfellow, Bengio and Courville (2016), section 6.2.2.3. Raises ShapeError as compute_loss.
    """
    HL = floating(HL)
    _check(HL, Y)
    if Y.ndim == 1:
        dZ: Array = np.multiply(HL, scale, out=out)
        dZ[Y, _columns(HL.shape[1])] -= scale
    else:
        dZ = np.subtract(HL, Y, out=out, dtype=HL.dtype)
        if scale != 1:
            dZ *= scale
    return dZ


def one_hot(labels: NDArray[np.integer[Any]], classes: int, dtype: Any = np.float64) -> Array:
    """(m,) classes -> (classes, m), a 1 in each column at the row of its class."""
    Y = np.zeros((classes, len(labels)), dtype)
    Y[labels, np.arange(len(labels))] = 1
    return Y


def _check(HL: Array, Y: Array) -> None:
    fits = Y.shape == HL.shape or (Y.ndim == 1 and len(Y) == HL.shape[1])
    if HL.ndim != 2 or not fits:
        raise ShapeError(
            f"HL is {HL.shape} and Y is {Y.shape}; Y must have HL's shape, or one class a column."
        )


@lru_cache(maxsize=16)
def _columns(m: int) -> NDArray[np.intp]:
    columns = np.arange(m)
    columns.flags.writeable = False
    return columns
