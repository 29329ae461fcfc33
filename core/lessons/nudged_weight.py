"""One weight of a small network, nudged: the gradient by differences beside that of backward."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.network.arrays import Array
from core.network.losses import compute_loss, one_hot
from core.network.network import L_layer_backward, L_layer_forward
from core.network.parameters import initialize_parameters
from core.relative_errors import relative_errors

DIMENSIONS = (784, 16, 10)
LAST = "W2"


class NudgedWeight:
    """The weight of a fresh network's last layer with the largest gradient, for one example.

    gradient: by backward, in float64, whatever the dtype of the nudges. index: (unit, input).
    """

    def __init__(self, image: Array, digit: int) -> None:
        """image: (784, 1). digit: its true digit."""
        self._parameters = initialize_parameters(DIMENSIONS, "he", rng=np.random.default_rng(2))
        self._image, self._Y = image, one_hot(np.array([digit]), DIMENSIONS[-1])
        HL, memories = L_layer_forward(image.astype(np.float64), self._parameters)
        dW = L_layer_backward(HL, self._Y, memories)[f"d{LAST}"]
        unit, weight = np.unravel_index(np.abs(dW).argmax(), dW.shape)
        self.index = int(unit), int(weight)
        self.gradient = float(dW[self.index])

    def loss(self, move: float, dtype: Any = np.float64) -> float:
        """The loss with the weight moved by `move`, computed in `dtype`."""
        parameters = {name: value.astype(dtype) for name, value in self._parameters.items()}
        parameters[LAST][self.index] += dtype(move)
        HL, _ = L_layer_forward(self._image.astype(dtype), parameters)
        return float(compute_loss(HL, self._Y.astype(dtype)))

    def central(self, step: float, dtype: Any = np.float64) -> float:
        """(loss(w + ε) - loss(w - ε)) / 2ε, with ε = step."""
        return (self.loss(step, dtype) - self.loss(-step, dtype)) / (2 * step)

    def one_sided(self, step: float, dtype: Any = np.float64) -> float:
        """(loss(w + ε) - loss(w)) / ε, with ε = step."""
        return (self.loss(step, dtype) - self.loss(0.0, dtype)) / step

    def error(self, difference: float) -> float:
        """The relative error of a difference against the gradient."""
        return float(relative_errors(np.array(difference), np.array(self.gradient), 0.0))
