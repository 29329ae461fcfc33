"""Learning-rate schedules: which share of the learning rate a step takes.

Each maps progress, the share of the run that is done, 0 ≤ progress < 1, to a factor.
"""

from __future__ import annotations

import math
from typing import NamedTuple

HALVINGS = 10
WARM_UP = 0.05
RISE, FALL = 0.2, 0.6  # of a trapezoid


def constant(progress: float) -> float:
    return 1.0


def step(progress: float) -> float:
    """Halved after each tenth of the run."""
    return 0.5 ** math.floor(progress * HALVINGS)


def cosine(progress: float) -> float:
    """From 1 down to 0 (Loshchilov and Hutter, 2017, without restarts)."""
    return 0.5 * (1 + math.cos(math.pi * progress))


def warm_up(progress: float) -> float:
    """Rises in a straight line over the first twentieth of the run, then goes the cosine's way
    (Goyal et al., 2017)."""
    return min(_rise(progress, WARM_UP), cosine(max(progress - WARM_UP, 0) / (1 - WARM_UP)))


def trapezoid(progress: float) -> float:
    """Rises in a straight line, stays, and falls in one to 0 (Xing, Arpit, Tsirigotis and Bengio,
    2018; Hägele and others, 2024): for short runs, which learn longest at the full rate."""
    return min(_rise(progress, RISE), (1 - progress) / FALL)


def _rise(progress: float, over: float) -> float:
    return min((progress + over / 100) / (over * 1.01), 1.0)


SCHEDULES = {
    **{"constant": constant, "step": step, "cosine": cosine},
    **{"warm-up": warm_up, "trapezoid": trapezoid},
}


class Advance(NamedTuple):
    """How far a run is at each step: evenly from `share` at `step` to 1 at `last`."""

    last: int
    step: int = 0
    share: float = 0.0

    def at(self, step: int) -> float:
        return self.share + (step - self.step) * (1 - self.share) / (self.last - self.step)
