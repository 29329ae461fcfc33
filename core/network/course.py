"""The course's own training loop: plain gradient descent on all examples, as a learner writes it.

The app's trainer is core.network.training: the same layers, faster and with more to choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from core.network.arrays import Array
from core.network.losses import compute_loss
from core.network.network import L_layer_backward, L_layer_forward
from core.network.parameters import initialize_parameters


def update_parameters(
    parameters: dict[str, Array], gradients: dict[str, Array], learning_rate: float
) -> dict[str, Array]:
    """Each parameter minus learning_rate times its gradient, in new arrays of the same dtype."""
    return {
        name: np.subtract(value, (learning_rate * gradients[f"d{name}"]).astype(value.dtype))
        for name, value in parameters.items()
    }


def gradient_descent(
    X: Array,
    Y: Array,
    parameters: dict[str, Array],
    learning_rate: float = 0.0075,
    activation: str = "relu",
) -> Iterator[tuple[float, dict[str, Array]]]:
    """Step after step on all of X (n0, m), without end: (loss before it, parameters after it).

    Y as in compute_loss.
    """
    while True:
        HL, memories = L_layer_forward(X, parameters, activation)
        gradients = L_layer_backward(HL, Y, memories, activation)
        parameters = update_parameters(parameters, gradients, learning_rate)
        yield float(compute_loss(HL, Y)), parameters


def L_layer_model(
    X: Array,
    Y: Array,
    dimensions: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
) -> dict[str, Array]:
    """Parameters after `num_iterations` steps of gradient descent from freshly drawn ones.

    They have X's dtype if that is floating, else float64, and differ each time; to choose where
    to start, or to see the losses, call gradient_descent.
    """
    dtype = X.dtype if X.dtype.kind == "f" else np.dtype(np.float64)
    parameters = initialize_parameters(dimensions, dtype=dtype)
    for _, updated in islice(gradient_descent(X, Y, parameters, learning_rate), num_iterations):
        parameters = updated
    return parameters
