"""Optimizers: from a gradient to the next parameters. All that they remember is in `state`.

θ, gradient: one flat vector each (see core.network.parameters). step() writes the next θ over the
gradient it has used up and returns it; θ itself is left alone (see Network.swap).

`linear` optimizers want the gradient already multiplied by the learning rate, which the backward
pass does for nothing. Theirs is the classical form in which a later change of the rate
does not reach back into the velocity (Sutskever, Martens, Dahl and Hinton, 2013).
"""

from __future__ import annotations

import numpy as np

from core.network.arrays import Array, aligned_zeros, pieces, room_for_a_piece


class Optimizer:
    """One for parameters like θ, with fresh state."""

    linear = True
    state: tuple[Array, ...] = ()

    def __init__(self, theta: Array) -> None: ...

    def step(self, theta: Array, gradient: Array, rate: float, momentum: float) -> Array:
        """The next θ, in gradient's place. rate: the learning rate. momentum: μ, if it has one."""
        raise NotImplementedError


class GradientDescent(Optimizer):
    """θ ← θ - rate·g."""

    def step(self, theta: Array, gradient: Array, rate: float, momentum: float) -> Array:
        return np.subtract(theta, gradient, out=gradient)


class Momentum(Optimizer):
    """v ← μ·v + rate·g, θ ← θ - v."""

    def __init__(self, theta: Array) -> None:
        self._velocity = aligned_zeros(theta.size, theta.dtype)
        self.state = (self._velocity,)

    def step(self, theta: Array, gradient: Array, rate: float, momentum: float) -> Array:
        for some in pieces(theta.size):
            velocity, g = self._velocity[some], gradient[some]
            velocity *= momentum
            velocity += g
            np.subtract(theta[some], velocity, out=g)
        return gradient


class Nesterov(Momentum):
    """v ← μ·v + rate·g, θ ← θ - (rate·g + μ·v), with g at θ (Sutskever et al., 2013, section 2,
    in the variables of Bengio, Boulanger-Lewandowski and Pascanu, 2013). Kept is μ·v."""

    def step(self, theta: Array, gradient: Array, rate: float, momentum: float) -> Array:
        for some in pieces(theta.size):
            ahead, g = self._velocity[some], gradient[some]
            ahead += g
            ahead *= momentum
            g += ahead
            np.subtract(theta[some], g, out=g)
        return gradient


class Adam(Optimizer):
    """Kingma and Ba (2015), algorithm 1, with β1 = 0.9, β2 = 0.999, ε = 1e-8."""

    linear = False
    beta1, beta2, epsilon = 0.9, 0.999, 1e-8

    def __init__(self, theta: Array) -> None:
        self._first, self._second = (aligned_zeros(theta.size, theta.dtype) for _ in range(2))
        self._room = room_for_a_piece(theta.size, theta.dtype)
        self._steps = np.zeros(1)
        self.state = (self._first, self._second, self._steps)

    def step(self, theta: Array, gradient: Array, rate: float, momentum: float) -> Array:
        self._steps += 1
        steps = int(self._steps[0])
        bias1, bias2 = 1 - self.beta1**steps, 1 - self.beta2**steps
        for some in pieces(theta.size):
            first, second, g = self._first[some], self._second[some], gradient[some]
            room = self._room[: g.size]
            first *= self.beta1
            np.multiply(g, 1 - self.beta1, out=room)
            first += room
            second *= self.beta2
            np.multiply(g, g, out=room)
            room *= 1 - self.beta2
            second += room

            np.sqrt(second, out=room)
            room *= bias2**-0.5
            room += self.epsilon
            np.divide(first, room, out=g)
            g *= rate / bias1
            np.subtract(theta[some], g, out=g)
        return gradient


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": GradientDescent,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adam": Adam,
}
