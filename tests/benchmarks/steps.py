"""Child process: training steps of all contenders, for one environment and thread count.

Prints one JSON object: {"net batch": {"contender": seconds of one step}}. Each library has a
process of its own, see library_process. With --before, our own step of another checkout takes
turns with the one of this checkout, and nobody else does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib import import_module
from itertools import chain
from pathlib import Path

from tests.benchmarks.contenders import LIBRARIES
from tests.benchmarks.library_process import LibraryProcess
from tests.benchmarks.timing import in_turns, interleaved

NETS = {"small": (784, 128, 64, 10), "wide": (784, 800, 10)}
BATCHES = (32, 64, 128, 512)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--before", type=Path)
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))[: options.threads]
    os.sched_setaffinity(0, cores)

    before, threads = options.before, options.threads
    with before_and_after(before, threads) if before else everybody(threads) as measure:
        figures = {
            f"{net} {batch}": measure(dimensions, batch, options.seconds)
            for net, dimensions in NETS.items()
            for batch in BATCHES
        }
    print(json.dumps(figures))


# Layer widths, batch size and seconds to the median seconds of one step of each.
Measure = Callable[[Sequence[int], int, float], dict[str, float]]


@contextmanager
def everybody(threads: int) -> Iterator[Measure]:
    with ExitStack() as stack:
        libraries = [
            stack.enter_context(closing(LibraryProcess(each, threads))) for each in LIBRARIES
        ]

        def measure(dimensions: Sequence[int], batch: int, seconds: float) -> dict[str, float]:
            timers = [each.timers(dimensions, batch).items() for each in libraries]
            return in_turns(dict(chain(*timers)), seconds=seconds)

        yield measure


@contextmanager
def before_and_after(before: Path, threads: int) -> Iterator[Measure]:
    """The step of the checkout in the folder `before`, and of this one."""
    from core.threads import blas_threads

    def measure(dimensions: Sequence[int], batch: int, seconds: float) -> dict[str, float]:
        made = {}
        for name, folder in (("before", before), ("ours", Path(__file__).parents[2])):
            with imported_from(folder):
                made[name] = import_module("tests.benchmarks.contenders").ours(dimensions, batch)
        return interleaved(made, seconds=seconds)

    with blas_threads(threads):
        yield measure


@contextmanager
def imported_from(folder: Path) -> Iterator[None]:
    """Within it, `core` and `tests` are those of a checkout in `folder`, read anew."""

    def aside() -> dict[str, object]:
        ours = [name for name in sys.modules if name.split(".")[0] in ("core", "tests")]
        return {name: sys.modules.pop(name) for name in ours}

    kept, path = aside(), sys.path[:]
    sys.path.insert(0, str(folder.resolve()))
    try:
        yield
    finally:
        aside()
        sys.modules.update(kept)
        sys.path[:] = path


if __name__ == "__main__":
    main()
