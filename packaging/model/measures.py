"""How well the shipped networks do on what they never learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.network.arrays import Array
from core.network.evaluation import Evaluation, evaluation, probabilities
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.calibration import (
    Reliability,
    at_temperature,
    reliability,
    temperature_of,
)
from core.reading.refusal import Refusal
from model.data import Sources
from model.nondigits import nondigits, overlay

MNIST_TEST = "MNIST test, 10,000 images"
MNIST_VALIDATION = "MNIST validation, 5,000 images"
ALL_OTHERS = "all of these"
NON_DIGITS, OVERLAID = 11_000, 1_000
# Its own, so that nothing that was learned from is judged by.
SEED = 2


@dataclass(frozen=True, eq=False)
class Measures:
    """Figures of what is read by its image alone, by the name of what they were measured on.

    refused_digits, refused_others: the share of answers that were refused or in question.
    """

    read: dict[str, Evaluation]
    reliability: dict[str, Reliability]
    refused_digits: dict[str, float]
    refused_others: dict[str, float]


def measure(reading: Snapshot, refusal: Refusal, sources: Sources) -> Measures:
    """Measure both networks on MNIST's test set, once."""
    sets = {MNIST_TEST: sources.mnist.test, MNIST_VALIDATION: sources.mnist.validation}
    P = {name: read_calibrated(reading, digits) for name, digits in sets.items()}
    return Measures(
        {name: evaluation(P[name], sets[name].labels) for name in sets},
        {name: reliability(P[name], sets[name].labels) for name in sets},
        {name: float(is_refused(reading, refusal, digits).mean()) for name, digits in sets.items()},
        _others(reading, refusal, sources.mnist.test),
    )


def read_calibrated(reading: Snapshot, digits: Dataset) -> Array:
    """Calibrated probabilities (10, m)."""
    network = Network.from_snapshot(reading)
    return at_temperature(probabilities(network, digits), temperature_of(reading.facts))


def sureness(reading: Snapshot, refusal: Refusal, images: Dataset) -> NDArray[np.float32]:
    """How sure each answer is, as core.reading.reading has it: float32 (m,)."""
    shares, _ = refusal.look(images.X())
    sure: NDArray[np.float32] = read_calibrated(reading, images).max(axis=0) * shares
    return sure


def is_refused(reading: Snapshot, refusal: Refusal, images: Dataset) -> NDArray[np.bool_]:
    """Which answers are refused or in question: bool (m,)."""
    return sureness(reading, refusal, images) < refusal.limit


def _others(reading: Snapshot, refusal: Refusal, digits: Dataset) -> dict[str, float]:
    rng = np.random.default_rng(SEED)
    made = nondigits("judging", NON_DIGITS, rng=rng)
    of_made = is_refused(reading, refusal, _unlabelled(made.images))
    of_kind = {
        name: float(of_made[made.kinds == number].mean()) for number, name in enumerate(made.names)
    }
    on_top = _unlabelled(overlay(digits, OVERLAID, rng=rng))
    return {
        ALL_OTHERS: float(of_made.mean()),
        **of_kind,
        "two MNIST test images on top of each other": float(
            is_refused(reading, refusal, on_top).mean()
        ),
    }


def _unlabelled(images: NDArray[np.uint8]) -> Dataset:
    return Dataset(images, np.zeros(len(images), np.uint8))
