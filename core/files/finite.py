"""Whether a network can give an answer to every image, or would overflow on one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from core.network.arrays import Array

# Far below the largest float32, 3.4e38: no sum on the way passes that, nor a difference of two.
LARGEST = 1e37
_BOUNDED_BY_1 = ("sigmoid", "tanh")


def stays_finite(weights: Sequence[Array], biases: Sequence[Array], activation: str) -> bool:
    """Whether every Z of every layer is finite, whatever image in [0, 1] comes in.

    weights: W (n, n_prev) of each layer, biases: b (n, 1), in any float. No |Z| and no partial sum
    of it is above |W|·u + |b|, where u (n_prev, 1) bounds |H_prev|: 1 for the image; then that very
    bound for ReLU, and again 1 for sigmoid and tanh. A coarser bound, which takes a tenth of the
    time, is enough for nearly every network, so it is tried first.
    """
    return any(
        _is_bounded(weights, biases, activation, product) for product in (_coarse_product, _product)
    )


def _is_bounded(
    weights: Sequence[Array],
    biases: Sequence[Array],
    activation: str,
    product: Callable[[Array, Array], Array],
) -> bool:
    bound = np.ones((weights[0].shape[1], 1), np.float32)
    for W, b in zip(weights, biases, strict=True):
        with np.errstate(over="ignore", invalid="ignore"):
            bound = product(W, bound) + np.abs(b, dtype=np.float32)
        if not (bound <= LARGEST).all():
            return False
        if activation in _BOUNDED_BY_1:
            bound = np.ones_like(bound)
    return True


def _product(W: Array, bound: Array) -> Array:
    """|W|·u."""
    result: Array = np.abs(W, dtype=np.float32) @ bound
    return result


def _coarse_product(W: Array, bound: Array) -> Array:
    """At least |W|·u: of the largest of both, as often as there are inputs."""
    largest = np.float32(max(W.max(), -W.min()))
    return np.full((len(W), 1), W.shape[1] * largest * bound.max(), np.float32)
