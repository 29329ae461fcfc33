"""Why a digit: what each pixel adds to its score, for or against.

The score of a digit is its Z in the last layer less the mean of all Z there, since softmax does not
change when the same is added to every Z. On the straight line from a blank image to X, the score's
gradient is averaged and multiplied by X: integrated gradients (Sundararajan, Taly and Yan,
"Axiomatic attribution for deep networks", 2017). So the pixels add up to the score of X less that
of a blank image, and a pixel without ink adds nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from core.errors import ShapeError
from core.network.activations import activation_named
from core.network.arrays import Array
from core.network.network import Network
from core.network.snapshots import Snapshot

STEPS = 24


def pixel_evidence(snapshot: Snapshot, X: Array, digit: int, *, steps: int = STEPS) -> Array:
    """What each pixel of X (n0, 1) adds to the digit's score: (n0, 1), in the dtype of X.

    Positive speaks for the digit, negative against it. steps: places on the way where the gradient
    is taken. Raises ShapeError as score_gradient.
    """
    shares = (np.arange(steps, dtype=X.dtype) + X.dtype.type(0.5)) / X.dtype.type(steps)
    gradient = score_gradient(snapshot, X * shares, digit)
    added: Array = X * gradient.mean(axis=1, keepdims=True)
    return added


def score_gradient(snapshot: Snapshot, X: Array, digit: int) -> Array:
    """d score / dX of each column of X (n0, m): (n0, m). float64 in, float64 throughout.

    Raises ShapeError for another number of rows, or a digit that the network does not know.
    """
    network = _network(snapshot, np.dtype(X.dtype).str)
    if not 0 <= digit < network.dimensions[-1]:
        raise ShapeError(f"This network knows no class {digit}.")
    _, memories = network.forward(X)
    classes = network.dimensions[-1]
    dZ = np.full((classes, X.shape[1]), -1 / classes, dtype=X.dtype)
    dZ[digit] += 1
    for layer in range(len(memories) - 1, -1, -1):
        (_, W, _), _ = memories[layer]
        dH = W.T @ dZ
        if layer:
            dZ = activation_named(network.activation).backward(dH, memories[layer - 1][1])
    gradient: Array = dH
    return gradient


def score(snapshot: Snapshot, X: Array, digit: int) -> Array:
    """(m,): the digit's Z less the mean of all Z, for each column of X (n0, m)."""
    _, memories = _network(snapshot, np.dtype(X.dtype).str).forward(X)
    Z = memories[-1][1]
    scores: Array = Z[digit] - Z.mean(axis=0)
    return scores


@lru_cache(maxsize=2)
def _network(snapshot: Snapshot, dtype: str) -> Network:
    """Kept for the network in use; never trained."""
    theta = snapshot.theta.astype(dtype)
    return Network.from_snapshot(replace(snapshot, theta=theta))
