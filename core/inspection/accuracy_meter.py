"""The accuracy of an edited network beside the one it began with, on the same digits, quickly.

Layers before the first that differs give what they gave: their H is kept. Of that first layer only
the units that differ are worked out anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.data.dataset import Dataset
from core.network.activations import activation_named
from core.network.arrays import Array
from core.network.parameters import unpack
from core.network.snapshots import Snapshot

BATCH = 500
# Digits, after which there is a first figure: fewer where a network has many parameters.
FEWEST, FIRST = 200, 2_000
FIRST_WORK = FIRST * 1_500_000
MOST_BYTES = 1 << 23  # of kept H: of 1,350 digits in 784-1024-512-10


@dataclass(frozen=True)
class Accuracies:
    """Shares of the same `count` digits that are read right. is_whole: these are all there are."""

    before: float
    after: float
    count: int
    is_whole: bool


class AccuracyMeter:
    """Measures networks against `base`, all of its dimensions and activation."""

    def __init__(self, base: Snapshot, digits: Dataset) -> None:
        self._weights, self._biases = unpack(base.theta, base.dimensions)
        self._activation = base.activation
        self._dimensions = base.dimensions
        self._digits = digits
        self._first = min(FIRST, max(FEWEST, FIRST_WORK // base.theta.size // FEWEST * FEWEST))
        self._batch_size = math.gcd(BATCH, self._first)
        self._kept: dict[int, list[Array]] = {}  # by where the batch starts, H of each layer
        self._bytes = 0

    def measure(self, network: Snapshot, cancelled: IsCancelled = never) -> Iterator[Accuracies]:
        """After some digits, and after all; none where there are no digits. Raises Cancelled."""
        weights, biases = unpack(network.theta, self._dimensions)
        layer, units = self._first_that_differs(weights, biases)
        right = np.zeros(2, np.int64)
        for start in range(0, len(self._digits), self._batch_size):
            stop_if(cancelled)
            stop = min(start + self._batch_size, len(self._digits))
            labels = self._digits.labels[start:stop]
            known = self._batch(start, stop)
            H = self._on_from(known, layer, units, weights, biases)
            right += [np.count_nonzero(each.argmax(axis=0) == labels) for each in (known[-1], H)]
            is_whole = stop == len(self._digits)
            if stop == self._first or is_whole:
                before, after = (right / stop).tolist()
                yield Accuracies(before, after, stop, is_whole)

    def _first_that_differs(
        self, weights: list[Array], biases: list[Array]
    ) -> tuple[int, NDArray[np.intp]]:
        """(its number from 0, its units that differ); the number of layers, if none does."""
        pairs = zip(self._weights, weights, self._biases, biases, strict=True)
        for layer, (W, other_W, b, other_b) in enumerate(pairs):
            differs = (other_W != W).any(axis=1) | (b != other_b)[:, 0]
            if differs.any():
                return layer, np.flatnonzero(differs)
        return len(weights), np.empty(0, np.intp)

    def _on_from(
        self,
        known: list[Array],
        layer: int,
        units: NDArray[np.intp],
        weights: list[Array],
        biases: list[Array],
    ) -> Array:
        """Z of the output layer. known: of the batch, as _batch() gives it."""
        if layer == len(weights):
            return known[-1]
        W, b, H = weights[layer], biases[layer], known[layer]
        if len(units) < len(W) // 2 and layer + 1 < len(weights):
            changed = known[layer + 1].copy()
            changed[units] = self._forward(layer, W[units], b[units], H)
            H = changed
        else:
            H = self._forward(layer, W, b, H)
        for later in range(layer + 1, len(weights)):
            H = self._forward(later, weights[later], biases[later], H)
        return H

    def _batch(self, start: int, stop: int) -> list[Array]:
        """X, H of each hidden layer and Z of the output layer, by the base."""
        if start in self._kept:
            return [self._digits.X(start, stop), *self._kept[start]]
        arrays: list[Array] = [self._digits.X(start, stop)]
        for layer, (W, b) in enumerate(zip(self._weights, self._biases, strict=True)):
            arrays.append(self._forward(layer, W, b, arrays[-1]))
        size = sum(each.nbytes for each in arrays[1:])
        if self._bytes + size <= MOST_BYTES:
            self._bytes += size
            self._kept[start] = arrays[1:]
        return arrays

    @np.errstate(over="ignore", invalid="ignore")
    def _forward(self, layer: int, W: Array, b: Array, H: Array) -> Array:
        """H of a hidden layer; of the output layer Z, whose largest is where that of H is."""
        Z = W @ H
        Z += b
        if layer == len(self._weights) - 1:
            return Z
        forward = activation_named(self._activation).forward
        return forward(Z, out=Z)[0]
