"""How fast a run goes, as a user chooses it. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

FULL_SPEED = math.inf


@dataclass(frozen=True)
class Gear:
    """words: for the user. speed: steps a second. is_single: pause after every step."""

    words: str
    speed: float = FULL_SPEED
    is_single: bool = False


# From the slowest to the fastest.
GEARS = {
    "press": Gear("Step by step", is_single=True),
    "1": Gear("1 step/s", 1),
    "10": Gear("10 steps/s", 10),
    "100": Gear("100 steps/s", 100),
    "full": Gear("Full speed"),
}
FASTEST = "full"


def next_gear(gear: str, by: int) -> str:
    """The gear so many faster, or slower where `by` is below 0; the last there is beyond it."""
    names = [*GEARS]
    return names[min(max(names.index(gear) + by, 0), len(names) - 1)]
