"""How much work something is, as a ratio: the same on a slow machine, a fast one and a busy one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

# Windows counts a thread's time in steps of 16 ms.
_now = time.perf_counter if sys.platform == "win32" else time.thread_time
NUMBERS = np.random.default_rng(0).random(100_000)


def effort(act: Callable[[], object], turns: int = 7) -> float:
    """Processor time of `act()`, in sortings of 100,000 numbers by NumPy: the least of each, taken
    in turns."""
    times = [(_time(act), _time(lambda: np.sort(NUMBERS))) for _ in range(turns)]
    return min(each for each, _ in times) / min(sorting for _, sorting in times)


def _time(act: Callable[[], object]) -> float:
    began = _now()
    act()
    return _now() - began
