"""How large each layer's gradient is in a fresh network, by its depth and its weights' size."""

from __future__ import annotations

import numpy as np

from core.lessons.starter_examples import starter_examples
from core.network.arrays import Array
from core.network.losses import one_hot
from core.network.network import L_layer_backward, L_layer_forward
from core.network.parameters import initialize_parameters

UNITS = 32  # of each hidden layer


def gradient_norms(hidden: int, activation: str, scale: float) -> Array:
    """(hidden + 1,), float64: ‖dW‖ of each layer, layer 1 first, on the starter examples.

    hidden: how many hidden layers. scale: what He's initial weights are multiplied by.
    """
    dimensions = (784, *([UNITS] * hidden), 10)
    parameters = initialize_parameters(dimensions, "he", rng=np.random.default_rng(5))
    parameters = {
        name: value * scale if name.startswith("W") else value for name, value in parameters.items()
    }
    examples = starter_examples()
    HL, memories = L_layer_forward(examples.X().astype(np.float64), parameters, activation)
    gradients = L_layer_backward(
        HL, one_hot(examples.labels, examples.classes), memories, activation
    )
    return np.array([np.linalg.norm(gradients[f"dW{layer}"]) for layer in range(1, hidden + 2)])
