"""What flows through a network for one example: units that light, and the lines between them.

The contribution of a unit of one layer to a unit of the next is W·H of the two, one product of the
sum Z = W·H_prev + b. Layers count from 1; layer 0 is the input, whose units are the pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import DIGITS
from core.errors import ShapeError
from core.inspection.walk import Walk
from core.network.arrays import Array
from core.network.network import L_layer_forward
from core.network.parameters import named, unpack
from core.network.snapshots import Snapshot


@dataclass(frozen=True, eq=False)
class Lines:
    """Some lines between two neighbouring layers, the strongest first.

    layer: of the units they lead to, from 1. targets: those units, intp (k,); sources: the units of
    the layer before, intp (k,). values: (k,), what each line carries, signed.
    """

    layer: int
    targets: NDArray[np.intp]
    sources: NDArray[np.intp]
    values: Array

    def __len__(self) -> int:
        return len(self.values)

    def only(self, number: int) -> Lines:
        """One of them."""
        one = slice(number, number + 1)
        return Lines(self.layer, self.targets[one], self.sources[one], self.values[one])


@dataclass(frozen=True, eq=False)
class Flow:
    """One example in a network.

    weights: W of each layer, (n_l, n_l-1). biases: (n_l, 1). Z, H: of each layer, (n_l,), H[0]
    being the input and Z[0], too. All as the network has them, not copied. class_names: of the
    outputs.
    """

    dimensions: tuple[int, ...]
    activation: str
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    Z: tuple[Array, ...]
    H: tuple[Array, ...]
    class_names: tuple[str, ...] = DIGITS

    @property
    def depth(self) -> int:
        """L, the number of layers."""
        return len(self.weights)

    @property
    def probabilities(self) -> Array:
        """(n_L,): the output."""
        return self.H[-1]

    def strongest(self, layer: int, count: int) -> Lines:
        """The `count` largest contributions, by size, to the units of `layer`."""
        H = self.H[layer - 1]
        active = np.flatnonzero(H)
        products = self.weights[layer - 1].T[active] * H[active, None]
        sources, targets = _largest(products, count)
        return Lines(layer, targets, active[sources], products[sources, targets])

    def into(self, layer: int, unit: int) -> Lines:
        """All lines to a unit that carry anything; none to a pixel."""
        if layer == 0:
            return _no_lines(1)
        return _from_sources(self.weights[layer - 1][unit] * self.H[layer - 1], layer, unit)

    def out_of(self, layer: int, unit: int) -> Lines:
        """All lines from a unit that carry anything; none from an output."""
        if layer == self.depth:
            return _no_lines(layer)
        return _to_targets(self.weights[layer][:, unit] * self.H[layer][unit], layer, unit)

    def way_back(self, layer: int, unit: int) -> tuple[int, ...]:
        """The strongest way from a unit back to the first layer: a unit of each layer, from `layer`
        down to 1.

        At each step the unit that contributes most, by size; by weight alone where nothing flows.
        """
        way = [unit]
        for at in range(layer, 1, -1):
            weights = self.weights[at - 1][way[-1]]
            products = weights * self.H[at - 1]
            way.append(int(np.abs(products if products.any() else weights).argmax()))
        return tuple(way)

    def looks_for(self, layer: int, unit: int) -> Array:
        """What makes a unit larger, as a picture of the input, (n0,).

        In layer 1 its row of W. Later the row at the end of its way_back(), turned round where the
        weights on that way take away.
        """
        way = self.way_back(layer, unit)
        sign = 1.0
        for at, (to, source) in enumerate(pairwise(way)):
            sign *= np.sign(self.weights[layer - at - 1][to, source]) or 1.0
        picture: Array = self.weights[0][way[-1]] * self.weights[0].dtype.type(sign)
        return picture


class FlowReader:
    """Sends one example after another through a snapshot's network, without copying it."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Raises ShapeError where the parameters do not fit the dimensions."""
        self.dimensions, self.activation = snapshot.dimensions, snapshot.activation
        self.class_names = snapshot.class_names
        self._layers = unpack(snapshot.theta, snapshot.dimensions)
        self._parameters = named(*self._layers)

    @np.errstate(over="ignore", invalid="ignore")
    def read(self, image: Array) -> Flow:
        """image: (n0, 1), float. Raises ShapeError for another shape."""
        if image.shape != (self.dimensions[0], 1):
            raise ShapeError(f"This network takes {(self.dimensions[0], 1)}, not {image.shape}.")
        weights, biases = self._layers
        HL, memories = L_layer_forward(image, self._parameters, self.activation)
        Z = [image, *(Z for _, Z in memories)]
        H = [*(linear[0] for linear, _ in memories), HL]
        flow = _flow(self.dimensions, self.activation, weights, biases, Z, H)
        return replace(flow, class_names=self.class_names)


def reader_of(snapshot: Snapshot | None) -> FlowReader | None:
    """A reader for a snapshot; None where there is none, or its parameters are no longer finite."""
    if snapshot is None or not np.isfinite(snapshot.theta).all():
        return None
    return FlowReader(snapshot)


def flow_of(walk: Walk) -> Flow:
    """The first example of a walk, with the very arrays of the walk."""
    layers = range(1, walk.depth + 1)
    flow = _flow(
        walk.dimensions,
        walk.activation,
        [walk[f"W{layer}"] for layer in layers],
        [walk[f"b{layer}"] for layer in layers],
        [walk["X"], *(walk[f"Z{layer}"] for layer in layers)],
        [walk["X"], *(walk[f"H{layer}"] for layer in layers)],
    )
    return replace(flow, class_names=walk.class_names)


def largest_lines(values: Array, layer: int, count: int) -> Lines:
    """The `count` largest, by size, of an array shaped as W of `layer`, such as dW; no zeros."""
    sources, targets = _largest(values.T, count)
    found = values[targets, sources]
    kept = np.flatnonzero(found)
    return Lines(layer, targets[kept], sources[kept], found[kept])


def lines_into(values: Array, layer: int, unit: int) -> Lines:
    """Those of an array shaped as W of `layer` that lead to a unit of it; no zeros."""
    return _from_sources(values[unit], layer, unit)


def lines_out_of(values: Array, layer: int, unit: int) -> Lines:
    """Those of an array shaped as W of the layer after `layer` that begin at a unit of `layer`."""
    return _to_targets(values[:, unit], layer, unit)


def _from_sources(values: Array, layer: int, unit: int) -> Lines:
    order = _by_size(values)
    return Lines(layer, np.full(len(order), unit), order, values[order])


def _to_targets(values: Array, layer: int, unit: int) -> Lines:
    order = _by_size(values)
    return Lines(layer + 1, order, np.full(len(order), unit), values[order])


def _flow(
    dimensions: tuple[int, ...],
    activation: str,
    weights: Iterable[Array],
    biases: Iterable[Array],
    Z: Iterable[Array],
    H: Iterable[Array],
) -> Flow:
    Z, H = (tuple(each[:, 0] for each in arrays) for arrays in (Z, H))
    return Flow(dimensions, activation, tuple(weights), tuple(biases), Z, H)


def _largest(products: Array, count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the `count` largest entries by size, the largest first.

    They all lie in the `count` rows whose own largest entries are largest, and none of them is
    smaller than the least of these.
    """
    size = np.abs(products)
    rows = np.arange(len(size))
    least = 0.0
    if len(size) > count:
        peaks = size.max(axis=1)
        rows = np.argpartition(peaks, -count)[-count:]
        size, least = size[rows], peaks[rows].min()
    flat = size.ravel()
    chosen = np.flatnonzero(flat >= least)
    chosen = chosen[np.argsort(-flat[chosen], kind="stable")[:count]]
    row, column = np.divmod(chosen, products.shape[1])
    return rows[row], column


def _by_size(values: Array) -> NDArray[np.intp]:
    """Where values are not 0, the largest by size first."""
    order = np.flatnonzero(values)
    by_size: NDArray[np.intp] = order[np.argsort(-np.abs(values[order]), kind="stable")]
    return by_size


def _no_lines(layer: int) -> Lines:
    nothing = np.empty(0, np.intp)
    return Lines(layer, nothing, nothing, np.empty(0))
