"""The course's own example, and random ones beside it: single Z, layers, networks."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np

from core.checking.exercises.formulas import activate, forward, sigmoid, softmax
from core.network.arrays import Array
from core.network.losses import one_hot

COURSE = "the course's example"
COURSE_LABELS = (3, 5, 3, 6, 1)
PIXELS, CLASSES = 784, 10
WHOLE = "arrays of whole numbers (dtype int)"
# (n_prev, n, m); two are square, where products the wrong way round go through; the last are of
# the course's first and last layer.
SHAPES = (
    *((3, 4, 1), (2, 3, 6), (5, 2, 4), (1, 4, 3), (4, 4, 4), (3, 3, 3)),
    *((6, CLASSES, 3), (PIXELS, 4, 2)),
)
# One is square all over, where wrong products and wrong layers go through; the last are the
# course's, with its 10 outputs and its 784 inputs.
DIMENSIONS = (
    *((4, 5, 3, 6), (4, 3, 2), (3, 6, 4, 3, 5), (3, 2, 7), (3, 3, 3, 3)),
    *((5, 4, 10), (784, 6, 10), (784, 5, 4, 10)),
)
TWO_CLASS_DIMENSIONS = ((4, 5, 3, 1), (4, 3, 1), (3, 6, 4, 3, 1), (5, 4, 1))


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


def output_Z() -> list[tuple[str, Array]]:
    """Of the course's output layer."""
    return [
        (f"{CLASSES} units, m = {m}, seed {m}", 2 * rng.standard_normal((CLASSES, m)))
        for m in (1, 4)
        for rng in [np.random.default_rng(m)]
    ]


def layers() -> list[tuple[str, SimpleNamespace]]:
    """Labelled arrays H_prev, W, b, Z, dH of layers, with both activations in turn."""
    found = []
    H_prev, W, b = course_layer()
    for activation in ("relu", "sigmoid"):
        found.append((f"{COURSE}, {activation}", [H_prev, W, b, course_dH()], activation))
    for seed, (n_prev, n, m) in enumerate(SHAPES, start=1):
        rng = np.random.default_rng(seed)
        arrays = [rng.standard_normal(size) for size in ((n_prev, m), (n, n_prev), (n, 1), (n, m))]
        arrays[1] *= _width(n_prev)
        for activation in ("relu", "sigmoid"):
            label = f"{n_prev} → {n} units, m = {m}, {activation}, seed {seed}"
            found.append((label, arrays, activation))
    whole = [*(each.astype(int) for each in course_layer()), course_dH()]
    found.append((WHOLE, whole, "relu"))
    # Z is exactly 0 where W and b are: the kink of ReLU.
    dead = [np.ones((2, 3)), np.zeros((2, 2)), np.zeros((2, 1)), np.ones((2, 3))]
    found.append(("W and b of zeros, relu", dead, "relu"))
    return [
        (
            label,
            SimpleNamespace(
                H_prev=H_prev,
                W=W,
                b=b,
                dH=dH,
                Z=W @ H_prev + b,
                H=activate(activation, W @ H_prev + b),
                activation=activation,
                n_prev=W.shape[1],
                n=W.shape[0],
                m=dH.shape[1],
            ),
        )
        for label, (H_prev, W, b, dH), activation in found
    ]


def networks(two_classes: bool = False) -> list[tuple[str, SimpleNamespace]]:
    """Labelled small networks, with all that their two passes give.

    two_classes: whether they end in one unit with a sigmoid.
    """
    found = []
    for seed, dimensions in enumerate(TWO_CLASS_DIMENSIONS if two_classes else DIMENSIONS, 1):
        rng = np.random.default_rng(seed)
        m = 1 if seed == 1 else 3 if len(set(dimensions)) == 1 else 4 + seed % 6
        parameters = {}
        for layer, (n_prev, n) in enumerate(pairwise(dimensions), start=1):
            parameters[f"W{layer}"] = _width(n_prev) * rng.standard_normal((n, n_prev))
            parameters[f"b{layer}"] = rng.standard_normal((n, 1))
        X = rng.standard_normal((dimensions[0], m))
        Y = one_hot(rng.integers(0, dimensions[-1], m), dimensions[-1])
        if two_classes:
            Y = rng.integers(0, 2, (1, m)) * 1.0
        c = SimpleNamespace(X=X, Y=Y, parameters=parameters, m=m, depth=len(dimensions) - 1)
        c.course = (dimensions[-1] == CLASSES) + (
            dimensions[:: len(dimensions) - 1] == (PIXELS, CLASSES)
        )
        c.last = sigmoid if two_classes else softmax
        c.HL, c.Zs = forward(c)
        label = f"{'-'.join(map(str, dimensions))} units, m = {m}, seed {seed}"
        found.append((label, c))
    return found


def _width(n_prev: int) -> float:
    """Of weights: small where many are added up, so that no unit is certain."""
    return n_prev**-0.5 if n_prev == PIXELS else 1.0


def copies_of(arrays: dict[str, Array]) -> dict[str, Array]:
    """The same dictionary with copies of its arrays."""
    return {name: array.copy() for name, array in arrays.items()}
