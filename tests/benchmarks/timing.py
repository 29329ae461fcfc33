"""Medians of interleaved runs: whatever the machine does, it does to all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Step = Callable[[], object]


def interleaved(
    contenders: Mapping[str, Step], *, seconds: float = 3.0, rounds: int = 25
) -> dict[str, float]:
    """Median seconds of one call of each, run in turns of equal length for about `seconds`."""
    turn = seconds / rounds / len(contenders)
    calls = {name: _calls_for(step, turn) for name, step in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, step in contenders.items():
            times[name].append(_time(step, calls[name]))
    return {name: statistics.median(each) for name, each in times.items()}


def _calls_for(step: Step, seconds: float) -> int:
    for _ in range(3):
        step()
    return max(1, round(seconds / _time(step, 5)))


def _time(step: Step, calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        step()
    return (time.perf_counter() - start) / calls
