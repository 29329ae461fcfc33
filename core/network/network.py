"""A fully connected network: hidden layers with one activation, softmax at the output.

L_layer_forward and L_layer_backward are the course's functions. Network runs the same code, with
its parameters in one vector and, while training, with buffers that are used again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from core.data.class_names import numbered
from core.data.dataset import DIGITS
from core.errors import ShapeError
from core.network.activations import activation_named
from core.network.arrays import Array, aligned_zeros, frozen
from core.network.layers import (
    LayerBuffers,
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
    layers = _backward(loss_backward(HL, Y), memories, activation)
    dH, dW, db = map(list, zip(*layers, strict=True))
    return named(dW, db, prefix="d") | {f"dH{layer}": each for layer, each in enumerate(dH)}


def _forward(
    X: Array,
    weights: list[Array],
    biases: list[Array],
    activation: str,
    buffers: Sequence[LayerBuffers | None] | None = None,
) -> tuple[Array, Memories]:
    depth = len(weights)
    activations = [activation] * (depth - 1) + ["softmax"]
    H, memories = X, []
    for W, b, g, to in zip(weights, biases, activations, buffers or [None] * depth, strict=True):
        H, memory = layer_forward(H, W, b, g, to)
        memories.append(memory)
    return H, memories


def _backward(
    dZ: Array, memories: Memories, activation: str, buffers: Sequence[LayerBuffers] | None = None
) -> list[LayerGradients]:
    """Each layer's (dH_prev, dW, db), from the input on. dZ: of the output layer."""
    *hidden, (linear_memory, _) = memories
    to = [*buffers] if buffers else [None] * len(memories)
    gradients = [linear_backward(dZ, linear_memory, to.pop())]
    for memory in reversed(hidden):
        dH: Any = gradients[-1][0]
        gradients.append(layer_backward(dH, memory, activation, to.pop()))
    return gradients[::-1]


class Buffers:
    """Room for the arrays of batches of up to `size` examples, used again and again.

    Hidden layers have their examples one after another in memory; the output layer has its
    classes so, because softmax and the loss work across them. Where the way back needs only H,
    H takes Z's place: ReLU's Z is positive exactly where its H is.
    """

    def __init__(
        self, dimensions: Sequence[int], activation: str, size: int, dtype: DTypeLike
    ) -> None:
        self._widths = tuple(dimensions[1:])
        self._of: dict[int, list[LayerBuffers]] = {}

        def rooms() -> list[Array]:
            return [aligned_zeros(n * size, dtype) for n in self._widths]

        self._H, self._dH = rooms(), rooms()
        self._Z = self._H if activation == "relu" else [*rooms()[:-1], self._H[-1]]

    def of(self, m: int) -> list[LayerBuffers]:
        """Those of each layer for a batch of m examples, m ≤ size: views."""
        if m not in self._of:
            Z, H, dH = (self._views(each, m) for each in (self._Z, self._H, self._dH))
            ones = np.ones((m, 1), self._H[0].dtype)
            views = zip(Z, H, dH, [None, *dH[:-1]], strict=True)
            self._of[m] = [LayerBuffers(*each, ones=ones) for each in views]
        return self._of[m]

    def _views(self, rooms: list[Array], m: int) -> list[Array]:
        used = [room[: n * m] for room, n in zip(rooms, self._widths, strict=True)]
        hidden = [each.reshape(m, n).T for each, n in zip(used[:-1], self._widths, strict=False)]
        return [*hidden, used[-1].reshape(-1, m)]


class Network:
    """Any depth and width; parameters in one vector `theta` (see core.network.parameters).

    dimensions: widths from input to output. activation: of every hidden layer. dtype: float32
    or float64. class_names: what each output stands for, a number unless told. Raises ShapeError
    or ValueError for what makes no network.
    """

    def __init__(
        self,
        dimensions: Sequence[int],
        activation: str = "relu",
        initialization: str = "he",
        *,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
    ) -> None:
        theta = initial_theta(dimensions, initialization, rng=rng, dtype=dtype)
        self._adopt(dimensions, activation, theta)

    @classmethod
    def from_recipe(
        cls, recipe: Recipe, dtype: DTypeLike = np.float32, class_names: tuple[str, ...] = DIGITS
    ) -> Network:
        """Freshly drawn from the recipe's seed, with an output a class."""
        rng, dimensions = np.random.default_rng(recipe.seed), recipe.dimensions(len(class_names))
        network = cls(dimensions, recipe.activation, recipe.initialization, rng=rng, dtype=dtype)
        network.class_names = class_names
        return network

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot) -> Network:
        """With a copy of the snapshot's parameters. Raises ShapeError when they do not fit."""
        network = cls.__new__(cls)
        network._adopt(snapshot.dimensions, snapshot.activation, snapshot.theta)
        network.class_names = snapshot.class_names
        return network

    def _adopt(self, dimensions: Sequence[int], activation: str, theta: Array) -> None:
        activation_named(activation)
        self.dimensions = tuple(dimensions)
        self.activation = activation
        self.class_names = numbered(self.dimensions[-1])
        self.dtype: np.dtype[Any] = theta.dtype
        self.theta = aligned_zeros(theta.size, theta.dtype)
        self.theta[:] = theta
        self.gradient = aligned_zeros(theta.size, theta.dtype)
        self.weights, self.biases = unpack(self.theta, self.dimensions)
        self.weight_gradients, self.bias_gradients = unpack(self.gradient, self.dimensions)

    def snapshot(self, name: str = "", facts: dict[str, Any] | None = None) -> Snapshot:
        """A frozen float32 copy of the parameters as they are now."""
        shape, theta = (self.dimensions, self.activation), frozen(self.theta, np.float32)
        return Snapshot(*shape, theta, name, facts or {}, self.class_names)

    @property
    def parameters(self) -> dict[str, Array]:
        """{"W1": (n1, n0), "b1": (n1, 1), ...}: views; a change to them changes the network."""
        return named(self.weights, self.biases)

    def buffers(self, size: int) -> Buffers:
        """Room for this network's batches of up to `size` examples."""
        return Buffers(self.dimensions, self.activation, size, self.dtype)

    def forward(
        self, X: Array, buffers: Sequence[LayerBuffers] | None = None
    ) -> tuple[Array, Memories]:
        """(HL, memories) of X (n0, m). Raises ShapeError for an X of another width."""
        self._check_input(X)
        return _forward(X, self.weights, self.biases, self.activation, buffers)

    def backward(
        self,
        HL: Array,
        Y: Array,
        memories: Memories,
        buffers: Sequence[LayerBuffers],
        rate: float = 1.0,
    ) -> None:
        """Leave `rate` times the gradient of the mean loss in `gradient`.

        buffers: those that forward() wrote to. Folding a learning rate in here costs nothing: it
        rides on the 1 / m of the mean, which the output layer's dZ hands on to every layer.
        """
        for to, dW, db in zip(buffers, self.weight_gradients, self.bias_gradients, strict=True):
            to.dW, to.db = dW, db
        dZ = loss_backward(HL, Y, scale=rate / HL.shape[1], out=buffers[-1].dH)
        _backward(dZ, memories, self.activation, buffers)

    def predict(self, X: Array) -> Array:
        """Probabilities (n_L, m) of X (n0, m). Raises ShapeError as forward()."""
        return self.forward(X)[0]

    def swap(self) -> None:
        """Let the vector that held the gradient be θ, and the old θ take the next gradient.

        An optimizer writes the new θ over the gradient it has used up; so the parameters before
        an update stay whole until the next backward, at no cost in time or memory.
        """
        self.theta, self.gradient = self.gradient, self.theta
        self.weights, self.weight_gradients = self.weight_gradients, self.weights
        self.biases, self.bias_gradients = self.bias_gradients, self.biases

    def _check_input(self, X: Array) -> None:
        if X.ndim != 2 or X.shape[0] != self.dimensions[0]:
            raise ShapeError(
                f"This network takes {self.dimensions[0]} inputs a column, an array "
                f"({self.dimensions[0]}, m); it was given {X.shape}."
            )
