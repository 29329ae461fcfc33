"""What a network answers to every example of a data set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.data.dataset import Dataset
from core.evaluation.class_names import named_as
from core.network.network import Network
from core.network.snapshots import Snapshot

BATCH = 500

Progress = Callable[[int], object]
"""Told how many examples are answered."""


@dataclass(frozen=True, eq=False)
class Answers:
    """dataset: what was asked, with the classes of the network.

    probabilities: float32 (classes, m), a column an example, read-only.
    """

    dataset: Dataset
    probabilities: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.dataset)

    @property
    def class_names(self) -> tuple[str, ...]:
        """Of the labels and of the answers."""
        return self.dataset.class_names

    @cached_property
    def answers(self) -> NDArray[np.uint8]:
        """(m,) the most probable class of each."""
        answers: NDArray[np.uint8] = self.probabilities.argmax(axis=0).astype(np.uint8)
        return answers

    @cached_property
    def confidences(self) -> NDArray[np.float32]:
        """(m,) the probability of each answer; NaN where the network gave no number."""
        confidences: NDArray[np.float32] = self.probabilities.max(axis=0)
        return confidences

    @cached_property
    def losses(self) -> NDArray[np.float32]:
        """(m,) cross-entropy of each, finite as compute_loss; NaN where there is no number."""
        of_truth = self.probabilities[self.dataset.labels, np.arange(len(self))]
        losses: NDArray[np.float32] = -np.log(np.maximum(of_truth, np.finfo(np.float32).tiny))
        return losses

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """(m,) whether each answer is the label."""
        right: NDArray[np.bool_] = self.answers == self.dataset.labels
        return right


def answers_of(
    snapshot: Snapshot,
    dataset: Dataset,
    *,
    cancelled: IsCancelled = never,
    progress: Progress | None = None,
) -> Answers:
    """In batches: beside the probabilities it takes the memory of one batch.

    Where the set has fewer classes than the network, or another order, its labels are numbered as
    the network's outputs; otherwise `Answers.dataset` is `dataset` itself. Raises Cancelled, and
    DataError when the network cannot know the set's classes or takes other images.
    """
    asked = named_as(snapshot, dataset)
    network, m = Network.from_snapshot(snapshot), len(asked)
    buffers = network.buffers(min(BATCH, max(m, 1)))
    probabilities = np.empty((asked.classes, m), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, m, BATCH):
            stop_if(cancelled)
            X = asked.X(start, start + BATCH)
            HL, _ = network.forward(X, buffers.of(X.shape[1]))
            probabilities[:, start : start + BATCH] = HL
            if progress is not None:
                progress(min(start + BATCH, m))
    probabilities.flags.writeable = False
    return Answers(asked, probabilities)
