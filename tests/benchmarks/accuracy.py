"""Child process: the default recipe on MNIST, seeds 0 to 4. Prints {"seed": test accuracy}."""

from __future__ import annotations

import dataclasses
import json

from core.network.evaluation import evaluate
from core.network.network import Network
from core.network.training import train
from core.presets import DEFAULT, PRESETS
from core.threads import blas_threads
from tests.benchmarks.data import mnist_or_noise


def main() -> None:
    split = mnist_or_noise()
    accuracies = {}
    with blas_threads():
        for seed in range(5):
            recipe = dataclasses.replace(PRESETS[DEFAULT], seed=seed)
            network = Network.from_recipe(recipe)
            for _ in train(network, recipe, split):
                pass
            accuracies[str(seed)] = evaluate(network, split.test).accuracy
    print(json.dumps(accuracies))


if __name__ == "__main__":
    main()
