"""A fully connected network: hidden layers with one activation, softmax at the output.

L_layer_forward and L_layer_backward are the course's functions; Network runs the same code with
its parameters in one vector and, while training, with buffers that are used again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from core.errors import ShapeError
from core.network.activations import activation_named
from core.network.arrays import Array, aligned_zeros
from core.network.layers import (
    LayerGradients,
    LayerMemory,
    layer_backward,
    layer_forward,
    linear_backward,
)
from core.network.losses import loss_backward
from core.network.parameters import initial_theta, layers_of, named, unpack
from core.network.recipe import Recipe
from core.network.snapshots import Snapshot

Memories = list[LayerMemory]


def L_layer_forward(
    X: Array, parameters: dict[str, Array], activation: str = "relu"
) -> tuple[Array, Memories]:
    """(HL, memories): X (n0, m) through every layer; HL (n_L, m) are the probabilities."""
    return _forward(X, *layers_of(parameters), activation)


def L_layer_backward(
    HL: Array, Y: Array, memories: Memories, activation: str = "relu"
) -> dict[str, Any]:
    """Gradients of the mean loss: {"dW1", "db1", ..., "dH0", "dH1", ...}.

    Y as in compute_loss. dH0 is dX; each dH is per example, without the mean's 1 / m.
    """
    layers = _backward(HL, Y, memories, activation)
    gradients = named([each.dW for each in layers], [each.db for each in layers], prefix="d")
    return gradients | {f"dH{layer}": each.dH_prev for layer, each in enumerate(layers)}


@dataclass(frozen=True)
class Places:
    """Where the arrays of one batch go: (Z, H) and dH of each layer; dZ takes dH's place.

    Hidden layers have their examples one after another in memory; the output layer has its
    classes so, because softmax and the loss work across them. Where the way back needs only H,
    H takes Z's place: ReLU's Z is positive exactly where its H is.
    """

    outputs: list[tuple[Array, Array]]
    dH: list[Array]


class Buffers:
    """Room for the arrays of batches of up to `size` examples, used again and again."""

    def __init__(
        self, dimensions: Sequence[int], activation: str, size: int, dtype: DTypeLike
    ) -> None:
        self._widths = tuple(dimensions[1:])
        self._places: dict[int, Places] = {}

        def room() -> list[Array]:
            return [aligned_zeros(n * size, dtype) for n in self._widths]

        self._H, self._dH = room(), room()
        self._Z = self._H if activation == "relu" else [*room()[:-1], self._H[-1]]

    def places(self, m: int) -> Places:
        """Views for a batch of m examples, m ≤ size."""
        if m not in self._places:
            Z, H, dH = (self._views(each, m) for each in (self._Z, self._H, self._dH))
            self._places[m] = Places(list(zip(Z, H, strict=True)), dH)
        return self._places[m]

    def _views(self, rooms: list[Array], m: int) -> list[Array]:
        used = [room[: n * m] for room, n in zip(rooms, self._widths, strict=True)]
        hidden = [each.reshape(m, n).T for each, n in zip(used[:-1], self._widths, strict=False)]
        return [*hidden, used[-1].reshape(-1, m)]


class Network:
    """Any depth and width; parameters in one vector `theta` (see core.network.parameters).

    dimensions: widths from input to output. activation: of every hidden layer. dtype: float32
    or float64. Raises ShapeError or ValueError for what makes no network.
    """

    theta: Array
    gradient: Array
    weights: list[Array]
    biases: list[Array]
    weight_gradients: list[Array]
    bias_gradients: list[Array]

    def __init__(
        self,
        dimensions: Sequence[int],
        activation: str = "relu",
        initialization: str = "he",
        *,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
    ) -> None:
        activation_named(activation)
        self.dimensions = tuple(dimensions)
        self.activation = activation
        self._adopt(initial_theta(self.dimensions, initialization, rng=rng, dtype=dtype))

    @classmethod
    def from_recipe(cls, recipe: Recipe, dtype: DTypeLike = np.float32) -> Network:
        """Freshly drawn from the recipe's seed."""
        rng = np.random.default_rng(recipe.seed)
        return cls(
            recipe.dimensions, recipe.activation, recipe.initialization, rng=rng, dtype=dtype
        )

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot) -> Network:
        """With a copy of the snapshot's parameters. Raises ShapeError when they do not fit."""
        network = cls.__new__(cls)
        activation_named(snapshot.activation)
        network.dimensions = snapshot.dimensions
        network.activation = snapshot.activation
        network._adopt(snapshot.theta)
        return network

    def snapshot(self, name: str = "", facts: dict[str, Any] | None = None) -> Snapshot:
        """A frozen float32 copy of the parameters as they are now."""
        theta = self.theta.astype(np.float32)
        theta.flags.writeable = False
        return Snapshot(self.dimensions, self.activation, theta, name, facts or {})

    @property
    def dtype(self) -> np.dtype[Any]:
        dtype: np.dtype[Any] = self.theta.dtype
        return dtype

    @property
    def parameters(self) -> dict[str, Array]:
        """{"W1": (n1, n0), "b1": (n1, 1), ...}: views; a change to them changes the network."""
        return named(self.weights, self.biases)

    @property
    def gradients(self) -> dict[str, Array]:
        """{"dW1", "db1", ...} of the last backward, times the scale it was given: views."""
        return named(self.weight_gradients, self.bias_gradients, prefix="d")

    def forward(
        self,
        X: Array,
        *,
        places: Places | None = None,
        masks: Sequence[Array] | None = None,
    ) -> tuple[Array, Memories]:
        """(HL, memories) of X (n0, m); hidden H are multiplied by `masks` where given (dropout)."""
        self._check_input(X)
        return _forward(X, self.weights, self.biases, self.activation, places, masks)

    def backward(
        self,
        HL: Array,
        Y: Array,
        memories: Memories,
        *,
        rate: float = 1.0,
        places: Places | None = None,
        masks: Sequence[Array] | None = None,
    ) -> None:
        """Leave `rate` times the gradients of the mean loss in `gradient`, and so in `gradients`.

        Folding a learning rate in here costs nothing: it rides on the 1 / m of the mean.
        """
        m = HL.shape[1]
        places = places or self.buffers(m).places(m)
        rooms = [None, *places.dH[:-1]]
        _backward(
            HL,
            Y,
            memories,
            self.activation,
            fold=rate / m,
            places=places,
            targets=list(map(LayerGradients, rooms, self.weight_gradients, self.bias_gradients)),
            masks=masks,
        )

    def buffers(self, size: int) -> Buffers:
        """Room for this network's batches of up to `size` examples."""
        return Buffers(self.dimensions, self.activation, size, self.dtype)

    def predict(self, X: Array) -> Array:
        """Probabilities (n_L, m) of X (n0, m)."""
        self._check_input(X)
        H = X
        last = len(self.weights) - 1
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            H, _ = layer_forward(H, W, b, self.activation if layer < last else "softmax")
        return H

    def swap(self) -> None:
        """Let the vector that held the gradient be θ, and the old θ take the next gradient.

        An optimizer writes the new θ over the gradient it has used up; so the parameters before
        an update stay whole until the next backward, at no cost in time or memory.
        """
        self.theta, self.gradient = self.gradient, self.theta
        self.weights, self.weight_gradients = self.weight_gradients, self.weights
        self.biases, self.bias_gradients = self.bias_gradients, self.biases

    def _adopt(self, theta: Array) -> None:
        self.theta = aligned_zeros(theta.size, theta.dtype)
        self.theta[:] = theta
        self.gradient = aligned_zeros(theta.size, theta.dtype)
        self.weights, self.biases = unpack(self.theta, self.dimensions)
        self.weight_gradients, self.bias_gradients = unpack(self.gradient, self.dimensions)

    def _check_input(self, X: Array) -> None:
        if X.ndim != 2 or X.shape[0] != self.dimensions[0]:
            raise ShapeError(
                f"This network takes {self.dimensions[0]} inputs a column, an array "
                f"({self.dimensions[0]}, m); it was given {X.shape}."
            )


def _forward(
    X: Array,
    weights: list[Array],
    biases: list[Array],
    activation: str,
    places: Places | None = None,
    masks: Sequence[Array] | None = None,
) -> tuple[Array, Memories]:
    H, memories = X, []
    last = len(weights) - 1
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        out = places.outputs[layer] if places is not None else None
        H, memory = layer_forward(H, W, b, activation if layer < last else "softmax", out=out)
        if masks is not None and layer < last:
            H *= masks[layer]
        memories.append(memory)
    return H, memories


def _backward(
    HL: Array,
    Y: Array,
    memories: Memories,
    activation: str,
    *,
    fold: float | None = None,
    places: Places | None = None,
    targets: list[LayerGradients] | None = None,
    masks: Sequence[Array] | None = None,
) -> list[LayerGradients]:
    """Each layer's (dH_prev, dW, db), from the input on.

    With `fold`, that factor goes into the output layer's dZ and takes the place of 1 / m
    everywhere. With `targets` results are written there, and each dZ over its dH.
    """
    factor, scale = (1.0, None) if fold is None else (fold, 1.0)
    dZ = loss_backward(HL, Y, scale=factor, out=places.dH[-1] if places else None)
    last = len(memories) - 1
    gradients = []
    dH: Any = None
    for layer in range(last, -1, -1):
        out = targets[layer] if targets is not None else None
        if layer == last:
            result = linear_backward(dZ, memories[layer][0], out=out, scale=scale)
        else:
            result = layer_backward(
                dH,
                memories[layer],
                activation,
                H=memories[layer + 1][0][0] if masks is None else None,
                out=out,
                dZ_out=dH if targets is not None else None,
                scale=scale,
            )
        dH = result.dH_prev
        if masks is not None and layer > 0:
            dH *= masks[layer - 1]
        gradients.append(result)
    return gradients[::-1]
