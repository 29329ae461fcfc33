"""How good a network is on a data set: loss, accuracy, and which classes it takes for which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.network.arrays import Array
from core.network.losses import compute_loss
from core.network.network import Network

BATCH = 500


@dataclass(frozen=True, eq=False)
class Evaluation:
    """loss: mean cross-entropy. confusion: int64 (n_L, n_L), row the true class, column the answer.

    On an empty data set loss and accuracy are NaN. A loss that is not finite is given as it is.
    """

    loss: float
    confusion: NDArray[np.int64]

    @property
    def count(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        return float(np.trace(self.confusion) / self.count) if self.count else float("nan")


def evaluate(network: Network, dataset: Dataset) -> Evaluation:
    """How a network reads a data set."""
    return evaluation(probabilities(network, dataset), dataset.labels)


@np.errstate(over="ignore", invalid="ignore")
def probabilities(network: Network, dataset: Dataset) -> Array:
    """(n_L, m) of all examples, worked out in batches, so that memory stays small."""
    parts = [
        network.predict(dataset.X(start, start + BATCH).astype(network.dtype, copy=False))
        for start in range(0, len(dataset), BATCH)
    ]
    return np.concatenate(parts, axis=1) if parts else np.empty((network.dimensions[-1], 0))


def evaluation(P: Array, labels: NDArray[Any]) -> Evaluation:
    """Of answers that are there already: P (n_L, m), labels (m,)."""
    confusion = np.zeros((len(P), len(P)), np.int64)
    np.add.at(confusion, (labels, P.argmax(axis=0)), 1)
    return Evaluation(float(compute_loss(P, labels)) if len(labels) else float("nan"), confusion)
