"""A walk through a network: all arrays of one forward and one backward pass, in their order.

X → Z1 → H1 → ... → loss, then dZL → dWL → dbL → dH(L-1) → ... → dX: what the course computes by
hand, by the functions that train. Z, H, dZ and dH are per example; dW and db are of the mean loss
over the m examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import DIGITS
from core.errors import ShapeError
from core.network.activations import activation_named
from core.network.arrays import Array
from core.network.layers import linear_backward
from core.network.losses import loss_backward, one_hot
from core.network.network import L_layer_forward, Network
from core.network.snapshots import Snapshot


@dataclass(frozen=True)
class Stop:
    """One array of a walk. name: its key in Walk.arrays, "Z2".

    kind: X, Z, H, loss, dZ, dW, db, dH or dX. layer: from 1; 0 for X and dX. is_forward: up to the
    loss, which counts as forward.
    """

    name: str
    kind: str
    layer: int
    is_forward: bool


@dataclass(frozen=True, eq=False)
class Walk:
    """All arrays of one pass, float64 and read-only.

    arrays: X (n0, m), Y (n_L, m) one-hot, Wl (n_l, n_l-1), bl (n_l, 1), Zl and Hl (n_l, m),
    loss (1, m) per example, and the gradients dZl, dHl, dWl, dbl and dX, shaped as what they are
    the gradients of; HL holds the probabilities. stops: those of the way, in order. class_names: of
    the rows of Y and HL.
    """

    dimensions: tuple[int, ...]
    activation: str
    arrays: Mapping[str, Array]
    stops: tuple[Stop, ...]
    class_names: tuple[str, ...] = DIGITS

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    @property
    def depth(self) -> int:
        """L, the number of layers."""
        return len(self.dimensions) - 1

    @property
    def m(self) -> int:
        """How many examples go through together."""
        return int(self.arrays["X"].shape[1])

    @property
    def loss(self) -> float:
        """The mean loss over the examples."""
        return float(self.arrays["loss"].mean())

    def activation_of(self, layer: int) -> str:
        """relu, sigmoid or tanh; softmax for the last layer."""
        return self.activation if layer < self.depth else "softmax"

    def input_of(self, layer: int) -> str:
        """The array that goes into a layer: X, or the H of the layer before."""
        return f"H{layer - 1}" if layer > 1 else "X"

    def stop(self, name: str) -> Stop:
        """The stop of this name. Raises KeyError where there is none."""
        for each in self.stops:
            if each.name == name:
                return each
        known = ", ".join(each.name for each in self.stops)
        raise KeyError(f"There is no “{name}” on this walk; there are: {known}.")

    def counterpart(self, stop: Stop) -> Stop:
        """Forward: the gradient of this array; backward: what it is the gradient of, or, for dW
        and db, the Z that W and b make. The loss and HL, whose own gradient nobody needs, go
        with dZL."""
        if stop.kind in ("dW", "db"):
            return self.stop(f"Z{stop.layer}")
        if stop.name in ("loss", f"H{self.depth}"):
            return self.stop(f"dZ{self.depth}")
        return self.stop(f"d{stop.name}" if stop.is_forward else stop.name.removeprefix("d"))


def walk(snapshot: Snapshot, X: Array, labels: Array) -> Walk:
    """The walk of X through the snapshot's network, in float64.

    X: (n0, m). labels: (m,), the true classes. Raises ShapeError when they do not fit.
    """
    network = Network.from_snapshot(snapshot)
    labels = np.asarray(labels, dtype=np.intp)
    classes = network.dimensions[-1]
    if X.ndim != 2 or X.shape[0] != network.dimensions[0] or labels.shape != (X.shape[1],):
        raise ShapeError(
            f"This network takes X ({network.dimensions[0]}, m) with m labels; "
            f"here are {X.shape} and {labels.shape}."
        )
    if labels.size == 0 or labels.min() < 0 or labels.max() >= classes:
        raise ShapeError(f"There must be one label or more, each from 0 to {classes - 1}.")
    parameters = {name: value.astype(np.float64) for name, value in network.parameters.items()}
    X = X.astype(np.float64)
    arrays = {"X": X, "Y": one_hot(labels, classes), **parameters}
    arrays |= _passes(X, arrays["Y"], parameters, network.activation)
    for array in arrays.values():
        array.flags.writeable = False
    depth = len(network.dimensions) - 1
    return Walk(
        network.dimensions, network.activation, arrays, tuple(_stops(depth)), snapshot.class_names
    )


def as_read(snapshot: Snapshot, X: Array) -> NDArray[np.intp]:
    """(m,): the class that the network gives each column of X (n0, m). Raises ShapeError."""
    HL = Network.from_snapshot(snapshot).predict(X.astype(snapshot.theta.dtype))
    digits: NDArray[np.intp] = HL.argmax(axis=0)
    return digits


def losses(HL: Array, Y: Array) -> Array:
    """(1, m): the loss of each example; compute_loss is their mean."""
    likelihood = np.add.reduce(HL * Y, axis=0, keepdims=True)
    loss: Array = -np.log(np.maximum(likelihood, np.finfo(HL.dtype).tiny))
    return loss


def _passes(X: Array, Y: Array, parameters: dict[str, Array], activation: str) -> dict[str, Array]:
    HL, memories = L_layer_forward(X, parameters, activation)
    depth = len(memories)
    arrays = {f"Z{layer}": Z for layer, (_, Z) in enumerate(memories, 1)}
    arrays |= {f"H{layer}": memory[0][0] for layer, memory in enumerate(memories) if layer}
    arrays |= {f"H{depth}": HL, "loss": losses(HL, Y)}
    dZ = loss_backward(HL, Y)
    for layer in range(depth, 0, -1):
        linear_memory, Z = memories[layer - 1]
        if layer < depth:
            dZ = activation_named(activation).backward(arrays[f"dH{layer}"], Z)
        dH_prev, dW, db = linear_backward(dZ, linear_memory)
        assert dH_prev is not None
        arrays |= {f"dZ{layer}": dZ, f"dW{layer}": dW, f"db{layer}": db}
        arrays[f"dH{layer - 1}" if layer > 1 else "dX"] = dH_prev
    return arrays


def _stops(depth: int) -> Iterator[Stop]:
    yield Stop("X", "X", 0, True)
    for layer in range(1, depth + 1):
        yield Stop(f"Z{layer}", "Z", layer, True)
        yield Stop(f"H{layer}", "H", layer, True)
    yield Stop("loss", "loss", depth, True)
    for layer in range(depth, 0, -1):
        for kind in ("dZ", "dW", "db"):
            yield Stop(f"{kind}{layer}", kind, layer, False)
        if layer > 1:
            yield Stop(f"dH{layer - 1}", "dH", layer - 1, False)
    yield Stop("dX", "dX", 0, False)
