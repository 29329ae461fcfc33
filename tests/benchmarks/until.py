"""Child process: seconds from Run until a preset reads enough of MNIST's test set, seeds in turns.

Prints {"preset": {"reached": [seconds, None where it never did], "accuracies": [...]}}. What is
waited for is looked at after each epoch, and the looking is not counted.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time

from core.data.dataset import Split
from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.network.training import train
from core.presets import PRESETS
from core.threads import blas_threads
from tests.benchmarks.data import mnist_or_noise


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("presets", nargs="+")
    parser.add_argument("--accuracy", type=float, required=True)
    parser.add_argument("--seeds", type=int, required=True)
    options = parser.parse_args()
    split = mnist_or_noise()
    found: dict[str, dict[str, list[float | None]]] = {
        name: {"reached": [], "accuracies": []} for name in options.presets
    }
    with blas_threads(spare=1):  # as the window and the command line have it
        _run(PRESETS[options.presets[0]], split, options.accuracy)  # to wake everything up
        for seed in range(options.seeds):
            for name in options.presets:
                recipe = dataclasses.replace(PRESETS[name], seed=seed)
                seconds, accuracy = _run(recipe, split, options.accuracy)
                found[name]["reached"].append(seconds)
                found[name]["accuracies"].append(accuracy)
    print(json.dumps(found))


def _run(recipe: Recipe, split: Split, wanted: float) -> tuple[float | None, float]:
    """(seconds until the accuracy was there, accuracy at the end)."""
    began = time.perf_counter()
    looking, reached, accuracy = 0.0, None, 0.0
    network = Network.from_recipe(recipe)
    for report in train(network, recipe, split):
        if isinstance(report, EpochReport):
            looked = time.perf_counter()
            accuracy = evaluate(network, split.test).accuracy
            if accuracy >= wanted and reached is None:
                reached = looked - began - looking
            looking += time.perf_counter() - looked
    return reached, accuracy


if __name__ == "__main__":
    main()
