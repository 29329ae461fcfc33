"""Training: learns step by step and tells of each. No thread, print or clock."""

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
    """The reports of a Training, from its first step on."""
    return Training(network, recipe, split, controls=controls).reports()


class Training:
    """Trains `network` in place by `recipe`. Randomness comes from recipe.seed alone.

    The learning rate is the recipe's times its schedule's factor; controls.learning_rate takes
    the recipe's place as soon as it is set. With recipe.patience the run may end early, and the
    network then holds the parameters of the lowest validation loss; without validation examples
    it has no effect. Its parts are there for core.checkpoints. step: how many were taken. epoch:
    that of the next. Raises DataError when there is nothing to learn from.
    """

    def __init__(
        self, network: Network, recipe: Recipe, split: Split, *, controls: Controls | None = None
    ) -> None:
        examples = len(split.train)
        if not examples:
            raise DataError("There are no training examples. Choose a data set with at least one.")
        self.network, self.recipe, self.split = network, recipe, split
        self.controls = controls or Controls()
        shuffling, dropping, distorting = np.random.default_rng(recipe.seed).spawn(3)
        size, pixels = min(recipe.batch_size or examples, examples), split.train.images.shape[1]
        self.stepper = Stepper(network, recipe, dropping, size)
        room = aligned_zeros(size * pixels, network.dtype).reshape(size, pixels)
        kind = recipe.augmentation
        augmentation = Augmentation(kind, rng=distorting) if kind != "none" else None
        self.batches = Batches(split.train, room, augmentation, shuffling)
        self.stopping = EarlyStopping(recipe.patience if len(split.validation) else 0, network)
        self.step, self.epoch = 0, 1
        self.loss_sum, self.right = 0.0, 0  # of this epoch's examples so far

    def reports(self) -> Generator[TrainingReport, None, None]:
        """A StepReport after each update, an EpochReport after each pass.

        Raises DivergenceError at the first loss that is not finite; the network then holds the
        parameters of the last finite loss.
        """
        recipe, controls, stepper = self.recipe, self.controls, self.stepper
        schedule = SCHEDULES[recipe.schedule]
        last_step = total_steps(recipe, len(self.split.train))
        while self.epoch <= recipe.epochs and not self.stopping.is_due:
            for X, labels in self.batches.epoch():
                base = recipe.learning_rate
                if controls.learning_rate is not None:
                    base = controls.learning_rate
                rate = base * schedule(self.step / last_step)
                keep, controls.snapshot_next = controls.snapshot_next, False
                loss, right = stepper.step(X, labels, rate, keep=keep)
                self.step += 1
                self.loss_sum += loss * len(labels)
                self.right += right
                report = StepReport(self.step, self.epoch, loss, rate, len(labels))
                yield report._replace(snapshot=stepper.snapshot(report)) if keep else report
            yield self._end_epoch(X, labels)
        self.stopping.restore_best()

    def _end_epoch(self, X: Array, labels: Array) -> EpochReport:
        """X, labels: the last batch, which tells a divergence where there is no validation."""
        measured = evaluate(self.network, self.split.validation)
        has_validation = len(self.split.validation)
        standing = measured.loss if has_validation else self.stepper.loss(X, labels)
        if not math.isfinite(standing):
            raise self.stepper.diverged(standing)
        best = self.stopping.see(measured.loss)
        examples, epoch = len(self.split.train), self.epoch
        trained = self.loss_sum / examples, self.right / examples
        self.epoch, self.loss_sum, self.right = epoch + 1, 0.0, 0
        return EpochReport(epoch, self.step, *trained, measured.loss, measured.accuracy, best)


class EarlyStopping:
    """Remembers the parameters of the lowest validation loss. patience: 0 for no stopping.

    waited: epochs since then.
    """

    def __init__(self, patience: int, network: Network) -> None:
        self._patience, self._network = patience, network
        self.lowest, self.waited = math.inf, 0
        self.best_theta: Array | None = None

    def see(self, validation_loss: float) -> bool:
        """Whether this is the lowest so far."""
        if not validation_loss < self.lowest:
            self.waited += 1
            return False
        self.lowest, self.waited = validation_loss, 0
        if self._patience:
            self.best_theta = self._network.theta.copy()
        return True

    @property
    def is_due(self) -> bool:
        return bool(self._patience) and self.waited >= self._patience

    def restore_best(self) -> None:
        if self.best_theta is not None:
            self._network.theta[...] = self.best_theta
