"""One layer: Z = W·H_prev + b, H = g(Z); and back.

Shapes: H_prev (n_prev, m), W (n, n_prev), b (n, 1), Z and H (n, m). A layer's memory is
((H_prev, W, b), Z). These are the course's functions, and the ones that train: the trainer hands
in `buffers`, so that no step needs new arrays. That is the whole difference.

Formulas: Goodfellow, Bengio and Courville, "Deep Learning" (2016), algorithms 6.3 and 6.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.network.activations import activation_named
from core.network.arrays import Array

LinearMemory = tuple[Array, Array, Array]
LayerMemory = tuple[LinearMemory, Array]
# (dH_prev, dW, db). dH_prev is None only where `buffers` have no room for it.
LayerGradients = tuple[Array | None, Array, Array]


@dataclass(slots=True)
class LayerBuffers:
    """Where the arrays of one layer and one batch of m examples are written to.

    Z, H: (n, m). dH: (n, m), where the layer behind writes this layer's dH; dZ takes its place.
    dH_prev: (n_prev, m), the dH of the layer before; None for the first layer, for nobody needs
    dX to train. dW (n, n_prev), db (n, 1). ones: (m, 1), by which dZ is summed over the examples.
    mask: (n, m), what dropout multiplies H by.
    """

    Z: Array | None = None
    H: Array | None = None
    dH: Array | None = None
    dH_prev: Array | None = None
    dW: Array | None = None
    db: Array | None = None
    ones: Array | None = None
    mask: Array | None = None


_NEW_ARRAYS = LayerBuffers()


def layer_forward(
    H_prev: Array, W: Array, b: Array, activation: str = "relu", buffers: LayerBuffers | None = None
) -> tuple[Array, LayerMemory]:
    """(H, memory): the layer's outputs, and what layer_backward needs."""
    to = buffers or _NEW_ARRAYS
    Z = np.matmul(W, H_prev, out=to.Z)
    Z = np.add(Z, b, out=to.Z)
    H, _ = activation_named(activation).forward(Z, out=to.H)
    if to.mask is not None:
        H *= to.mask
    return H, ((H_prev, W, b), Z)


def layer_backward(
    dH: Array, memory: LayerMemory, activation: str = "relu", buffers: LayerBuffers | None = None
) -> LayerGradients:
    """(dH_prev, dW, db) from dH, the gradient of the loss of each example by this layer's H.

    dH and dH_prev are per example; dW = dZ·H_prevᵀ / m and db = mean of dZ, as the course has
    them. With `buffers`, as linear_backward.
    """
    linear_memory, Z = memory
    to = buffers or _NEW_ARRAYS
    H = to.H
    if to.mask is not None:
        dH = np.multiply(dH, to.mask, out=to.dH)
        H = None  # dropout has changed it
    dZ = activation_named(activation).backward(dH, Z, out=to.dH, H=H)
    return linear_backward(dZ, linear_memory, buffers)


def linear_backward(
    dZ: Array, linear_memory: LinearMemory, buffers: LayerBuffers | None = None
) -> LayerGradients:
    """(dH_prev, dW, db) from dZ; the second half of layer_backward.

    dZ is per example, and here the sums over the examples become means. With `buffers`, dZ
    carries the mean's 1 / m already (see losses.loss_backward), and so does dH_prev.
    """
    H_prev, W, _ = linear_memory
    to = buffers or _NEW_ARRAYS
    dW = np.matmul(dZ, H_prev.T, out=to.dW)
    if buffers is None:
        m = dZ.shape[1]
        db = dZ.sum(axis=1, keepdims=True)
        return np.matmul(W.T, dZ), dW / m, db / m
    assert to.ones is not None
    db = np.matmul(dZ, to.ones, out=to.db)  # faster than a sum
    if to.dH_prev is None:
        return None, dW, db
    return np.matmul(W.T, dZ, out=to.dH_prev), dW, db
