"""The course's own example, and random ones beside it."""

from __future__ import annotations

import numpy as np

from core.arrays import Array

COURSE = "the course's example"
COURSE_LABELS = (3, 5, 3, 6, 1)


def course_layer() -> tuple[Array, Array, Array]:
    """(H_prev, W, b), the course's whole numbers as floats."""
    return (
        np.array([[1.0, 0, 5, 10, 2], [2, 5, 3, 10, 2]]),
        np.array([[10.0, 5], [2, 0], [1, 0]]),
        np.array([[10.0], [5], [0]]),
    )


def course_Z() -> Array:
    """(3, 5), the Z of that layer."""
    H_prev, W, b = course_layer()
    return W @ H_prev + b


def course_dH() -> Array:
    """(3, 5): np.random.seed(2); np.random.rand(3, 5)."""
    return np.random.RandomState(2).rand(3, 5)


def course_HL() -> Array:
    """(10, 5): np.random.seed(2); np.random.rand(10, 5)."""
    return np.random.RandomState(2).rand(10, 5)


def random_Z() -> list[tuple[str, Array]]:
    """Of many shapes, m = 1 among them, with a few numbers that are exactly 0."""
    examples = []
    for seed, (n, m) in enumerate([(4, 1), (1, 6), (2, 7), (5, 5), (6, 3)], start=1):
        Z = 2 * np.random.default_rng(seed).standard_normal((n, m))
        if n * m > 6:
            Z[1, m - 1] = Z[0, 0] = 0.0
        examples.append((f"{n} units, m = {m}, seed {seed}", Z))
    return examples
