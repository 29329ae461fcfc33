"""Which digit to draw next, when each is to be drawn three times. No Qt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASSES

TIMES = 3
WHOLE = TIMES * CLASSES


def goal_of(counts: NDArray[np.int64]) -> int:
    """How often each digit should be there, given counts (10,): the next multiple of TIMES."""
    return TIMES * (int(counts.min()) // TIMES + 1)


def drawn(counts: NDArray[np.int64], goal: int) -> NDArray[np.int64]:
    """(10,), how many of the TIMES drawings of each digit up to `goal` are there."""
    reached: NDArray[np.int64] = np.clip(counts - (goal - TIMES), 0, TIMES)
    return reached


def next_digit(counts: NDArray[np.int64], goal: int) -> int | None:
    """All ten once, then all ten again: the first digit that is there least; None at the goal."""
    missing = drawn(counts, goal)
    return int(missing.argmin()) if missing.min() < TIMES else None
