"""The course's own training loop: plain gradient descent on all examples, as a learner writes it.

The app's trainer is core.network.training: the same layers, faster and with more to choose.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def L_layer_model(
    X: Array,
    Y: Array,
    dimensions: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    *,
    activation: str = "relu",
    initialization: str = "normal",
    rng: np.random.Generator | None = None,
    losses: list[float] | None = None,
) -> dict[str, Array]:
    """Parameters after `num_iterations` steps of gradient descent on all of X (n0, m) at once.

    Y as in compute_loss. The loss before each step is appended to `losses` where given.
    The parameters have X's dtype if that is floating, else float64.
    """
    dtype = X.dtype if X.dtype.kind == "f" else np.dtype(np.float64)
    parameters = initialize_parameters(dimensions, initialization, rng=rng, dtype=dtype)
    for _ in range(num_iterations):
        HL, memories = L_layer_forward(X, parameters, activation)
        if losses is not None:
            losses.append(float(compute_loss(HL, Y)))
        gradients = L_layer_backward(HL, Y, memories, activation)
        parameters = update_parameters(parameters, gradients, learning_rate)
    return parameters
