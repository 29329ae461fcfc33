"""Small runs, made without training."""

from __future__ import annotations

import numpy as np

from core.checkpoints import freeze
from core.data.dataset import Dataset, Split
from core.files.run_file import Circumstances, Origin, RunRecord
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport
from core.network.training import Training

RECIPE = Recipe(hidden=(5,), batch_size=20, epochs=3)


def noise(n: int, rng: np.random.Generator) -> Dataset:
    return Dataset(rng.integers(0, 256, (n, 784), np.uint8), np.arange(n, dtype=np.uint8) % 10)


def noise_split() -> Split:
    rng = np.random.default_rng(1)
    return Split("Noise", noise(40, rng), noise(10, rng), noise(5, rng))


def held_run(recipe: Recipe = RECIPE, reports: int = 4, **about) -> RunRecord:
    """A run that was held after so many reports, of three to an epoch."""
    split = noise_split()
    training = Training(Network.from_recipe(recipe), recipe, split)
    every = training.reports()
    told = [next(every) for _ in range(reports)]
    losses = np.array([each.loss for each in told if isinstance(each, StepReport)], np.float32)
    epochs = tuple(each for each in told if isinstance(each, EpochReport))
    network = training.network.snapshot("epoch 2", {"steps": training.step})
    held = freeze(training)
    times = Circumstances(**{"began": 1000.0, "written": 1009.0} | about)
    origin = Origin.of(split, "starter")
    return RunRecord(recipe, origin, losses, epochs, 1.5, network, held, circumstances=times)


def ended_run(recipe: Recipe = RECIPE, **about) -> RunRecord:
    held = held_run(recipe, **about)
    end = "completed", "Done: 3 epochs.", 0.75
    times = held.circumstances
    return RunRecord(
        held.recipe,
        held.origin,
        held.losses,
        held.epochs,
        held.seconds,
        held.network,
        None,
        *end,
        circumstances=times,
    )
