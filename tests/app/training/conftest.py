"""A tiny data set that a run gets through in a blink, and a session that is always closed."""

import numpy as np
import pytest

from app.training.session import Session
from core.data.dataset import Dataset, Split
from core.recipe import Recipe


def digits(m: int, rng: np.random.Generator) -> Dataset:
    labels = (np.arange(m) % 10).astype(np.uint8)
    images = rng.integers(0, 60, (m, 784), dtype=np.uint8)
    for k, label in enumerate(labels.tolist()):
        images[k, 70 * label : 70 * label + 40] = 255
    return Dataset(images, labels)


@pytest.fixture
def split():
    rng = np.random.default_rng(0)
    return Split("Tiny", digits(320, rng), digits(40, rng), digits(50, rng))


@pytest.fixture
def recipe():
    return Recipe(hidden=(8,), batch_size=32, epochs=3)


@pytest.fixture
def endless():
    return Recipe(hidden=(8,), batch_size=32, epochs=100_000)


@pytest.fixture
def session(qapp):
    made = Session()
    yield made
    assert made.close(), "the training thread did not end"
