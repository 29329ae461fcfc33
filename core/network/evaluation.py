"""How good a network is on a data set: loss, accuracy, and which digits it takes for which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES, Dataset
from core.network.arrays import Array
from core.network.losses import compute_loss
from core.network.network import Network

BATCH = 500


@dataclass(frozen=True, eq=False)
class Evaluation:
    """loss: mean cross-entropy. confusion: int64 (10, 10), row the true digit, column the answer.

    On an empty data set loss and accuracy are NaN.
    """

    loss: float
    confusion: NDArray[np.int64]

    @property
    def count(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        return float(np.trace(self.confusion) / self.count) if self.count else float("nan")

    @property
    def digit_accuracy(self) -> NDArray[np.float64]:
        """(10,) share of each digit's examples that is read right; NaN for a digit without any."""
        totals = self.confusion.sum(axis=1)
        with np.errstate(invalid="ignore"):
            shares: NDArray[np.float64] = np.diag(self.confusion) / totals
        return shares


@np.errstate(over="ignore", invalid="ignore")
def evaluate(network: Network, dataset: Dataset) -> Evaluation:
    """In batches, so that memory stays small. A loss that is not finite is given as it is."""
    total_loss = 0.0
    confusion = np.zeros((CLASSES, CLASSES), np.int64)
    for start in range(0, len(dataset), BATCH):
        labels = dataset.labels[start : start + BATCH]
        HL = network.predict(dataset.X(start, start + BATCH).astype(network.dtype, copy=False))
        total_loss += float(compute_loss(HL, labels)) * len(labels)
        confusion += _confusion(HL, labels)
    return Evaluation(total_loss / len(dataset) if len(dataset) else float("nan"), confusion)


def evaluation(P: Array, labels: NDArray[Any]) -> Evaluation:
    """Of answers that are there already: P (10, m), m > 0, labels (m,)."""
    return Evaluation(float(compute_loss(P, labels)), _confusion(P, labels))


def _confusion(P: Array, labels: NDArray[Any]) -> NDArray[np.int64]:
    confusion = np.zeros((CLASSES, CLASSES), np.int64)
    np.add.at(confusion, (labels, P.argmax(axis=0)), 1)
    return confusion
