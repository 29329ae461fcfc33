"""Weights and biases: how they start, and how they lie in one vector.

A network's parameters are one flat vector θ with views into it, so that an update is a handful
of passes over one array. Per layer it holds Wᵀ row by row (so W is a column-major view, which
matrix products take best when examples lie one after another), then b.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import DTypeLike

from core.errors import ShapeError
from core.network.arrays import Array

# Standard deviation of the weights of a layer with n_prev inputs and n units.
INITIALIZATIONS: dict[str, Callable[[int, int], float]] = {
    # He, Zhang, Ren and Sun (2015), "Delving deep into rectifiers", equation 10.
    "he": lambda n_prev, n: (2 / n_prev) ** 0.5,
    # Glorot and Bengio (2010), "Understanding the difficulty of training ...", equation 12.
    "xavier": lambda n_prev, n: (2 / (n_prev + n)) ** 0.5,
    # The course's own.
    "normal": lambda n_prev, n: 0.1,
    # Too wide on purpose: what the two papers' scaling prevents can be seen with it.
    "wide": lambda n_prev, n: 1.0,
}


def initialize_parameters(
    dimensions: Sequence[int],
    initialization: str = "normal",
    *,
    rng: np.random.Generator | None = None,
    dtype: DTypeLike = np.float64,
) -> dict[str, Array]:
    """{"W1": (n1, n0), "b1": (n1, 1), ...}: weights drawn from a normal distribution, biases 0.

    dimensions: widths of all layers from the input on. initialization: a key of
    INITIALIZATIONS. Without an rng the weights differ each time. Raises ShapeError for
    dimensions that make no network, ValueError for an unknown initialisation.
    """
    rng = rng or np.random.default_rng()
    theta = initial_theta(dimensions, initialization, rng=rng, dtype=dtype)
    return named(*unpack(theta, dimensions))


def initial_theta(
    dimensions: Sequence[int],
    initialization: str,
    *,
    rng: np.random.Generator,
    dtype: DTypeLike = np.float32,
) -> Array:
    """The flat vector of freshly drawn parameters. Raises as initialize_parameters."""
    if initialization not in INITIALIZATIONS:
        known = ", ".join(INITIALIZATIONS)
        raise ValueError(f"There is no initialisation “{initialization}”; there are: {known}.")
    theta = np.zeros(count(dimensions), dtype)
    for W in unpack(theta, dimensions)[0]:
        n, n_prev = W.shape
        deviation = INITIALIZATIONS[initialization](n_prev, n)
        W[...] = rng.standard_normal((n, n_prev)) * deviation
    return theta


def count(dimensions: Sequence[int]) -> int:
    """How many numbers θ has. Raises ShapeError unless there are two or more positive widths."""
    if len(dimensions) < 2 or any(n < 1 for n in dimensions):
        raise ShapeError(f"A network needs two or more layer widths above 0, not {dimensions}.")
    return sum((n_prev + 1) * n for n_prev, n in pairwise(dimensions))


def unpack(theta: Array, dimensions: Sequence[int]) -> tuple[list[Array], list[Array]]:
    """Views (W of each layer (n, n_prev), b of each layer (n, 1)) into θ.

    Raises ShapeError when θ has another length than the dimensions ask for.
    """
    if theta.shape != (count(dimensions),):
        raise ShapeError(
            f"A network {'-'.join(map(str, dimensions))} has {count(dimensions):,} parameters; "
            f"here are {theta.size:,}."
        )
    weights, biases = [], []
    for at, (n_prev, n) in zip(weights_at(dimensions), pairwise(dimensions), strict=True):
        weights.append(theta[at].reshape(n_prev, n).T)
        biases.append(theta[at.stop : at.stop + n].reshape(n, 1))
    return weights, biases


def weights_at(dimensions: Sequence[int]) -> list[slice]:
    """Where in θ the weights of each layer lie; its biases follow them."""
    places, start = [], 0
    for n_prev, n in pairwise(dimensions):
        places.append(slice(start, start + n_prev * n))
        start += (n_prev + 1) * n
    return places


def named(weights: list[Array], biases: list[Array], prefix: str = "") -> dict[str, Array]:
    """{"W1": ..., "b1": ..., ...}, each name with `prefix` before it ("d" for gradients)."""
    arrays: dict[str, Array] = {}
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        arrays |= {f"{prefix}W{layer}": W, f"{prefix}b{layer}": b}
    return arrays


def layers_of(parameters: dict[str, Array]) -> tuple[list[Array], list[Array]]:
    """Weights and biases, in order, of a dictionary such as initialize_parameters gives."""
    layers = range(1, len(parameters) // 2 + 1)
    return [parameters[f"W{n}"] for n in layers], [parameters[f"b{n}"] for n in layers]
