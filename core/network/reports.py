"""What train() yields: reports of steps and epochs. No clock."""

from __future__ import annotations

from typing import NamedTuple

from core.network.snapshots import StepSnapshot


class StepReport(NamedTuple):
    """After one update. step and epoch count from 1; loss is the batch's mean loss before it.

    snapshot: the step frozen, where Controls.snapshot_next asked for it.
    """

    step: int
    epoch: int
    loss: float
    learning_rate: float
    examples: int
    snapshot: StepSnapshot | None = None


class EpochReport(NamedTuple):
    """After the last step of an epoch.

    train_loss is the mean of the epoch's step losses; train_accuracy the share of the epoch's
    training examples read right as they came by; the validation figures belong to the
    network as it stands. best is True when the validation loss is the lowest so far.
    """

    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    best: bool


TrainingReport = StepReport | EpochReport
