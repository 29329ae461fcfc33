"""One step of training: forward, loss, backward, the optimizer's update, in the same buffers."""

from __future__ import annotations

import math
from contextvars import copy_context

import numpy as np

from core.errors import DivergenceError
from core.network.activations import activation_named
from core.network.arrays import Array, frozen, pieces, room_for_a_piece
from core.network.layers import LayerBuffers
from core.network.losses import compute_loss
from core.network.network import Memories, Network
from core.network.optimizers import OPTIMIZERS
from core.network.parameters import weights_at
from core.network.recipe import Recipe
from core.network.reports import StepReport
from core.network.snapshots import StepSnapshot


class Stepper:
    """Takes one step after another with batches of up to `size` examples. rng: for dropout.

    updates: how many were taken. HL: what the network gave in the last, (n_L, m), until the next.
    """

    def __init__(
        self, network: Network, recipe: Recipe, rng: np.random.Generator, size: int
    ) -> None:
        self._network = network
        self.optimizer = OPTIMIZERS[recipe.optimizer](network.theta)
        self._decay = room_for_a_piece(network.theta.size, network.dtype)
        self._decayed = [
            some for at in weights_at(network.dimensions) for some in pieces(at.stop, at.start)
        ]
        self.rng = rng
        self.updates, self.HL = 0, np.empty((0, 0), network.dtype)
        self._kept: tuple[Array, tuple[float, ...], int] | None = None
        # Parameters that grow without bounds are told of by their loss, not by NumPy's warnings.
        self._quietly = copy_context()
        self._quietly.run(np.seterr, over="ignore", invalid="ignore")
        self.follow(recipe, size)

    def follow(self, recipe: Recipe, size: int) -> None:
        """Go by `recipe`, of the same network and optimizer, from the next step on."""
        self._recipe, self._buffers = recipe, self._network.buffers(size)

    def step(
        self, X: Array, labels: Array, rate: float, *, keep: bool = False
    ) -> tuple[float, int]:
        """(loss before the update, examples read right). Raises DivergenceError.

        X: (n0, m), labels: (m,). rate: the learning rate. keep: what snapshot() needs of it.
        """
        return self._quietly.run(self._step, X, labels, rate, keep)

    def _step(self, X: Array, labels: Array, rate: float, keep: bool) -> tuple[float, int]:
        network, recipe = self._network, self._recipe
        buffers = self._buffers.of(len(labels))
        if recipe.dropout:
            self._draw_masks(buffers, len(labels))
        HL, memories = network.forward(X, buffers)
        self.HL = HL
        loss = float(compute_loss(HL, labels))
        if not math.isfinite(loss):
            raise self.diverged(loss)
        right = int(np.count_nonzero(HL.argmax(axis=0) == labels))

        folded = rate if self.optimizer.linear else 1.0
        network.backward(HL, labels, memories, buffers, folded)
        if keep:
            self._kept = network.gradient / folded, self._idle_shares(memories), right
        if recipe.l2:
            self._add_decay(folded * recipe.l2)
        self.optimizer.step(network.theta, network.gradient, rate, recipe.momentum)
        network.swap()
        self.updates += 1
        return loss, right

    def snapshot(self, report: StepReport) -> StepSnapshot:
        """The step that was just taken with `keep`, and that `report` tells of, frozen."""
        assert self._kept is not None
        (gradient, idle, right), self._kept = self._kept, None
        # The optimizer has swapped: the old θ lies where the next gradient will.
        network, before = self._network, self._network.gradient
        arrays = before, gradient, network.theta - before
        theta, gradient, update = (frozen(each, np.float32) for each in arrays)
        shape = network.dimensions, network.activation
        told = report.step, report.epoch, report.loss, report.learning_rate
        return StepSnapshot(*told, *shape, theta, gradient, update, idle, report.examples, right)

    def loss(self, X: Array, labels: Array) -> float:
        """The loss as the network stands, of one batch."""
        return float(compute_loss(self._quietly.run(self._network.predict, X), labels))

    def diverged(self, loss: float) -> DivergenceError:
        """The last update taken back, and the error that says so."""
        if self.updates:
            self._network.swap()
        return DivergenceError(self.updates + 1, loss)

    def _draw_masks(self, buffers: list[LayerBuffers], m: int) -> None:
        """Inverted dropout (Srivastava et al., 2014): kept units are scaled up by 1 / (1 - p)."""
        dropout = self._recipe.dropout
        scale = self._network.dtype.type(1 / (1 - dropout))
        for each, n in zip(buffers, self._network.dimensions[1:-1], strict=False):
            kept = self.rng.random((m, n), np.float32) >= dropout
            each.mask = kept.T * scale

    def _idle_shares(self, memories: Memories) -> tuple[float, ...]:
        share = activation_named(self._network.activation).idle
        return tuple(share(Z) for _, Z in memories[:-1])

    def _add_decay(self, share: float) -> None:
        """Add the gradient of share/2 · ‖W‖² of every layer; biases are left alone."""
        theta, gradient = self._network.theta, self._network.gradient
        for some in self._decayed:
            g = gradient[some]
            g += np.multiply(theta[some], share, out=self._decay[: g.size])
