"""Medians of interleaved runs: whatever the machine does, it does to all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial

Step = Callable[[], object]
# Seconds of so many calls.
Timer = Callable[[int], float]


def interleaved(
    contenders: Mapping[str, Step], *, seconds: float = 3.0, rounds: int = 25
) -> dict[str, float]:
    """Median seconds of one call of each, run in turns of equal length for about `seconds`."""
    timers = {name: partial(time_of, step) for name, step in contenders.items()}
    return in_turns(timers, seconds=seconds, rounds=rounds)


def in_turns(
    contenders: Mapping[str, Timer], *, seconds: float = 3.0, rounds: int = 25
) -> dict[str, float]:
    """As interleaved(), of what is timed elsewhere."""
    turn = seconds / rounds / len(contenders)
    calls = {name: max(1, round(turn / (timer(5) / 5))) for name, timer in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, timer in contenders.items():
            times[name].append(timer(calls[name]) / calls[name])
    return {name: statistics.median(each) for name, each in times.items()}


def time_of(step: Step, calls: int) -> float:
    """Seconds of so many calls, after a few that wake caches and threads."""
    for _ in range(3):
        step()
    start = time.perf_counter()
    for _ in range(calls):
        step()
    return time.perf_counter() - start
