"""Digits that a network is unsure of: their gradients are the ones that can be seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cancelling import IsCancelled, never, stop_if
from core.data.dataset import Dataset
from core.errors import DataError
from core.network.arrays import Array
from core.network.network import Network
from core.network.snapshots import Snapshot

LEAST, MOST = 0.35, 0.6  # the highest probability of a digit that a network is unsure of
FEWEST = 10  # of those shown where there is none
CHUNK = 1000  # examples that go through the network at a time


@dataclass(frozen=True, eq=False)
class UnsureDigits:
    """Examples of a data set for a network, one or more.

    indices: intp (n,). are_unsure: the network is unsure of them; else they are those that it is
    least sure of.
    """

    indices: NDArray[np.intp]
    are_unsure: bool


def unsure_digits(
    snapshot: Snapshot, digits: Dataset, *, is_cancelled: IsCancelled = never
) -> UnsureDigits:
    """Those whose highest probability is from LEAST to MOST, in the order of `digits`.

    Their label comes first or second, so that what the network wavers between makes sense. Where
    there is none, the FEWEST that it is least sure of. Raises DataError without digits, ShapeError
    for a network of other inputs, and Cancelled.
    """
    if not len(digits):
        raise DataError("There are no test digits to choose from.")
    network = Network.from_snapshot(snapshot)
    parts = []
    for start in range(0, len(digits), CHUNK):
        stop_if(is_cancelled)
        labels = digits.labels[start : start + CHUNK]
        with np.errstate(all="ignore"):  # its parameters may be anything
            HL = network.predict(digits.X(start, start + CHUNK))
        parts.append(_highest(HL, labels))
    highest, is_near = (np.concatenate(each) for each in zip(*parts, strict=True))
    found = np.flatnonzero(is_near & (highest >= LEAST) & (highest <= MOST))
    if len(found):
        return UnsureDigits(found, True)
    return UnsureDigits(np.lexsort((highest, ~is_near))[:FEWEST], False)


def _highest(HL: Array, labels: NDArray[np.uint8]) -> tuple[Array, NDArray[np.bool_]]:
    """Each example's highest probability, (m,), and whether its label's is first or second.

    HL: (n_L, m).
    """
    of_label = HL[labels, np.arange(HL.shape[1])]
    return HL.max(axis=0), (of_label < HL).sum(axis=0) <= 1
