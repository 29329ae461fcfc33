"""Child process: training steps of all contenders, for one environment and thread count.

Prints one JSON object: {"net batch": {"contender": seconds of one step}}. With --before, our own
step of another checkout takes turns with the one of this checkout, and nobody else does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from tests.benchmarks.timing import Step, interleaved

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

    from core.threads import blas_threads

    contenders = before_and_after(options.before) if options.before else everybody(options.threads)
    figures = {}
    with blas_threads(options.threads):
        for net, dimensions in NETS.items():
            for batch in BATCHES:
                steps = contenders(dimensions, batch)
                figures[f"{net} {batch}"] = interleaved(steps, seconds=options.seconds)
    print(json.dumps(figures))


Contenders = Callable[[Sequence[int], int], dict[str, Step]]


def everybody(threads: int) -> Contenders:
    from tests.benchmarks.contenders import all_steps

    with suppress(ImportError):
        import torch

        torch.set_num_threads(threads)
    return lambda dimensions, batch: dict(all_steps(dimensions, batch, threads))


def before_and_after(before: Path) -> Contenders:
    """The step of the checkout in the folder `before`, and of this one."""

    def steps(dimensions: Sequence[int], batch: int) -> dict[str, Step]:
        made = {}
        for name, folder in (("before", before), ("ours", Path(__file__).parents[2])):
            with imported_from(folder):
                made[name] = import_module("tests.benchmarks.contenders").ours(dimensions, batch)
        return made

    return steps


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
