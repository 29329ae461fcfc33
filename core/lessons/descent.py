"""Gradient descent on a line through a small network's parameters, where the loss can be drawn.

The line leads from fresh parameters to what thirty steps of learning make of them, and beyond
(Goodfellow, Vinyals and Saxe, "Qualitatively characterizing neural network optimization problems",
2015). What descent does on it is what it does with a single weight.
"""

from __future__ import annotations

from functools import cache
from itertools import islice

import numpy as np

from core.lessons.starter_examples import starter_examples
from core.network.arrays import Array
from core.network.course import gradient_descent
from core.network.losses import compute_loss, one_hot
from core.network.network import L_layer_backward, L_layer_forward
from core.network.parameters import initialize_parameters

DIMENSIONS = (784, 16, 10)
STEPS, RATE = 30, 0.1  # of the learning that the line leads to
Parameters = dict[str, Array]


class LossLine:
    """The mean loss of X (n0, m), with Y one-hot (n_L, m), at θ(s): s = 0 is `start`, and in the
    direction of `end` s is the distance from it. All in float64."""

    def __init__(self, start: Parameters, end: Parameters, X: Array, Y: Array) -> None:
        self._start, self._X, self._Y = start, X, Y
        way = {name: end[name] - start[name] for name in start}
        length = float(np.sqrt(sum(np.sum(each**2) for each in way.values())))
        self._direction = {name: each / length for name, each in way.items()}

    def loss(self, s: float) -> float:
        """The loss at θ(s)."""
        HL, _ = L_layer_forward(self._X, self._at(s))
        return float(compute_loss(HL, self._Y))

    def slope(self, s: float) -> float:
        """The derivative of the loss by s, from the gradients at θ(s)."""
        HL, memories = L_layer_forward(self._X, self._at(s))
        gradients = L_layer_backward(HL, self._Y, memories)
        return float(sum(np.sum(gradients[f"d{k}"] * each) for k, each in self._direction.items()))

    def descent(self, rate: float, steps: int) -> tuple[Array, Array]:
        """(places, losses), both (steps + 1,), of s ← s - rate · slope(s), from s = 0."""
        places = np.zeros(steps + 1)
        for step in range(steps):
            places[step + 1] = places[step] - rate * self.slope(places[step])
        return places, np.array([self.loss(s) for s in places])

    def _at(self, s: float) -> Parameters:
        return {name: value + s * self._direction[name] for name, value in self._start.items()}


@cache
def starter_line() -> LossLine:
    """Of a fresh network of DIMENSIONS that learns the starter examples."""
    examples = starter_examples()
    X, Y = examples.X().astype(np.float64), one_hot(examples.labels, examples.classes)
    start = initialize_parameters(DIMENSIONS, "he", rng=np.random.default_rng(3))
    (_, end) = next(islice(gradient_descent(X, Y, start, RATE), STEPS - 1, None))
    return LossLine(start, end, X, Y)
