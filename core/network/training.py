"""Training: learns step by step and tells of each. No thread, print or clock."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from core.data.batches import Batches, epoch_size
from core.data.dataset import Split
from core.errors import DataError
from core.network.arrays import Array, aligned_zeros
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport, TrainingReport
from core.network.schedules import SCHEDULES, Advance
from core.network.stepping import Stepper


@dataclass
class Controls:
    """What may be changed while a run goes on, between two values of the generator.

    recipe: the one to follow from the next step on, if not None; it differs from the run's in
    CHANGEABLE fields alone. snapshot_next: put a snapshot of the next step into its report; train()
    takes it back. The run itself stays the same, to the last bit.
    """

    recipe: Recipe | None = None
    snapshot_next: bool = False


def batch_size(recipe: Recipe, examples: int) -> int:
    """How many of `examples` a step takes; the last of an epoch takes what is left."""
    return min(recipe.batch_size or examples, examples)


def total_steps(recipe: Recipe, examples: int) -> int:
    """Steps of a whole run on `examples` training examples."""
    first, later = (epoch_steps(recipe, examples, epoch) for epoch in (1, 2))
    return first + (recipe.epochs - 1) * later


def epoch_steps(recipe: Recipe, examples: int, epoch: int, taken: int = 0) -> int:
    """Steps of an epoch, from 1 on, that has `taken` so many of its examples already."""
    left = epoch_size(examples, recipe.hardest, epoch) - taken
    return math.ceil(left / batch_size(recipe, examples))


def train(
    network: Network, recipe: Recipe, split: Split, *, controls: Controls | None = None
) -> Generator[TrainingReport, None, None]:
    """The reports of a Training, from its first step on."""
    return Training(network, recipe, split, controls=controls).reports()


class Training:
    """Trains `network` in place by `recipe`. Randomness comes from recipe.seed alone.

    The learning rate is the recipe's times its schedule's factor. With recipe.patience the run may
    end early, and the network then holds the parameters of the lowest validation loss; without
    validation examples it has no effect. Its parts are there for core.checkpoints. step: how many
    were taken. epoch: that of the next. advance.last: how many steps there will be, as things
    stand. Raises DataError when there is nothing to learn from, or other classes than outputs.
    """

    def __init__(
        self, network: Network, recipe: Recipe, split: Split, *, controls: Controls | None = None
    ) -> None:
        examples = len(split.train)
        if not examples:
            raise DataError("There are no training examples. Choose a data set with at least one.")
        if network.dimensions[-1] != len(split.class_names):
            told, there = network.dimensions[-1], len(split.class_names)
            raise DataError(f"The network tells {told} classes, but the data set has {there}.")
        self.network, self.recipe, self.split = network, recipe, split
        self.controls = controls or Controls()
        shuffling, dropping, distorting = np.random.default_rng(recipe.seed).spawn(3)
        self.batches = Batches(
            split.train, shuffling=shuffling, distorting=distorting, hardest=recipe.hardest
        )
        self.stepper = Stepper(network, recipe, dropping, batch_size(recipe, examples))
        self.stopping = EarlyStopping(recipe.patience if len(split.validation) else 0, network)
        self.step, self.epoch, self.advance = 0, 1, Advance(1)
        self.loss_sum, self.right = 0.0, 0  # of this epoch's examples so far
        self._cut()

    def reports(self) -> Generator[TrainingReport, None, None]:
        """A StepReport after each update, an EpochReport after each epoch.

        Raises DivergenceError at the first loss that is not finite; the network then holds the
        parameters of the last finite loss.
        """
        controls, stepper, schedule = self.controls, self.stepper, SCHEDULES[self.recipe.schedule]
        while self.epoch <= self.recipe.epochs and not self.stopping.is_due:
            self.follow(controls.recipe or self.recipe)
            X, labels = self.batches.take()
            rate = self.recipe.learning_rate * schedule(self.advance.at(self.step))
            keep, controls.snapshot_next = controls.snapshot_next, False
            loss, right = stepper.step(X, labels, rate, keep=keep)
            if self.recipe.hardest < 1:
                self.batches.saw(stepper.HL[labels, np.arange(len(labels))])
            self.step += 1
            self.loss_sum += loss * len(labels)
            self.right += right
            report = StepReport(self.step, self.epoch, loss, rate, len(labels))
            yield report._replace(snapshot=stepper.snapshot(report)) if keep else report
            if not self.batches.taken:
                yield self._end_epoch(X, labels)
        self.stopping.restore_best()

    def follow(self, recipe: Recipe) -> None:
        """Go by `recipe` from the next step on; as Controls.recipe."""
        before, self.recipe = self.recipe, recipe
        if recipe is not before:
            self.stepper.follow(recipe, batch_size(recipe, len(self.split.train)))
            cut = recipe.batch_size, recipe.augmentation
            if cut != (before.batch_size, before.augmentation):
                self._cut()

    def _cut(self) -> None:
        """Cut what is left of the run into batches of the recipe's size."""
        recipe, (examples, pixels) = self.recipe, self.split.train.images.shape
        size = batch_size(recipe, examples)
        room = aligned_zeros(size * pixels, self.network.dtype).reshape(size, pixels)
        left = epoch_steps(recipe, examples, self.epoch, self.batches.taken)
        left += (recipe.epochs - self.epoch) * epoch_steps(recipe, examples, self.epoch + 1)
        self.batches.cut(room, recipe.augmentation)
        self.advance = Advance(self.step + left, self.step, self.advance.at(self.step))

    def _end_epoch(self, X: Array, labels: Array) -> EpochReport:
        """X, labels: the last batch, which tells a divergence where there is no validation."""
        measured = evaluate(self.network, self.split.validation)
        has_validation = len(self.split.validation)
        standing = measured.loss if has_validation else self.stepper.loss(X, labels)
        if not math.isfinite(standing):
            raise self.stepper.diverged(standing)
        best = self.stopping.see(measured.loss)
        epoch = self.epoch
        examples = epoch_size(len(self.split.train), self.recipe.hardest, epoch)
        trained = self.loss_sum / examples, self.right / examples
        self.epoch, self.loss_sum, self.right = epoch + 1, 0.0, 0
        return EpochReport(epoch, self.step, *trained, measured.loss, measured.accuracy, best)


class EarlyStopping:
    """The parameters of the lowest validation loss, `waited` epochs ago; patience 0 never ends."""

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
