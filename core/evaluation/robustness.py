"""How well a network reads images that are turned, shifted, noisy, or drawn with another pen."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.cancelling import IsCancelled, never
from core.data.dataset import Dataset, stratified_split
from core.evaluation.answers import answers_of
from core.evaluation.distortions import DISTORTIONS
from core.network.snapshots import Snapshot

SAMPLE = 2_000
NINETY_FIVE = 1.959964  # standard deviations on either side of the mean hold 95 % of a Gaussian


@dataclass(frozen=True)
class RobustnessPoint:
    """`right` of `count` images are read right at this level. kind: a key of DISTORTIONS."""

    kind: str
    level: float
    right: int
    count: int

    @property
    def share(self) -> float:
        return self.right / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """What the share of all images lies in, 19 times of 20."""
        return share_interval(self.right, self.count)


def share_interval(right: int, count: int) -> tuple[float, float]:
    """The score interval of E. B. Wilson, "Probable inference" (1927): 95 %, and within 0 to 1."""
    z, p = NINETY_FIVE, right / count
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def robustness(
    snapshot: Snapshot,
    dataset: Dataset,
    *,
    rng: np.random.Generator,
    sample: int = SAMPLE,
    cancelled: IsCancelled = never,
) -> Iterator[RobustnessPoint]:
    """Each level of each distortion, in the order of DISTORTIONS, on the same `sample` images.

    Each class has its share of them. None without images. Raises as answers_of.
    """
    _, chosen = stratified_split(dataset.labels, min(sample, len(dataset)), rng)
    taken = dataset.take(chosen)
    if not len(taken):
        return
    for kind, distortion in DISTORTIONS.items():
        for level in distortion.levels:
            images = distortion.distort(taken.images, level, rng) if level else taken.images
            distorted = type(taken)(images, taken.labels, taken.class_names)
            right = answers_of(snapshot, distorted, cancelled=cancelled).right
            yield RobustnessPoint(kind, level, int(np.count_nonzero(right)), len(taken))


def points() -> int:
    """How many robustness() gives."""
    return sum(len(each.levels) for each in DISTORTIONS.values())
