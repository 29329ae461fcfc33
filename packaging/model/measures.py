"""How well the shipped networks do on what they never learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.network.evaluation import Evaluation, evaluate, evaluation
from core.network.network import Network
from core.network.snapshots import Snapshot
from core.reading.calibration import Reliability, reliability
from core.reading.edge_reader import EdgeReader, read_images
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

    refused_digits, refused_others: the share of answers that were refused or in question. alone:
    the share of MNIST's test images that each network that reads images gets right by itself.
    """

    read: dict[str, Evaluation]
    reliability: dict[str, Reliability]
    refused_digits: dict[str, float]
    refused_others: dict[str, float]
    alone: dict[str, float]


def measure(readers: ImageReaders, sources: Sources) -> Measures:
    """Measure the networks on MNIST's test set, once."""
    sets = {MNIST_TEST: sources.mnist.test, MNIST_VALIDATION: sources.mnist.validation}
    P = {name: readers.probabilities(digits) for name, digits in sets.items()}
    alone = Network.from_snapshot(readers.reading)
    return Measures(
        {name: evaluation(P[name], sets[name].labels) for name in sets},
        {name: reliability(P[name], sets[name].labels) for name in sets},
        {name: float(readers.is_refused(digits).mean()) for name, digits in sets.items()},
        _others(readers, sources.mnist.test),
        {
            "pixels": evaluate(alone, sources.mnist.test).accuracy,
            "edges": _accuracy(readers.edges.read_rows(sources.mnist.test.images), sources),
        },
    )


@dataclass(frozen=True, eq=False)
class ImageReaders:
    """The networks that are shown an image: what reads it, its edges, and what refuses it."""

    reading: Snapshot
    edges: EdgeReader
    refusal: Refusal

    def probabilities(self, digits: Dataset) -> NDArray[np.float32]:
        """Calibrated, float32 (10, m)."""
        network = Network.from_snapshot(self.reading)
        return read_images(network, self.reading.facts, digits.X(), self.edges)

    def sureness(self, images: Dataset) -> NDArray[np.float32]:
        """How sure each answer is, as core.reading.reading has it: float32 (m,)."""
        shares, _ = self.refusal.look(images.X())
        sure: NDArray[np.float32] = self.probabilities(images).max(axis=0) * shares
        return sure

    def is_refused(self, images: Dataset) -> NDArray[np.bool_]:
        """Which answers are refused or in question: bool (m,)."""
        return self.sureness(images) < self.refusal.limit


def _accuracy(P: NDArray[np.float32], sources: Sources) -> float:
    return float((P.argmax(axis=0) == sources.mnist.test.labels).mean())


def _others(readers: ImageReaders, digits: Dataset) -> dict[str, float]:
    rng = np.random.default_rng(SEED)
    made = nondigits("judging", NON_DIGITS, rng=rng)
    of_made = readers.is_refused(_unlabelled(made.images))
    of_kind = {
        name: float(of_made[made.kinds == number].mean()) for number, name in enumerate(made.names)
    }
    on_top = _unlabelled(overlay(digits, OVERLAID, rng=rng))
    return {
        ALL_OTHERS: float(of_made.mean()),
        **of_kind,
        "two MNIST test images on top of each other": float(readers.is_refused(on_top).mean()),
    }


def _unlabelled(images: NDArray[np.uint8]) -> Dataset:
    return Dataset(images, np.zeros(len(images), np.uint8))
