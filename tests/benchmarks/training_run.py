"""Child process: a whole epoch against the bare step, one prediction, and memory.

Prints one JSON object. Uses MNIST where DIGIT_LAB_MNIST or ../shared/mnist has it, else bytes of
the same size.
"""

from __future__ import annotations

import itertools
import json
import resource
import statistics
import time

import numpy as np

from core.data.dataset import Split
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport
from core.network.stepping import Stepper
from core.network.training import train
from core.threads import blas_threads
from tests.benchmarks.contenders import batches
from tests.benchmarks.data import mnist_or_noise
from tests.benchmarks.timing import interleaved

BATCH, ROUNDS = 64, 7


def main() -> None:
    split = mnist_or_noise()
    recipe = Recipe(batch_size=BATCH, epochs=ROUNDS + 1, l2=0.0, schedule="constant")
    figures: dict[str, float] = {}
    with blas_threads(1):
        figures.update(_epoch_against_steps(recipe, split))
        figures["prediction_ms"] = _prediction() * 1e3
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def _epoch_against_steps(recipe: Recipe, split: Split) -> dict[str, float]:
    """Images a second of whole epochs (shuffling, gathering, reports, validation) and of bare
    steps on ready batches, in turns."""
    network = Network.from_recipe(recipe)
    stepper = Stepper(Network.from_recipe(recipe), recipe, np.random.default_rng(0), BATCH)
    ready = itertools.cycle((images.T, labels) for images, labels in batches(BATCH))
    reports = train(network, recipe, split)
    epoch_rates, step_rates = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        while not isinstance(next(reports), EpochReport):
            pass
        epoch_rates.append(len(split.train) / (time.perf_counter() - start))
        steps = len(split.train) // BATCH
        start = time.perf_counter()
        for _ in range(steps):
            stepper.step(*next(ready), 0.01)
        step_rates.append(steps * BATCH / (time.perf_counter() - start))
    return {
        "epoch_images_per_second": statistics.median(epoch_rates),
        "step_images_per_second": statistics.median(step_rates),
        "epoch_share": statistics.median(
            epoch / step for epoch, step in zip(epoch_rates, step_rates, strict=True)
        ),
    }


def _prediction() -> float:
    """Seconds from a drawing of three strokes, a hundred points, to its prediction."""
    from core.ink.strokes import Drawing
    from core.reading.reading import read_drawings

    t = np.linspace(0, 1, 40)
    drawing = Drawing.from_lists(
        [
            np.column_stack([10 + 80 * t, 12 + 4 * np.sin(5 * t)]).tolist(),
            np.column_stack([90 - 45 * t, 14 + 100 * t]).tolist(),
            np.column_stack([40 + 40 * t[:20], 60 + 0 * t[:20]]).tolist(),
        ]
    )
    snapshot = Network.from_recipe(Recipe()).snapshot()
    return interleaved({"predict": lambda: read_drawings(snapshot, [drawing])}, seconds=1)[
        "predict"
    ]


if __name__ == "__main__":
    main()
