"""train(): a generator that learns step by step and tells of each. No thread, print or clock."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.activations import activation_named
from core.arrays import Array, aligned_zeros
from core.data.augmentation import Augmentation
from core.data.dataset import Dataset, Split
from core.errors import DataError, DivergenceError
from core.evaluation import evaluate
from core.losses import compute_loss
from core.network import Memories, Network, Places
from core.optimizers import Optimizer, make_optimizer
from core.recipe import Recipe
from core.reports import EpochReport, Report, StepReport
from core.schedules import SCHEDULES
from core.snapshots import StepSnapshot

AUGMENTED_BLOCK = 4096


@dataclass
class Controls:
    """What may be changed while a run goes on, between two values of the generator.

    look: freeze the next step in its report; train() takes it back. The run itself is the same.
    """

    learning_rate: float | None = None
    look: bool = False


def batches_per_epoch(recipe: Recipe, examples: int) -> int:
    return math.ceil(examples / recipe.batch_size) if recipe.batch_size else 1


def total_steps(recipe: Recipe, examples: int) -> int:
    """Steps of a whole run on `examples` training examples."""
    return recipe.epochs * batches_per_epoch(recipe, examples)


def train(
    network: Network, recipe: Recipe, split: Split, *, controls: Controls | None = None
) -> Generator[Report, None, None]:
    """Train `network` in place by `recipe`; a StepReport after each update, an EpochReport after
    each pass. Randomness comes from recipe.seed alone.

    The learning rate is the recipe's times its schedule's factor; controls.learning_rate takes
    the recipe's place as soon as it is set. With recipe.patience the run may end early, and the
    network then holds the parameters of the lowest validation loss; without validation examples
    it has no effect.

    Raises DivergenceError at the first loss that is not finite; the network then holds the
    parameters of the last finite loss. Raises DataError when there is nothing to learn from.
    """
    examples = len(split.train)
    if not examples:
        raise DataError("There are no training examples. Choose a data set with at least one.")
    controls = controls or Controls()
    schedule = SCHEDULES[recipe.schedule]
    shuffling, dropping, distorting = np.random.default_rng(recipe.seed).spawn(3)
    stepper = Stepper(network, recipe, dropping, min(recipe.batch_size or examples, examples))
    feeder = _Feeder(split.train, recipe, stepper.size, network.dtype, shuffling, distorting)
    keeper = _Keeper(recipe.patience if len(split.validation) else 0, network)

    last_step = total_steps(recipe, examples)
    step = 0
    for epoch in range(1, recipe.epochs + 1):
        loss_sum = 0.0
        right = 0
        for X, labels in feeder.epoch():
            base = recipe.learning_rate
            if controls.learning_rate is not None:
                base = controls.learning_rate
            rate = base * schedule(step / last_step)
            step += 1
            look, controls.look = controls.look, False
            loss, batch_right = stepper.step(X, labels, rate, look=look)
            loss_sum += loss * len(labels)
            right += batch_right
            snapshot = stepper.snapshot(step, epoch, loss, rate, len(labels)) if look else None
            yield StepReport(step, epoch, loss, rate, len(labels), snapshot)

        measured = evaluate(network, split.validation)
        standing = measured.loss if len(split.validation) else stepper.loss(X, labels)
        if not math.isfinite(standing):
            raise stepper.diverged(standing)
        best = keeper.see(measured.loss)
        yield EpochReport(
            epoch,
            step,
            loss_sum / examples,
            right / examples,
            measured.loss,
            measured.accuracy,
            best,
        )
        if keeper.is_out_of_patience:
            break
    keeper.restore_best()


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


class _Feeder:
    """Shuffled batches, gathered as bytes and made numbers only when they are needed."""

    def __init__(
        self,
        data: Dataset,
        recipe: Recipe,
        size: int,
        dtype: np.dtype[Any],
        shuffling: np.random.Generator,
        distorting: np.random.Generator,
    ) -> None:
        self._data = data
        self._labels = data.labels.astype(np.intp)
        self._size = size
        self._rng = shuffling
        self._scale = dtype.type(1 / 255)
        pixels = data.images.shape[1]
        self._augment: Augmentation | None = None
        self._block = size
        if recipe.augmentation != "none":
            self._augment = Augmentation(recipe.augmentation, rng=distorting)
            self._block = size * max(1, AUGMENTED_BLOCK // size)
        self._bytes = np.empty((min(self._block, len(data)), pixels), np.uint8)
        self._distorted = np.empty_like(self._bytes) if self._augment else self._bytes
        self._numbers = aligned_zeros(size * pixels, dtype).reshape(size, pixels)

    def epoch(self) -> Iterator[tuple[Array, Array]]:
        """(X (784, m), labels (m,)) until every example came by once. X is reused."""
        order = self._rng.permutation(len(self._data))
        for block_start in range(0, len(order), self._block):
            block = order[block_start : block_start + self._block]
            images = self._bytes[: len(block)]
            np.take(self._data.images, block, axis=0, out=images, mode="clip")
            if self._augment is not None:
                images = self._augment(images, self._distorted[: len(block)])
            labels = self._labels[block]
            for start in range(0, len(block), self._size):
                batch = images[start : start + self._size]
                X = self._numbers[: len(batch)]
                np.copyto(X, batch)
                X *= self._scale
                yield X.T, labels[start : start + self._size]


class _Keeper:
    """Early stopping: remembers the parameters of the lowest validation loss."""

    def __init__(self, patience: int, network: Network) -> None:
        self._patience = patience
        self._network = network
        self._lowest = math.inf
        self._best_theta: Array | None = None
        self._waited = 0

    def see(self, validation_loss: float) -> bool:
        """True when this is the lowest so far."""
        if not validation_loss < self._lowest:
            self._waited += 1
            return False
        self._lowest, self._waited = validation_loss, 0
        if self._patience:
            self._best_theta = self._network.theta.copy()
        return True

    @property
    def is_out_of_patience(self) -> bool:
        return bool(self._patience) and self._waited >= self._patience

    def restore_best(self) -> None:
        if self._best_theta is not None:
            self._network.theta[...] = self._best_theta


def _count_right(HL: Array, labels: Array) -> int:
    """Examples whose true digit has the highest probability, the lowest digit winning a tie."""
    return int(np.count_nonzero(HL.argmax(axis=0) == labels))


def _frozen(values: Array) -> NDArray[np.float32]:
    frozen = values.astype(np.float32)
    frozen.flags.writeable = False
    return frozen
