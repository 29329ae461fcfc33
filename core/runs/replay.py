"""What is measured of a run at the steps whose network was kept: how it reads some test digits,
and the gradient of a few of its training digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset, Split
from core.network.losses import compute_loss
from core.network.network import Network
from core.network.snapshots import Snapshot

MOST_TESTED = 1000
GRADIENT_EXAMPLES = 64
BLOCK = 250  # images that go through the network together


def nearest_frame(steps: NDArray[np.int64], step: float) -> int:
    """The one of `steps`, ascending, that is fewest powers of ten away from `step`."""
    return int(np.abs(log_steps(steps) - log_steps(np.array(step))).argmin())


def log_steps(steps: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Where steps lie on an axis by powers of ten: log10; step 0 lies a little before step 1."""
    placed: NDArray[np.float64] = np.log10(np.maximum(steps, 0.5))
    return placed


@dataclass(frozen=True, eq=False)
class FrameFigures:
    """confusion: intp (classes, classes), rows by the true class, columns by the answer. loss: the
    mean of those digits. weight_norms, bias_norms: of dW and db of each layer, ‖·‖₂."""

    confusion: NDArray[np.intp]
    loss: float
    weight_norms: tuple[float, ...]
    bias_norms: tuple[float, ...]

    @property
    def tested(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        """The share that was read right; NaN of no digits."""
        return float(np.trace(self.confusion)) / self.tested if self.tested else float("nan")


def some_of_each(data: Dataset, most: int) -> Dataset:
    """Up to `most` examples, each class by its share, always the same ones."""
    if len(data) <= most:
        return data
    order = np.argsort(data.labels, kind="stable")
    chosen = order[np.linspace(0, len(order) - 1, most).round().astype(np.intp)]
    return data.take(np.sort(chosen))


class FrameMeter:
    """Measures one network after another of the same shape, in the same rooms."""

    def __init__(self, like: Snapshot, split: Split) -> None:
        """like: a network of that shape. split: what the run learned from; where it has no test
        digits, those of validation or of training are read."""
        parts: Sequence[Dataset] = split.test, split.validation, split.train
        tested = some_of_each(next(filter(len, parts), split.test), MOST_TESTED)
        examples = some_of_each(split.train, GRADIENT_EXAMPLES)
        self._network = Network.from_snapshot(like)
        self._classes = like.dimensions[-1]
        self._X, self._labels = tested.X(), tested.labels.astype(np.intp)
        self._examples_X, self._examples_labels = examples.X(), examples.labels.astype(np.intp)
        self._buffers = self._network.buffers(max(BLOCK, len(examples)))

    @np.errstate(over="ignore", invalid="ignore")
    def measure(self, theta: NDArray[np.float32]) -> FrameFigures:
        """theta: the parameters, as Snapshot has them. Raises ValueError for another count."""
        self._network.theta[...] = theta
        answers = np.empty(len(self._labels), np.intp)
        loss = 0.0
        for start in range(0, len(answers), BLOCK):
            part = slice(start, start + BLOCK)
            X, labels = self._X[:, part], self._labels[part]
            HL, _ = self._network.forward(X, self._buffers.of(len(labels)))
            answers[part] = HL.argmax(axis=0)
            loss += float(compute_loss(HL, labels)) * len(labels)
        cells = np.bincount(self._labels * self._classes + answers, minlength=self._classes**2)
        confusion = cells.reshape(self._classes, self._classes)
        return FrameFigures(confusion, loss / max(len(answers), 1), *self._gradient_norms())

    def _gradient_norms(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        network, labels = self._network, self._examples_labels
        buffers = self._buffers.of(len(labels))
        HL, memories = network.forward(self._examples_X, buffers)
        network.backward(HL, labels, memories, buffers)
        norms = (
            tuple(float(np.linalg.norm(each)) for each in arrays)
            for arrays in (network.weight_gradients, network.bias_gradients)
        )
        weights, biases = norms
        return weights, biases
