"""One unit of a network on one image: the sum that its Z is, what adds most to it, and where its H
counts most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ShapeError
from core.network.activations import activation_named
from core.network.arrays import Array
from core.network.parameters import unpack
from core.network.snapshots import Snapshot

MOST = 5


@dataclass(frozen=True)
class Contribution:
    """What one line carries: weight · output, the H of the unit it comes from, or the pixel.

    other: the unit at its other end, in the layer before for an input, in the next for an output.
    """

    other: int
    weight: float
    output: float

    @property
    def value(self) -> float:
        """How much it adds to the Z that it leads to."""
        return self.weight * self.output


@dataclass(frozen=True)
class UnitSum:
    """A unit, or for layer 0 a pixel. layer: from 0, the pixels. weighted: Σ W·H, and bias, whose
    sum is Z; both 0 for a pixel. H: what it tells the next layer; for an output its probability.

    inputs, outputs: the strongest lines into it and out of it, the strongest first.
    """

    layer: int
    unit: int
    weighted: float
    bias: float
    H: float
    inputs: tuple[Contribution, ...]
    outputs: tuple[Contribution, ...]

    @property
    def Z(self) -> float:
        return self.weighted + self.bias


class Activations:
    """All H of one image, worked out once. H: float32 (n_l, 1) a layer, X first.

    Raises ShapeError for an image of another size than (n0, 1).
    """

    def __init__(self, snapshot: Snapshot, X: Array) -> None:
        self._weights, self._biases = unpack(snapshot.theta, snapshot.dimensions)
        if X.shape != (snapshot.dimensions[0], 1):
            raise ShapeError(
                f"This network takes an image of shape ({snapshot.dimensions[0]}, 1); "
                f"it was given {X.shape}."
            )
        depth = len(self._weights)
        names = [snapshot.activation] * (depth - 1) + ["softmax"]
        self.H: list[Array] = [X.astype(np.float32, copy=False)]
        for W, b, name in zip(self._weights, self._biases, names, strict=True):
            self.H.append(activation_named(name).forward(W @ self.H[-1] + b)[0])

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """(10,), what the network alone says, at no temperature but its own."""
        return self.H[-1][:, 0]

    def weight(self, layer: int, unit: int, source: int) -> float:
        """Of the line from `source` in the layer before. Raises IndexError where there is none."""
        return float(self._weights[layer - 1][unit, source])

    def unit_sum(self, layer: int, unit: int, *, most: int = MOST) -> UnitSum:
        """layer: from 0, the pixels. most: contributions to name, inputs and outputs alike.

        Raises IndexError for a unit that there is not.
        """
        inputs: tuple[Contribution, ...] = ()
        outputs: tuple[Contribution, ...] = ()
        weighted = bias = 0.0
        H = float(self.H[layer][unit, 0])
        if layer:
            W, H_prev = self._weights[layer - 1][unit], self.H[layer - 1][:, 0]
            weighted = float(W @ H_prev)
            bias = float(self._biases[layer - 1][unit, 0])
            inputs = _strongest(W, H_prev, most)
        if layer < len(self._weights):
            W = self._weights[layer][:, unit]
            outputs = _strongest(W, np.full(len(W), H, np.float32), most)
        return UnitSum(layer, unit, weighted, bias, H, inputs, outputs)


def _strongest(W: Array, H: Array, most: int) -> tuple[Contribution, ...]:
    """Of W·H, (n,) each, those that are not 0."""
    values = np.abs(W * H)
    order = np.argsort(-values, kind="stable")[:most]
    return tuple(Contribution(int(n), float(W[n]), float(H[n])) for n in order if values[n] > 0)
