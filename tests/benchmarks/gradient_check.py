"""Child process: how long the microscope's checks take.

The default network is swept whole, for one example; a number of the shipped network is checked in
each of its gradients. Prints one JSON object: seconds of the sweep, milliseconds of the slowest
number, each the best of a few.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from core.files import model_file
from core.inspection.differences import check_all, check_number
from core.inspection.walk import Walk, walk
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot

SWEEPS, NUMBERS = 3, 5


def main() -> None:
    default = Network.from_recipe(Recipe()).snapshot("default")
    print(json.dumps({"sweep_s": sweep(default), "number_ms": 1000 * number(model_file.shipped())}))


def sweep(snapshot: Snapshot) -> float:
    """Seconds that every number of every gradient takes."""
    of = _walk(snapshot)

    def whole() -> None:
        rng = np.random.default_rng(0)
        (*_, last) = check_all(of, rng=rng, clock=time.perf_counter, seconds=math.inf)
        assert last.done == last.entries

    return min(_seconds(whole) for _ in range(SWEEPS))


def number(snapshot: Snapshot) -> float:
    """Seconds that one number takes, in the gradient where it takes longest."""
    of = _walk(snapshot)
    gradients = [stop.name for stop in of.stops if not stop.is_forward]
    return max(
        min(_seconds(partial(check_number, of, name, (n, 0))) for n in range(NUMBERS))
        for name in gradients
    )


def _walk(snapshot: Snapshot) -> Walk:
    return walk(snapshot, np.random.default_rng(0).random((784, 1)), np.array([3]))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
