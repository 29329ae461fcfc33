"""The activations g and, beside each, its derivative at work: dZ = dH * g'(Z).

Forward: Z of any shape -> (H, memory), the memory being Z itself. Backward: (dH, memory) -> dZ.
Examples are columns; softmax works down each column. Nothing changes its inputs unless told to
by `out`, an array of Z's shape and of the result's dtype that receives the result and is returned.
Float32 stays float32, float64 stays float64; other numbers become float64.

Formulas: Goodfellow, Bengio and Courville, "Deep Learning" (2016), chapters 3.10 and 6.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from core.network.arrays import Array


def relu(Z: Array, *, out: Array | None = None) -> tuple[Array, Array]:
    """H = max(Z, 0)."""
    values = floating(Z)
    return np.maximum(values, 0, out=_room(values, out)), Z


def relu_backward(
    dH: Array, relu_memory: Array, *, out: Array | None = None, H: Array | None = None
) -> Array:
    """dZ = dH where Z > 0, else 0. At the kink, Z = 0, the derivative is 0. H is of no use."""
    dZ: Array = np.multiply(floating(dH), np.greater(relu_memory, 0), out=out)
    return dZ


def sigmoid(Z: Array, *, out: Array | None = None) -> tuple[Array, Array]:
    """H = 1 / (1 + exp(-Z)), for any Z without overflow."""
    values = floating(Z)
    H = np.maximum(values, -_largest_exponent(values.dtype), out=_room(values, out))
    np.negative(H, out=H)
    np.exp(H, out=H)
    H += 1
    return np.reciprocal(H, out=H), Z


def sigmoid_backward(
    dH: Array, sigmoid_memory: Array, *, out: Array | None = None, H: Array | None = None
) -> Array:
    """dZ = dH * s * (1 - s) with s = sigmoid(Z); H is s when it is already known."""
    s = sigmoid(sigmoid_memory)[0] if H is None else H
    slope = np.subtract(1, s)
    slope *= s
    return np.multiply(dH, slope, out=out)


def tanh(Z: Array, *, out: Array | None = None) -> tuple[Array, Array]:
    """H = tanh(Z)."""
    values = floating(Z)
    return np.tanh(values, out=_room(values, out)), Z


def tanh_backward(
    dH: Array, tanh_memory: Array, *, out: Array | None = None, H: Array | None = None
) -> Array:
    """dZ = dH * (1 - t²) with t = tanh(Z); H is t when it is already known."""
    t = tanh(tanh_memory)[0] if H is None else H
    slope = np.multiply(t, t)
    np.subtract(1, slope, out=slope)
    return np.multiply(dH, slope, out=out)


def softmax(Z: Array, *, out: Array | None = None) -> tuple[Array, Array]:
    """H = exp(Z) / sum(exp(Z)) down each column, shifted by the column's maximum."""
    values = floating(Z)
    H = np.subtract(values, np.maximum.reduce(values, axis=0), out=out)
    np.exp(H, out=H)
    H /= np.add.reduce(H, axis=0)
    return H, Z


def softmax_backward(
    dH: Array, softmax_memory: Array, *, out: Array | None = None, H: Array | None = None
) -> Array:
    """dZ = p * (dH - sum(dH * p)) down each column with p = softmax(Z).

    For softmax followed by cross-entropy use losses.loss_backward, which is simpler and exact.
    """
    p = softmax(softmax_memory)[0] if H is None else H
    dot = np.add.reduce(dH * p, axis=0, keepdims=True)
    dZ: Array = np.multiply(dH - dot, p, out=out)
    return dZ


@dataclass(frozen=True)
class Activation:
    """One row of the table: how an activation is run forwards and backwards.

    backward takes the known H as well, which spares it a second sigmoid, tanh or softmax.
    idle: Z (n, m) -> the share that lets no gradient through.
    """

    forward: Callable[..., tuple[Array, Array]]
    backward: Callable[..., Array]
    idle: Callable[[Array], float] = lambda Z: 0.0


def dead_share(Z: Array) -> float:
    """Share of ReLU units that are 0 for every example."""
    return float(1 - np.count_nonzero((Z > 0).any(axis=1)) / Z.shape[0])


def saturated_share(Z: Array, bound: float) -> float:
    """Share of activations at the flat ends, where |Z| is above `bound`."""
    return float(np.count_nonzero(np.abs(Z) > bound) / Z.size)


_FLAT = math.log(0.99 / 0.01)  # beyond it sigmoid(Z) is below 0.01 or above 0.99
ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation(relu, relu_backward, dead_share),
    "sigmoid": Activation(sigmoid, sigmoid_backward, lambda Z: saturated_share(Z, _FLAT)),
    # tanh(Z) = 2 sigmoid(2Z) - 1.
    "tanh": Activation(tanh, tanh_backward, lambda Z: saturated_share(Z, _FLAT / 2)),
    "softmax": Activation(softmax, softmax_backward),
}


def activation_named(name: str) -> Activation:
    """Raises ValueError for a name that is not in the table."""
    if name not in ACTIVATIONS:
        raise ValueError(f"There is no activation “{name}”; there are: {', '.join(ACTIVATIONS)}.")
    return ACTIVATIONS[name]


def floating(values: Any) -> Array:
    """The array itself where it is of floats; else its numbers as float64."""
    array = np.asarray(values)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _room(Z: Array, out: Array | None) -> Array:
    """Where a result like Z goes. An array even for a single number, which NumPy would unwrap."""
    return np.empty_like(Z) if out is None else out


@lru_cache(maxsize=4)
def _largest_exponent(dtype: np.dtype[Any]) -> Any:
    """An x so large that 1 / (1 + exp(x)) is still a normal number, and close to the least."""
    return dtype.type(-np.log(np.finfo(dtype).tiny))
