"""A few starter digits for the figures of the pages: there without a download, always the same."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.data.starter import starter_digits

COUNT = 30


@cache
def starter_examples() -> Dataset:
    """COUNT starter digits, each digit equally often."""
    return starter_digits(COUNT, rng=np.random.default_rng(7))


def starter_image(digit: int) -> NDArray[np.float32]:
    """(784, 1), in [0, 1]: the first of the examples that is this digit."""
    examples = starter_examples()
    first = int(np.flatnonzero(examples.labels == digit)[0])
    return examples.X(first, first + 1)
