"""Whether a network’s right answers could be had by guessing. Decided here and nowhere else."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.network.recipe import OUTPUTS

CHANCE = 1 / OUTPUTS  # of digits that are equally frequent
GUESSING_LOSS = math.log(OUTPUTS)  # of ten equal probabilities
LUCK = 1e-4  # guessing that is luckier than this is no guessing


def guessing_share(labels: NDArray[Any]) -> float:
    """The share that is right when the most frequent digit is always named; CHANCE for none.

    labels: (m,) whole numbers from 0.
    """
    return float(np.bincount(labels).max() / len(labels)) if len(labels) else CHANCE


def could_be_guessed(right: int, of: int, share: float = CHANCE) -> bool:
    """Whether so many right answers `of` so many are no better than guessing may have.

    share: what a guess gets right. Hoeffding (1963), “Probability inequalities for sums of bounded
    random variables”, theorem 1: guesses reach a share q with a probability of exp(-of · KL(q ‖
    share)) at most. Of ten digits, it takes 41 right of 200,
    or 1,132 of 10,000.
    """
    share = max(share, CHANCE)
    if right <= share * of:
        return True
    q = right / of
    divergence = q * math.log(q / share)
    if q < 1:
        divergence += (1 - q) * math.log((1 - q) / (1 - share))
    return of * divergence < -math.log(LUCK)
