"""A small data set that a small network learns in a moment, and short runs on it."""

import numpy as np

from core.data.dataset import Dataset
from core.network.network import Network
from core.network.recipe import Recipe
from core.network.reports import EpochReport, StepReport
from core.network.training import train

EXAMPLES = 100


def digits(m, seed):
    """Noise with a stripe at a height of its own for each class: easy, but not trivial."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, m).astype(np.uint8)
    images = rng.integers(0, 120, (m, 784)).astype(np.uint8)
    for digit in range(10):
        images.reshape(m, 28, 28)[labels == digit, 2 * digit + 3 : 2 * digit + 5] += 110
    return Dataset(images, labels)


def small(**values):
    """A recipe that does not follow the defaults, which are tuned for MNIST."""
    plain = {
        "hidden": (12, 8),
        "optimizer": "momentum",
        "learning_rate": 0.05,
        "schedule": "cosine",
        "batch_size": 32,
        "epochs": 3,
        "l2": 0.0,
    }
    return Recipe(**(plain | values))


def learn(recipe, split, dtype=np.float32, controls=None):
    """(network, step reports, epoch reports) of a whole run."""
    network = Network.from_recipe(recipe, dtype)
    reports = list(train(network, recipe, split, controls=controls))
    steps = [each for each in reports if isinstance(each, StepReport)]
    epochs = [each for each in reports if isinstance(each, EpochReport)]
    assert len(steps) + len(epochs) == len(reports)
    return network, steps, epochs


def full_batch(split, dtype=np.float64):
    X = split.train.images.T * dtype(1 / 255)
    return X, split.train.labels
