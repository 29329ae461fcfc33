"""train(): a generator that learns step by step and tells of each. No thread, print or clock."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from core.data.augmentation import Augmentation
from core.data.batches import Batches
from core.data.dataset import Split
from core.errors import DataError
from core.network.arrays import Array, aligned_zeros
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.schedules import SCHEDULES
from core.network.stepping import Stepper


@dataclass
class Controls:
    """What may be changed while a run goes on, between two values of the generator.

    learning_rate: takes the recipe's place. snapshot_next: put a snapshot of the next step into
    its report; train() takes it back. The run itself stays the same, to the last bit.
    """

    learning_rate: float | None = None
    snapshot_next: bool = False


def batches_per_epoch(recipe: Recipe, examples: int) -> int:
    return math.ceil(examples / recipe.batch_size) if recipe.batch_size else 1


def total_steps(recipe: Recipe, examples: int) -> int:
    """Steps of a whole run on `examples` training examples."""
    return recipe.epochs * batches_per_epoch(recipe, examples)


def train(
    network: Network, recipe: Recipe, split: Split, *, controls: Controls | None = None
) -> Generator[TrainingReport, None, None]:
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
    size, pixels = min(recipe.batch_size or examples, examples), split.train.images.shape[1]
    stepper = Stepper(network, recipe, dropping, size)
    room = aligned_zeros(size * pixels, network.dtype).reshape(size, pixels)
    kind = recipe.augmentation
    augmentation = Augmentation(kind, rng=distorting) if kind != "none" else None
    batches = Batches(split.train, room, augmentation, shuffling)
    stopping = _EarlyStopping(recipe.patience if len(split.validation) else 0, network)

    last_step = total_steps(recipe, examples)
    step = 0
    for epoch in range(1, recipe.epochs + 1):
        loss_sum = 0.0
        right = 0
        for X, labels in batches.epoch():
            base = recipe.learning_rate
            if controls.learning_rate is not None:
                base = controls.learning_rate
            rate = base * schedule(step / last_step)
            step += 1
            keep, controls.snapshot_next = controls.snapshot_next, False
            loss, batch_right = stepper.step(X, labels, rate, keep=keep)
            loss_sum += loss * len(labels)
            right += batch_right
            snapshot = stepper.snapshot(step, epoch, loss, rate, len(labels)) if keep else None
            yield StepReport(step, epoch, loss, rate, len(labels), snapshot)

        measured = evaluate(network, split.validation)
        standing = measured.loss if len(split.validation) else stepper.loss(X, labels)
        if not math.isfinite(standing):
            raise stepper.diverged(standing)
        best = stopping.see(measured.loss)
        trained = loss_sum / examples, right / examples
        yield EpochReport(epoch, step, *trained, measured.loss, measured.accuracy, best)
        if stopping.is_due:
            break
    stopping.restore_best()


class _EarlyStopping:
    """Remembers the parameters of the lowest validation loss. patience: 0 for no stopping."""

    def __init__(self, patience: int, network: Network) -> None:
        self._patience, self._network = patience, network
        self._lowest, self._waited = math.inf, 0
        self._best_theta: Array | None = None

    def see(self, validation_loss: float) -> bool:
        """Whether this is the lowest so far."""
        if not validation_loss < self._lowest:
            self._waited += 1
            return False
        self._lowest, self._waited = validation_loss, 0
        if self._patience:
            self._best_theta = self._network.theta.copy()
        return True

    @property
    def is_due(self) -> bool:
        return bool(self._patience) and self._waited >= self._patience

    def restore_best(self) -> None:
        if self._best_theta is not None:
            self._network.theta[...] = self._best_theta
