"""The formulas that more than one exercise is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.network import activations
from core.network.arrays import Array

# What a number is moved by for a central difference.
NUDGE = 1e-6


def sigmoid(Z: Array) -> Array:
    return activations.sigmoid(np.asarray(Z, float))[0]


def relu(Z: Any) -> Any:
    return np.maximum(Z, 0.0)


def softmax(Z: Any) -> Any:
    return activations.softmax(Z)[0]


def sigmoid_slope(Z: Any) -> Any:
    """sigmoid'(Z) = H · (1 - H)."""
    return sigmoid(Z) * (1 - sigmoid(Z))


def activate(activation: str, Z: Any) -> Any:
    """H of Z by "relu" or "sigmoid"."""
    return sigmoid(Z) if activation == "sigmoid" else relu(Z)


def forward(
    c: Any,
    hidden: Callable[[Any], Any] = relu,
    last: Callable[[Any], Any] | None = None,
    bias: bool = True,
    depth: int | None = None,
) -> tuple[Any, list[Any]]:
    """(HL, [Z1, ...]) with other activations, without biases, or with fewer layers. last: the
    output's activation; the network's own unless given."""
    H, Zs = c.X, []
    depth = c.depth if depth is None else depth
    for layer in range(1, depth + 1):
        Z = c.parameters[f"W{layer}"] @ H + bias * c.parameters[f"b{layer}"]
        Zs.append(Z)
        H = (last or c.last)(Z) if layer == c.depth else hidden(Z)
    return H, Zs
