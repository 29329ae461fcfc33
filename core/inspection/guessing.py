"""Whether a network’s right answers could be had by guessing. Decided here and nowhere else."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.class_names import MOST_CLASSES

LUCK = 1e-4  # guessing that is luckier than this is no guessing


def chance(classes: int) -> float:
    """The share that a guess gets right of classes that are equally frequent."""
    return 1 / classes


def guessing_loss(classes: int) -> float:
    """The loss of so many equal probabilities."""
    return math.log(classes)


def guessing_share(labels: NDArray[Any], classes: int) -> float:
    """The share that is right when the most frequent class is always named; chance() for none.

    labels: (m,) whole numbers from 0.
    """
    return float(np.bincount(labels).max() / len(labels)) if len(labels) else chance(classes)


def could_be_guessed(right: int, of: int, share: float) -> bool:
    """Whether so many right answers `of` so many are no better than guessing may have.

    share: what a guess gets right, at least chance(MOST_CLASSES). Hoeffding (1963), “Probability
    inequalities for sums of bounded random variables”, theorem 1: guesses reach a share q with a
    probability of exp(-of · KL(q ‖ share)) at most. Of ten digits, it takes 41 right of 200, or
    1,132 of 10,000.
    """
    share = max(share, chance(MOST_CLASSES))
    if right <= share * of:
        return True
    q = right / of
    divergence = q * math.log(q / share)
    if q < 1:
        divergence += (1 - q) * math.log((1 - q) / (1 - share))
    return of * divergence < -math.log(LUCK)
