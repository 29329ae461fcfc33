"""One update of a network: forward, loss, backward, the optimizer's step, in the same buffers."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.errors import DivergenceError
from core.network.activations import activation_named
from core.network.arrays import Array
from core.network.losses import compute_loss
from core.network.network import Memories, Network, Places
from core.network.optimizers import Optimizer, make_optimizer
from core.network.recipe import Recipe
from core.network.snapshots import StepSnapshot


class Stepper:
    """One update after another, in the same buffers, for batches of up to `size` examples."""

    def __init__(
        self, network: Network, recipe: Recipe, rng: np.random.Generator, size: int
    ) -> None:
        self.size = size
        self._network = network
        self._optimizer: Optimizer = make_optimizer(recipe, network.theta)
        self._buffers = network.buffers(size)
        self._l2 = recipe.l2
        self._decay_rooms = [np.empty_like(W) for W in network.weights] if recipe.l2 else []
        self._dropout = recipe.dropout
        self._rng = rng
        self._updates = 0
        self._looked: tuple[Array, tuple[float, ...]] | None = None

    @np.errstate(over="ignore", invalid="ignore")
    def step(
        self, X: Array, labels: Array, rate: float, *, look: bool = False
    ) -> tuple[float, int]:
        """(loss before the update, examples read right). Raises DivergenceError.

        look: keep what snapshot() needs of this step.
        """
        network = self._network
        places = self._buffers.places(len(labels))
        masks = self._masks(places) if self._dropout else None
        HL, memories = network.forward(X, places=places, masks=masks)
        loss = float(compute_loss(HL, labels))
        if not math.isfinite(loss):
            raise self.diverged(loss)
        right = _count_right(HL, labels)
        folded = rate if self._optimizer.linear else 1.0
        network.backward(HL, labels, memories, rate=folded, places=places, masks=masks)
        if look:
            self._looked = network.gradient / folded, self._idle(memories)
        if self._l2:
            self._decay(folded * self._l2)
        self._optimizer.step(network.theta, network.gradient, rate)
        network.swap()
        self._updates += 1
        return loss, right

    def snapshot(
        self, step: int, epoch: int, loss: float, rate: float, examples: int
    ) -> StepSnapshot:
        """The step that was just taken with `look`, frozen."""
        assert self._looked is not None
        gradient, idle = self._looked
        self._looked = None
        # The optimizer has swapped: the old θ lies where the next gradient will.
        network, before = self._network, self._network.gradient
        theta, gradient, update = map(_frozen, (before, gradient, network.theta - before))
        return StepSnapshot(
            step,
            epoch,
            loss,
            rate,
            network.dimensions,
            network.activation,
            theta,
            gradient,
            update,
            idle,
            examples,
        )

    def _idle(self, memories: Memories) -> tuple[float, ...]:
        share = activation_named(self._network.activation).idle
        return tuple(share(Z) for _, Z in memories[:-1])

    def _decay(self, share: float) -> None:
        """Add the gradient of share/2 · ‖W‖² of every layer; biases are left alone."""
        network, factor = self._network, self._network.dtype.type(share)
        for W, dW, room in zip(
            network.weights, network.weight_gradients, self._decay_rooms, strict=True
        ):
            np.multiply(W, factor, out=room)
            np.add(dW, room, out=dW)

    @np.errstate(over="ignore", invalid="ignore")
    def loss(self, X: Array, labels: Array) -> float:
        """The loss as the network stands, of one batch."""
        return float(compute_loss(self._network.predict(X), labels))

    def diverged(self, loss: float) -> DivergenceError:
        """The last update taken back, and the error that says so."""
        if self._updates:
            self._network.swap()
        step = self._updates + 1
        return DivergenceError(
            step,
            loss,
            f"The loss became {loss} at step {step:,}, so the run was stopped. "
            "The parameters of the last finite loss were kept. Try a smaller learning rate.",
        )

    def _masks(self, places: Places) -> list[Array]:
        """Inverted dropout (Srivastava et al., 2014): kept units are scaled up by 1 / (1 - p)."""
        dtype = self._network.dtype
        scale = dtype.type(1 / (1 - self._dropout))
        return [
            (self._rng.random(H.T.shape, np.float32) >= self._dropout).T * scale
            for _, H in places.outputs[:-1]
        ]


def _count_right(HL: Array, labels: Array) -> int:
    """Examples whose true digit has the highest probability, the lowest digit winning a tie."""
    return int(np.count_nonzero(HL.argmax(axis=0) == labels))


def _frozen(values: Array) -> NDArray[np.float32]:
    frozen = values.astype(np.float32)
    frozen.flags.writeable = False
    return frozen
