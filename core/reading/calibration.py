"""Are a network's probabilities honest? How far they are off, and the temperature that mends them.

Guo, Pleiss, Sun and Weinberger (2017), "On calibration of modern neural networks": dividing Z of
the output layer by one number T changes no answer, only how sure it is. Softmax of Z / T is P to
the power of 1 / T, scaled to sum to 1 again, so probabilities are all that is needed here.

P: float32 (classes, m), a column an example. labels: (m,) true classes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.network.arrays import Array
from core.network.evaluation import probabilities
from core.network.losses import compute_loss
from core.network.network import Network

BINS = 15
COLDEST, WARMEST = 0.05, 20.0
# Fewer examples say too little about how sure to be.
FEWEST = 500
_GOLDEN = (math.sqrt(5) - 1) / 2
_SEARCH_STEPS = 30


@dataclass(frozen=True, eq=False)
class Reliability:
    """Answers in BINS equal ranges of their probability.

    counts: intp (BINS,), how many answers. sureness, right: float64 (BINS,), their mean probability
    and the share of them that is right, NaN where there are none.
    """

    counts: NDArray[np.intp]
    sureness: NDArray[np.float64]
    right: NDArray[np.float64]

    @property
    def error(self) -> float:
        """The expected calibration error: the mean of |sureness - right| over the examples."""
        gaps = np.abs(self.sureness - self.right)
        return float(np.nansum(gaps * self.counts) / max(1, self.counts.sum()))


def at_temperature(P: Array, temperature: float) -> Array:
    """P as it is at this temperature: above 1 less sure, below 1 surer."""
    if temperature == 1:
        return P
    powers: Array = P ** P.dtype.type(1 / temperature)
    powers /= powers.sum(axis=0)
    return powers


def best_temperature(P: Array, labels: NDArray[Any]) -> float:
    """The temperature of the lowest loss, by golden-section search; 1 for too few examples."""
    if len(labels) < FEWEST:
        return 1.0

    def loss(log_temperature: float) -> float:
        return float(compute_loss(at_temperature(P, math.exp(log_temperature)), labels))

    low, high = math.log(COLDEST), math.log(WARMEST)
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    of_left, of_right = loss(left), loss(right)
    for _ in range(_SEARCH_STEPS):
        if of_left < of_right:
            high, right, of_right = right, left, of_left
            left = high - _GOLDEN * (high - low)
            of_left = loss(left)
        else:
            low, left, of_left = left, right, of_right
            right = low + _GOLDEN * (high - low)
            of_right = loss(right)
    return round(math.exp((low + high) / 2), 4)


def network_temperature(network: Network, dataset: Dataset) -> float:
    """The temperature for `network` on examples that it was not trained on."""
    return best_temperature(probabilities(network, dataset), dataset.labels)


def reliability(P: Array, labels: NDArray[Any]) -> Reliability:
    """The Reliability of the answers of P, given the true classes."""
    sure = P.max(axis=0).astype(np.float64)
    right = P.argmax(axis=0) == labels
    bins = np.minimum((sure * BINS).astype(np.intp), BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    with np.errstate(invalid="ignore"):
        return Reliability(
            counts,
            np.bincount(bins, sure, BINS) / counts,
            np.bincount(bins, right, BINS) / counts,
        )


def temperature_of(facts: Mapping[str, Any]) -> float:
    """The temperature among a snapshot's facts; 1 when there is no usable one."""
    fact = facts.get("temperature")
    if isinstance(fact, bool) or not isinstance(fact, int | float):
        return 1.0
    return float(fact) if COLDEST <= fact <= WARMEST else 1.0
