"""Checkpoints: a run frozen between two steps, with all that it needs to go on to the last bit."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from core.errors import DataError, RecipeError
from core.network.arrays import Array, frozen
from core.network.recipe import CHANGEABLE
from core.network.schedules import Advance
from core.network.training import Training

THETA = "theta"  # the parameters after the last step
_BEFORE = "before"  # those before it, which a divergence goes back to
_BEST = "best"  # those of the lowest validation loss, with the recipe's patience
_OPTIMIZER = "optimizer"  # with a number after it: what the optimizer remembers
_SEEN = "seen"  # with a number after it: what the batches remember of the examples


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """step: how many steps were taken. epoch: that of the next step, from 1.

    numbers: plain JSON values. arrays: vectors, read-only copies, that called THETA among them.
    """

    step: int
    epoch: int
    numbers: dict[str, Any]
    arrays: dict[str, Array]

    @property
    def parameters(self) -> int:
        """How many the network has."""
        return len(self.arrays[THETA])

    @property
    def last_step(self) -> int:
        """How many steps the whole run was to have, as things stood."""
        return Advance(*self.numbers["advance"]).last


def freeze(training: Training) -> Checkpoint:
    """The run as it stands. Not between the last step of an epoch and the epoch's own report."""
    network, stepper, stopping = training.network, training.stepper, training.stopping
    arrays = {THETA: network.theta, _BEFORE: network.gradient}
    arrays |= {_OPTIMIZER + str(n): each for n, each in enumerate(stepper.optimizer.state)}
    arrays |= {_SEEN + str(n): each for n, each in enumerate(training.batches.memory)}
    if stopping.best_theta is not None:
        arrays[_BEST] = stopping.best_theta
    numbers = {
        "loss_sum": training.loss_sum,
        "right": training.right,
        "recipe": {name: getattr(training.recipe, name) for name in CHANGEABLE},
        "advance": training.advance,
        "place": training.batches.place,
        "dropping": stepper.rng.bit_generator.state,
        "lowest": stopping.lowest if math.isfinite(stopping.lowest) else None,
        "waited": stopping.waited,
    }
    copies = {name: frozen(each) for name, each in arrays.items()}
    return Checkpoint(training.step, training.epoch, numbers, copies)


def thaw(training: Training, checkpoint: Checkpoint) -> None:
    """Let a training that has not begun go on from there, by the recipe as it was then: what else
    there is of it and the data are the same.

    Raises DataError when the checkpoint does not fit them; the training is of no use then.
    """
    network, stepper, stopping = training.network, training.stepper, training.stopping
    numbers, arrays = checkpoint.numbers, checkpoint.arrays
    try:
        network.theta[...] = arrays[THETA]
        network.gradient[...] = arrays[_BEFORE]
        for n, each in enumerate(stepper.optimizer.state):
            each[...] = arrays[_OPTIMIZER + str(n)]
        for n, each in enumerate(training.batches.memory):
            each[...] = arrays[_SEEN + str(n)]
        training.follow(replace(training.recipe, **numbers["recipe"]))
        training.advance = Advance(*numbers["advance"])
        stepper.updates = training.step = checkpoint.step
        training.epoch = checkpoint.epoch
        training.loss_sum, training.right = float(numbers["loss_sum"]), int(numbers["right"])
        training.batches.go_to(numbers["place"])
        stepper.rng.bit_generator.state = numbers["dropping"]
        lowest = numbers["lowest"]
        stopping.lowest = math.inf if lowest is None else float(lowest)
        stopping.waited = int(numbers["waited"])
        stopping.best_theta = arrays[_BEST].copy() if _BEST in arrays else None
    except (KeyError, TypeError, ValueError, OverflowError, RecipeError):
        raise DataError(
            "What was kept of this run is not whole, so it cannot go on. Press Run to begin anew."
        ) from None
