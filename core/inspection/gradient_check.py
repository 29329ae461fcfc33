"""Looking into a network: the gradient check.

The analytic gradient of each parameter against the central difference
(loss(θ + h) - loss(θ - h)) / 2h, in float64 (Goodfellow, Bengio and Courville, 2016, section 8.2
warns of the errors; the relative error is that of Karpathy's CS231n notes).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.losses import compute_loss
from core.network import L_layer_backward, L_layer_forward, Network

STEP = 1e-5
# Gradients smaller than this are compared absolutely: their differences are rounding.
FLOOR = 1e-4


@dataclass(frozen=True)
class GradientCheck:
    """One array's check: how many entries were compared, how many left out because a ReLU's kink
    lay between the two points, and the worst entry with both its values."""

    name: str
    checked: int
    kinks: int
    relative_error: float
    index: tuple[int, ...]
    analytic: float
    numeric: float


def check_gradients(
    network: Network,
    X: Array,
    Y: Array,
    *,
    rng: np.random.Generator,
    samples: int = 200,
) -> list[GradientCheck]:
    """Every array of the network: up to `samples` entries of each, drawn by rng.

    X (n0, m) and Y as in compute_loss. Works on a float64 copy; the network is not changed.
    """
    parameters = {name: value.astype(np.float64) for name, value in network.parameters.items()}
    X = X.astype(np.float64)
    HL, memories = L_layer_forward(X, parameters, network.activation)
    gradients = L_layer_backward(HL, Y, memories, network.activation)
    has_kinks = network.activation == "relu"
    return [
        _check_array(
            name, parameters, gradients[f"d{name}"], X, Y, network.activation, has_kinks, picks
        )
        for name, value in parameters.items()
        for picks in [rng.permutation(value.size)[:samples]]
    ]


def relative_error(analytic: float, numeric: float) -> float:
    """|a - n| / max(|a|, |n|, FLOOR); infinite when either is not a number."""
    error = abs(analytic - numeric) / max(abs(analytic), abs(numeric), FLOOR)
    return math.inf if math.isnan(error) else error


def _check_array(
    name: str,
    parameters: dict[str, Array],
    gradient: Array,
    X: Array,
    Y: Array,
    activation: str,
    has_kinks: bool,
    picks: NDArray[np.intp],
) -> GradientCheck:
    value = parameters[name]
    worst: tuple[float, tuple[int, ...], float, float] = (-1.0, (), 0.0, 0.0)
    kinks = 0
    for flat in picks:
        index = tuple(int(i) for i in np.unravel_index(flat, value.shape))
        original = value[index]
        losses, signs = [], []
        for nudge in (STEP, -STEP):
            value[index] = original + nudge
            HL, memories = L_layer_forward(X, parameters, activation)
            losses.append(float(compute_loss(HL, Y)))
            if has_kinks:
                signs.append([Z > 0 for _, Z in memories[:-1]])
        value[index] = original
        if has_kinks and any((above != below).any() for above, below in zip(*signs, strict=True)):
            kinks += 1
            continue
        numeric = (losses[0] - losses[1]) / (2 * STEP)
        analytic = float(gradient[index])
        error = relative_error(analytic, numeric)
        if error > worst[0]:
            worst = (error, index, analytic, numeric)
    error, index, analytic, numeric = worst
    return GradientCheck(name, len(picks) - kinks, kinks, max(error, 0.0), index, analytic, numeric)
