"""How much work something is, as a ratio: the same on a slow machine, a fast one and a busy one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np

LEAST = 0.1 if sys.platform == "win32" else 0.0  # seconds; Windows counts them in steps of 16 ms
SORTING = 0.007  # seconds of a sorting on the machine that bounds in seconds are meant for
NUMBERS = np.random.default_rng(0).random(100_000)


def effort(act: Callable[[], object], turns: int = 7) -> float:
    """Processor time of `act()`, in sortings of 100,000 numbers by NumPy: the least of each, taken
    in turns. Stable sortings: the others are ten times as quick on a processor with AVX-512."""
    times = [(_time(act), _time(_sort)) for _ in range(turns)]
    return min(each for each, _ in times) / min(sorting for _, sorting in times)


def slowness(turns: int = 7) -> float:
    """How many times as long as a quiet machine that sorts in SORTING this one takes now; at
    least 1."""
    return max(1.0, median(_time(_sort) for _ in range(turns)) / SORTING)


def _sort() -> None:
    np.sort(NUMBERS, kind="stable")


def _time(act: Callable[[], object]) -> float:
    """Of one `act()`, repeated until the clock is sure to have seen it."""
    began, count, spent = time.thread_time(), 0, 0.0
    while spent <= LEAST:
        act()
        count, spent = count + 1, time.thread_time() - began
    return spent / count
