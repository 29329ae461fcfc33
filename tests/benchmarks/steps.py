"""Child process: training steps of all contenders, for one environment and thread count.

Prints one JSON object: {"net batch": {"contender": seconds of one step}}.
"""

from __future__ import annotations

import argparse
import json
import os

from tests.benchmarks.timing import interleaved

NETS = {"small": (784, 128, 64, 10), "wide": (784, 800, 10)}
BATCHES = (32, 64, 128, 512)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))[: options.threads]
    os.sched_setaffinity(0, cores)

    import torch

    from core.network.threads import blas_threads
    from tests.benchmarks.contenders import all_steps

    torch.set_num_threads(options.threads)
    figures = {}
    with blas_threads(options.threads):
        for net, dimensions in NETS.items():
            for batch in BATCHES:
                contenders = dict(all_steps(dimensions, batch, options.threads))
                figures[f"{net} {batch}"] = interleaved(contenders, seconds=options.seconds)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
